//! `backup`, `restore`, `doctor`, and moving house: `export --all`, `import --all`.

use crate::{
    args::{Arguments, BackupArgs, DoctorArgs, Format, RestoreArgs},
    commands::search::WHO,
    exit::Failure,
    home, output,
};
use qianxian_engine::{
    archive::{self, ArchiveError},
    clock,
    doctor::{BACKUPS, Health},
};
use qianxian_store::Sequence;
use std::path::{Path, PathBuf};

pub(crate) async fn backup(arguments: &Arguments, args: &BackupArgs) -> Result<(), Failure> {
    let store = home::store(arguments).await?;
    let path = match &args.file {
        Some(path) => path.clone(),
        None => backup_path(&home::home(arguments)?)?,
    };
    let bar = output::rows_bar("备份");
    let sequence = archive::backup(&store, &path, &|rows| bar.set_position(rows)).await;
    bar.finish_and_clear();
    output::say(&format!("已备份到 {}（改动序号 {}）", path.display(), sequence?));
    Ok(())
}

/// `backups/qianxian-20260112-083000.db` in the home folder.
fn backup_path(home: &Path) -> Result<PathBuf, Failure> {
    let folder = home.join(BACKUPS);
    std::fs::create_dir_all(&folder)?;
    Ok(folder.join(format!("qianxian-{}.db", clock::now().strftime("%Y%m%d-%H%M%S"))))
}

pub(crate) async fn restore(arguments: &Arguments, args: &RestoreArgs) -> Result<(), Failure> {
    if !args.file.is_file() {
        return Err(Failure::BadFile(format!("{} 不存在，请检查备份文件的路径", args.file.display())));
    }
    let store = home::store(arguments).await?;
    if store.sequence().await? != Sequence(0) && !args.replace {
        let message = "现在的数据不是空的，没有动它。确实要用备份替换，请加 --replace；现在的数据会先另存一份备份";
        return Err(Failure::Usage(message.to_owned()));
    }
    let keep_in = home::home(arguments)?.join(BACKUPS);
    let bar = output::rows_bar("恢复");
    let kept = archive::restore(&store, &args.file, &keep_in, &|rows| bar.set_position(rows)).await;
    bar.finish_and_clear();
    if let Some(kept) = kept? {
        output::say(&format!("恢复之前的数据另存在 {}", kept.display()));
    }
    output::say(&format!("已恢复自 {}；正在运行的 serve 会自动跟上", args.file.display()));
    Ok(())
}

pub(crate) async fn doctor(arguments: &Arguments, args: &DoctorArgs) -> Result<(), Failure> {
    let engine = home::engine(arguments).await?;
    let findings = engine.check_up(args.repair).await?;
    if arguments.format == Format::Table {
        let row = |one: &qianxian_engine::doctor::Finding| {
            vec![one.what.to_owned(), one.health.zh().to_owned(), one.detail.clone()]
        };
        output::table(&["检查", "结果", "说明"], findings.iter().map(row).collect())?;
    } else {
        output::json(&findings)?;
    }
    let bad = findings.iter().filter(|one| one.health == Health::Bad).count();
    if bad > 0 { Err(Failure::Faults(format!("有 {bad} 项不正常，请按上面的说明处理"))) } else { Ok(()) }
}

pub(crate) async fn export_all(arguments: &Arguments, folder: &Path) -> Result<(), Failure> {
    let store = home::store(arguments).await?;
    let rows = archive::export_all(&store, folder).await?;
    let message = format!(
        "已导出 {rows} 行到 {}：.csv 用 Excel 看，.jsonl 用 import --all 可以原样搬回；登录密码不在里面",
        folder.display()
    );
    output::say(&message);
    Ok(())
}

pub(crate) async fn import_all(arguments: &Arguments, folder: &Path) -> Result<(), Failure> {
    let store = home::store(arguments).await?;
    let rows = archive::import_all(&store, folder).await?;
    output::say(&format!("已搬入 {rows} 行；登录密码要重新设置：qianxian user password 登录名（{WHO}）"));
    Ok(())
}

impl From<ArchiveError> for Failure {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::Store(error) => error.into(),
            ArchiveError::Engine(error) => error.into(),
            other => Failure::BadFile(other.to_string()),
        }
    }
}
