//! Why a whole file was not read, and how much of a file is read at most.

use serde::{Deserialize, Serialize};

/// Kind of refusal; the code is what scripts see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// Needs a password.
    PasswordProtected,
    /// Cut off or damaged.
    Corrupted,
    /// Nothing in it.
    Empty,
    /// Above one of the [`Limits`].
    TooLarge,
    /// Not a table, whatever its name says.
    UnsupportedFormat,
}

/// A file that is not read, with a Chinese message that says why and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Refused {
    /// What kind.
    #[serde(rename = "error_kind")]
    pub kind: RefusalKind,
    /// What the secretary reads.
    pub message: String,
}

impl Refused {
    pub(crate) fn new(kind: RefusalKind, message: impl Into<String>) -> Self {
        Refused { kind, message: message.into() }
    }

    pub(crate) fn empty(file: &str) -> Self {
        Refused::new(RefusalKind::Empty, format!("「{file}」是空的，里面没有任何内容。请确认选对了文件"))
    }

    pub(crate) fn corrupted(file: &str, detail: &str) -> Self {
        let message =
            format!("「{file}」已损坏或不完整，打不开（{detail}）。请用 Excel 或 WPS 打开后另存一份，或请对方重新发送");
        Refused::new(RefusalKind::Corrupted, message)
    }

    pub(crate) fn encrypted(file: &str) -> Self {
        let message = format!("「{file}」设了打开密码（已加密），读不了。请在 Excel 或 WPS 里去掉密码后另存一份再导入");
        Refused::new(RefusalKind::PasswordProtected, message)
    }

    pub(crate) fn too_large(file: &str, what: &str) -> Self {
        let message = format!("「{file}」太大：{what}。请拆成几个小文件，或删去多余的工作表、空行和图片后再导入");
        Refused::new(RefusalKind::TooLarge, message)
    }

    pub(crate) fn unsupported(file: &str, what: &str) -> Self {
        let message =
            format!("「{file}」不是能读的表格格式（{what}）。请另存为 .xlsx、.xls、.ods、.csv 或 .txt 后再导入");
        Refused::new(RefusalKind::UnsupportedFormat, message)
    }
}

/// Upper limits of one file. The defaults keep reading under 300 MB of memory and a few seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Bytes of all parts of a packed file (.xlsx, .ods) together once unpacked.
    pub unpacked: u64,
    /// Rows of one sheet, counted to the last filled one.
    pub rows: usize,
    /// Cells of all sheets together.
    pub cells: usize,
    /// Sheets.
    pub sheets: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { bytes: 30 << 20, unpacked: 64 << 20, rows: 200_000, cells: 2_000_000, sheets: 200 }
    }
}
