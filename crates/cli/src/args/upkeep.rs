//! Arguments of the commands that look after the data: backups, the check-up.

use clap::Args;
use std::path::PathBuf;

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// 写到哪里（不写：数据文件夹里的 backups，文件名带今天的日期）
    #[arg(value_name = "文件")]
    pub file: Option<PathBuf>,
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// 哪一份备份
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 现在的数据不是空的也照样恢复；现在的数据会先另存一份备份
    #[arg(long)]
    pub replace: bool,
}

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// 把能修的修好：重建检索索引
    #[arg(long)]
    pub repair: bool,
}
