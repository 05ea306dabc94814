//! How a command can end. The codes are part of the interface: scripts may rely on them.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | done; also when nothing was found |
//! | 1 | a fault of the program |
//! | 2 | the command line is wrong |
//! | 3 | a file given cannot be used: roster, deals, packs, batch |
//! | 4 | a company, capability or way that is named does not exist |
//! | 5 | the data folder or the store cannot be used |
//! | 6 | `chain check` or `doctor` found faults |

use qianxian_engine::{EngineError, KnowledgeError, UnknownCompany};
use qianxian_intake::Refused;
use qianxian_store::StoreError;
use std::{fmt, io, process::ExitCode};

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// A fault of the program.
    Internal(anyhow::Error),
    /// The command line is wrong.
    Usage(String),
    /// A file given cannot be used.
    BadFile(String),
    /// Something named does not exist.
    NotFound(String),
    /// The data folder or the store cannot be used.
    Store(String),
    /// A check found faults; they have been shown.
    Faults(String),
    /// Standard output was closed by its reader.
    BrokenPipe,
}

impl Failure {
    /// The reader of a pipe went away: no failure.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Failure::BrokenPipe)
    }

    /// The documented exit code.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Failure::BrokenPipe => 0,
            Failure::Internal(_) => 1,
            Failure::Usage(_) => 2,
            Failure::BadFile(_) => 3,
            Failure::NotFound(_) => 4,
            Failure::Store(_) => 5,
            Failure::Faults(_) => 6,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Internal(error) => write!(f, "程序出了故障，请把这一行告诉维护人员：{error:#}"),
            Failure::Usage(text)
            | Failure::BadFile(text)
            | Failure::NotFound(text)
            | Failure::Store(text)
            | Failure::Faults(text) => f.write_str(text),
            Failure::BrokenPipe => Ok(()),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::BrokenPipe,
            _ => Failure::Internal(error.into()),
        }
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        Failure::Store(error.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Store(error.to_string())
    }
}

impl From<KnowledgeError> for Failure {
    fn from(error: KnowledgeError) -> Self {
        Failure::BadFile(error.to_string())
    }
}

impl From<UnknownCompany> for Failure {
    fn from(error: UnknownCompany) -> Self {
        Failure::NotFound(error.to_string())
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Failure::BadFile(refused.to_string())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Failure::Internal(error.into())
    }
}
