//! What can go wrong, in words for the secretariat: what happened and what to do. The driver's own words, in English,
//! stay behind as the `source` of the error, for the log.

use crate::contract::{EntityKind, EntityRef, Version};
use std::sync::Arc;

/// The driver's error behind a [`StoreError`].
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// A failure of the store. `place` is the data file, or the address of the database without its password.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    // --- opening
    /// The file is something else: a text, a picture, an encrypted file.
    #[error("「{place}」不是数据库文件。请检查路径是否选对；如果它原来是牵线的数据文件，请用最近的备份恢复")]
    NotADatabase {
        /// Which file.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },
    /// A database of another program.
    #[error("「{place}」是其他程序的数据库，牵线没有改动它。请换一个文件名或数据库名")]
    OtherProgram {
        /// Which file.
        place: Arc<str>,
    },
    /// A database file that is cut off or damaged.
    #[error("数据文件「{place}」已损坏或不完整。请不要继续写入，先把它复制一份留存，再用最近的备份恢复")]
    Damaged {
        /// Which file.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },
    /// The file or its folder may not be read or written.
    #[error("没有权限读写「{place}」。请让管理员开放该文件及所在文件夹的读写权限，或者换一个位置")]
    NoPermission {
        /// Which file.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },
    /// The folder of the file is not there.
    #[error("「{place}」所在的文件夹不存在。请先建好文件夹，或者检查路径")]
    NoFolder {
        /// Which file.
        place: Arc<str>,
    },
    /// The path is a folder.
    #[error("「{place}」是一个文件夹，不是数据文件。请写出文件夹里数据文件的名字")]
    IsFolder {
        /// Which path.
        place: Arc<str>,
    },
    /// A newer program wrote the file.
    #[error(
        "「{place}」是更新版本的牵线写的（数据结构第 {found} 版，本程序只认到第 {known} 版）。请升级本程序后再打开"
    )]
    NewerSchema {
        /// Which database.
        place: Arc<str>,
        /// Its schema.
        found: i64,
        /// The newest schema this program knows.
        known: i64,
    },
    /// The schema was changed by other hands, or an upgrade of it failed.
    #[error("「{place}」的数据结构与本程序不符，升级没有进行。请用最近的备份恢复，或联系维护人员")]
    OtherSchema {
        /// Which database.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },

    /// The address of the database cannot be read. It may hold a password, so that it is not shown.
    #[error("看不懂数据库地址。应写成 postgres://用户名:密码@服务器:5432/数据库名，密码里的特殊字符要写成 %XX")]
    BadAddress {
        /// The driver's word.
        source: Cause,
    },
    /// The server does not take the user or the password.
    #[error("数据库服务器「{place}」不接受这个用户名或密码。请核对数据库地址里的用户名和密码")]
    LoginRefused {
        /// Which database.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },
    /// The server demands TLS, and the address forbids it.
    #[error("数据库服务器「{place}」不接受不加密的连接。请把数据库地址里的 sslmode 改成 require")]
    NeedsTls {
        /// Which database.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },
    /// The address demands TLS, and the server has none, or a certificate that nobody vouches for.
    #[error(
        "和数据库服务器「{place}」建立不了加密连接：它没有开启加密，或者证书不可信。         请让管理员检查，或在数据库地址后面用 sslrootcert=证书文件 指明可信的证书"
    )]
    NoTls {
        /// Which database.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },
    /// The server has no database of this name.
    #[error("服务器上没有数据库「{place}」。请让管理员先建好（编码选 UTF8），或者检查名字")]
    NoDatabase {
        /// Which database.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },
    /// The database cannot hold every Chinese character.
    #[error("数据库「{place}」的编码是 {found}，存不下所有的汉字。请让管理员另建一个 UTF8 编码的数据库")]
    WrongEncoding {
        /// Which database.
        place: Arc<str>,
        /// Its encoding.
        found: String,
    },

    // --- any time
    /// The server does not answer, or went away. Nothing of this call was saved.
    #[error("连不上数据库服务器「{place}」，这次操作没有完成。请检查服务器是否在运行、地址和网络是否正常，稍后再试")]
    NoServer {
        /// Which database.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },
    /// The server went away while it was saving.
    #[error("保存时和数据库服务器「{place}」的连接断了，不知道有没有保存成功。请刷新后看一看，没有保存就重新做一遍")]
    Unsure {
        /// Which database.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },
    /// The user of the database may not make tables, or not read or write them.
    #[error("数据库账号没有在「{place}」里建表或读写的权限。请让管理员授权，例如把数据库的所有者改成这个账号")]
    NotAllowed {
        /// Which database.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },
    /// A standby, or a server set to read only.
    #[error(
        "数据库「{place}」现在只能读、不能写（可能是备用服务器），这次修改没有保存。请改连主服务器，或让管理员检查"
    )]
    ReadOnly {
        /// Which database.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },
    /// No space is left. What was saved before stays.
    #[error("磁盘已满，这次修改没有保存，原有数据完好。请清理「{place}」所在的磁盘后再试")]
    DiskFull {
        /// Which database.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },
    /// The disk failed to read or write.
    #[error("读写「{place}」时磁盘出错，这次操作没有完成。请检查磁盘或网络盘的连接后再试")]
    DiskTrouble {
        /// Which database.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },
    /// Another program or unit of work is writing, and did not finish while we waited.
    #[error("「{place}」正被另一个程序或另一项操作写入，等了一会儿仍未结束。请稍后再试，或关掉另一个牵线程序")]
    Busy {
        /// Which database.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },
    /// All connections that read are taken, and none came free while we waited.
    #[error("同时查询「{place}」的操作太多，等了一会儿仍没有轮到。请稍后再试")]
    Crowded {
        /// Which database.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },
    /// Anything else of the database.
    #[error("数据库「{place}」出错，这次操作没有完成。请再试一次；如仍不行，请把日志发给维护人员")]
    Database {
        /// Which database.
        place: Arc<str>,
        /// The driver's word.
        source: Cause,
    },
    /// A row that the program cannot read: somebody else wrote it, or it is damaged.
    #[error("数据表 {table} 中 {id} 的 {column} 一栏内容不对，无法读取。请用备份恢复，或联系维护人员")]
    Inconsistent {
        /// Which table.
        table: &'static str,
        /// Which column.
        column: &'static str,
        /// Id of the row.
        id: String,
        /// What is wrong with the value.
        source: Cause,
    },

    // --- writing
    /// Somebody else changed it since it was read.
    #[error("{what}已被别人改过（您看到的是第 {expected} 版，现在是第 {found} 版），没有覆盖。请刷新后再改")]
    Stale {
        /// What was to be written.
        what: EntityRef,
        /// The version the writer had seen.
        expected: Version,
        /// The version it has now.
        found: Version,
    },
    /// There is no such thing.
    #[error("找不到{}（编号 {id}）。它可能从未保存过，请刷新后再试", kind.zh())]
    Missing {
        /// What kind of thing was looked for.
        kind: EntityKind,
        /// Its id.
        id: String,
    },
    /// It is deleted: restore it before changing it.
    #[error("{what}已被删除，不能修改。请先恢复它")]
    Deleted {
        /// What was to be written.
        what: EntityRef,
    },
    /// A thing with this id is there already.
    #[error("{what}已经存在，没有重复添加")]
    AlreadyThere {
        /// What was to be added.
        what: EntityRef,
    },
    /// It names a company that is not in the store.
    #[error("{what}所指的企业（编号 {company}）不在库中。请先保存该企业")]
    UnknownCompany {
        /// What was to be written.
        what: EntityRef,
        /// Id of the company.
        company: String,
    },
    /// A value is outside its limits.
    #[error("{what}不能保存：{why}")]
    Invalid {
        /// What was to be written.
        what: EntityRef,
        /// What is wrong, in Chinese.
        why: String,
    },
    /// An import cannot be undone, because what it wrote was changed afterwards.
    #[error(
        "「{file_name}」导入之后，有 {} 条又被改过或用到（如{}），不能整批撤销。请先撤回后来的修改",
        changed.len(),
        changed.first().map(ToString::to_string).unwrap_or_default()
    )]
    ChangedSince {
        /// Name of the imported file.
        file_name: String,
        /// What was changed or attached since, in the order of its id.
        changed: Vec<EntityRef>,
    },
    /// The import was undone before.
    #[error("「{file_name}」的导入已经撤销过了，不用再撤销")]
    AlreadyUndone {
        /// Name of the imported file.
        file_name: String,
    },
    /// A store that was to be filled holds something already.
    #[error("「{place}」里已经有数据，没有动它。请换一个空的数据文件夹或空的数据库")]
    NotEmpty {
        /// Which database.
        place: Arc<str>,
    },
    /// A write of this unit of work failed half-way; the unit can only be cancelled.
    #[error("这次修改中途出错，没有保存任何内容。请重新做一遍")]
    Broken,
}

impl StoreError {
    /// Whether the request was at fault and not the database: nothing was written, and the unit of work can go on.
    pub const fn is_refusal(&self) -> bool {
        use StoreError::*;
        matches!(
            self,
            Stale { .. }
                | Missing { .. }
                | Deleted { .. }
                | AlreadyThere { .. }
                | UnknownCompany { .. }
                | Invalid { .. }
                | ChangedSince { .. }
                | AlreadyUndone { .. }
                | NotEmpty { .. }
        )
    }
}
