//! A PostgreSQL server of one's own, started by `tests/postgres.sh` and gone when dropped.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A server with nothing in it.
#[derive(Debug)]
pub struct Server {
    folder: PathBuf,
    url: String,
}

impl Server {
    /// Starts one; none, and says so, where PostgreSQL is not installed.
    ///
    /// # Panics
    /// Where it is installed and does not start.
    pub fn start() -> Option<Server> {
        let folder = std::env::temp_dir().join(format!("qianxian-pg-{}", qianxian_engine::clock::new_id()));
        let started = script("start", &folder);
        if started.status.code() == Some(3) {
            crate::skipped("没有安装 PostgreSQL，多进程和断电测试只在 SQLite 上做");
            return None;
        }
        assert!(started.status.success(), "{}", String::from_utf8_lossy(&started.stderr));
        let url = String::from_utf8_lossy(&started.stdout).trim().to_owned();
        Some(Server { folder, url })
    }

    /// The address of its database.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Kills it as a crash would, and starts it again.
    ///
    /// # Panics
    /// Where it does not start again.
    pub fn restart(&self) {
        self.ask("restart");
    }

    /// Kills it as a crash would.
    ///
    /// # Panics
    /// Where it cannot be killed.
    pub fn halt(&self) {
        self.ask("halt");
    }

    /// Starts it after [`Server::halt`].
    ///
    /// # Panics
    /// Where it does not start.
    pub fn resume(&self) {
        self.ask("resume");
    }

    fn ask(&self, verb: &str) {
        let done = script(verb, &self.folder);
        assert!(done.status.success(), "{verb}: {}", String::from_utf8_lossy(&done.stderr));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        script("stop", &self.folder);
    }
}

fn script(verb: &str, folder: &Path) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("postgres.sh");
    let output = Command::new("bash").arg(script).arg(verb).arg(folder).output();
    output.unwrap_or_else(|e| panic!("bash: {e}"))
}
