//! The program as a person or a script runs it: `journey` from an empty home to an undone import, `answers` in every
//! format, `batch` forms for evaluation, `corrections` of the chain, `intake` and who is who, `mistakes` and what they
//! leave behind, `upkeep` of the data, `help` in Chinese.

mod answers;
mod batch;
mod corrections;
mod help;
mod intake;
mod journey;
mod mistakes;
mod upkeep;

use assert_cmd::Command;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A roster of five, all that most tests need.
const ROSTER: &str = "\
name,aliases,products,district,kind
甲传动机械有限公司,甲传动,减速机；齿轮箱,张店,企业
乙电机有限公司,乙电机,电机,博山,企业
丙清洁设备有限公司,,洗地机,周村,企业
丁钣金加工厂,,钣金加工,张店,企业
戊真空设备有限公司,,真空泵,博山,企业
";

/// A folder of its own with a home in it, gone when dropped.
struct Desk {
    folder: TempDir,
}

/// How a command ended.
#[derive(Debug)]
struct Ended {
    code: i32,
    /// Data.
    out: String,
    /// Talk.
    err: String,
}

impl Desk {
    fn new() -> Desk {
        Desk { folder: tempfile::tempdir().expect("a folder") }
    }

    /// A desk with [`ROSTER`] imported.
    fn with_roster() -> Desk {
        let desk = Desk::new();
        desk.write("会员.csv", ROSTER);
        desk.run(&["import", "会员.csv"]).done();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(&path, text).expect("written");
        path
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.current_dir(self.folder.path()).env("HOME", self.folder.path()).env_remove("QIANXIAN_HOME");
        command.env_remove("QIANXIAN_DATABASE");
        command.args(arguments).args(["--home", "数据"]);
        command
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        let output = self.command(arguments).output().expect("the program runs");
        Ended {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

impl Ended {
    /// It did what was asked.
    fn done(self) -> Ended {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self
    }

    /// It failed with this code and says all these words, in Chinese, on standard error alone.
    fn failed(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert!(self.err.starts_with("错误："), "{}", self.err);
        assert!(self.out.is_empty(), "data on a failure: {}", self.out);
        assert!(words.iter().all(|word| self.err.contains(word)), "{words:?} in {}", self.err);
        assert!(!["panicked", "Error", "os error"].iter().any(|word| self.err.contains(word)), "{}", self.err);
    }

    /// Standard output as one JSON document.
    fn json(self) -> serde_json::Value {
        let ended = self.done();
        serde_json::from_str(&ended.out).unwrap_or_else(|e| panic!("{e}: {}", ended.out))
    }

    /// Standard output as one JSON value a line.
    fn ndjson(self) -> Vec<serde_json::Value> {
        let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        self.done().out.lines().map(read).collect()
    }
}

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_qianxian-under-test"))
}
