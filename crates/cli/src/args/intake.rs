//! Arguments of the commands that bring things in, and of those that say who is who.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// 花名册：Excel、WPS、CSV 或文本
    #[arg(value_name = "文件", required_unless_present_any = ["deals", "undo", "all"])]
    pub file: Option<PathBuf>,
    /// 搬家：把 export --all 导出的文件夹原样搬进空的数据里
    #[arg(long, value_name = "文件夹", conflicts_with_all = ["file", "deals", "undo", "map", "dry_run"])]
    pub all: Option<PathBuf>,
    /// 往来记录：supplier、customer 两列，或 role、id、partner 三列
    #[arg(long, value_name = "文件", conflicts_with = "file")]
    pub deals: Option<PathBuf>,
    /// 往来记录怎么用：known 已在合作、不再推荐；evidence 只作旁证
    #[arg(
        long,
        value_enum,
        default_value = "known",
        value_name = "用法",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub deals_as: DealsAs,
    /// 指定一列是什么，如 --map 厂家=企业名称；可以写多次，下次同样的表自动照办
    #[arg(long, value_name = "列名=内容", conflicts_with_all = ["deals", "undo"])]
    pub map: Vec<String>,
    /// 只演练，不写入
    #[arg(long)]
    pub dry_run: bool,
    /// 撤销一次导入（写导入时给出的编号）
    #[arg(long, value_name = "编号", conflicts_with_all = ["file", "deals"])]
    pub undo: Option<String>,
}

/// What imported deals are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DealsAs {
    /// The pair already cooperates and is not proposed.
    Known,
    /// Only evidence to learn from.
    Evidence,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// 写到哪里：.xlsx 或 .csv；改好以后可以原样导入
    #[arg(value_name = "文件", required_unless_present = "all")]
    pub file: Option<PathBuf>,
    /// 搬家：把全部数据导出到一个空文件夹，.csv 给人看，.jsonl 可以原样搬回
    #[arg(long, value_name = "文件夹", conflicts_with = "file")]
    pub all: Option<PathBuf>,
    /// 文件已经有了也覆盖
    #[arg(long)]
    pub overwrite: bool,
}

/// Arguments of `names`.
#[derive(Debug, Args)]
#[command(subcommand_value_name = "命令", subcommand_help_heading = "命令")]
pub struct NamesArgs {
    /// 做什么
    #[command(subcommand)]
    pub command: NamesCommand,
}

/// Two companies of the roster, and whether what was said of them is taken back.
#[derive(Debug, Args)]
pub struct PairArgs {
    /// 一家企业
    #[arg(value_name = "甲")]
    pub a: String,
    /// 另一家
    #[arg(value_name = "乙")]
    pub b: String,
    /// 撤销
    #[arg(long)]
    pub undo: bool,
}

/// The commands of `names`.
#[derive(Debug, Subcommand)]
pub enum NamesCommand {
    /// 两个名称是同一家、关联，还是两家
    Compare {
        /// 一个名称
        #[arg(value_name = "名称一", required_unless_present = "batch")]
        a: Option<String>,
        /// 另一个
        #[arg(value_name = "名称二", required_unless_present = "batch")]
        b: Option<String>,
        /// 一批：有 id、a、b 三列的 CSV
        #[arg(long, value_name = "文件", conflicts_with_all = ["a", "b"])]
        batch: Option<PathBuf>,
    },
    /// 名册里疑似同一家、疑似关联的企业，等人确认
    Review {
        /// 最多列几对
        #[arg(long, default_value_t = 50, value_name = "对", hide_default_value = true)]
        limit: usize,
    },
    /// 合并两家：乙的内容并入甲，可撤销
    Merge(PairArgs),
    /// 记住这两家不是同一家
    Distinct(PairArgs),
    /// 确认两家有关联（同一集团、同一老板），不再互相推荐
    Affiliate(PairArgs),
}

/// What kind of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    /// A visit note, a chat, minutes.
    Note,
    /// News.
    News,
    /// What it looks like.
    Auto,
}

/// Arguments of `extract`.
#[derive(Debug, Args)]
pub struct ExtractArgs {
    /// 走访记录、聊天或新闻：.docx、.txt；写 - 从标准输入读
    #[arg(value_name = "文件", required_unless_present = "batch")]
    pub file: Option<PathBuf>,
    /// 一批：每行一个 JSON（id、date、channel、title、text）
    #[arg(long, value_name = "文件", conflicts_with = "file")]
    pub batch: Option<PathBuf>,
    /// 哪种文字：note 走访记录和聊天，news 新闻，auto 自己判断
    #[arg(
        long,
        value_enum,
        default_value = "auto",
        value_name = "种类",
        hide_possible_values = true,
        hide_default_value = true,
        conflicts_with = "batch"
    )]
    pub kind: KindArg,
    /// 这段文字是哪天写的，“下周三”从这天算起
    #[arg(long, value_name = "日期")]
    pub today: Option<String>,
    /// 把草稿存成文件，改好以后用 confirm 写入
    #[arg(long, value_name = "文件", conflicts_with_all = ["batch", "confirm"])]
    pub out: Option<PathBuf>,
    /// 看过了，直接写入
    #[arg(long, conflicts_with = "batch")]
    pub confirm: bool,
    /// 写入谁名下
    #[command(flatten)]
    pub options: ConfirmOptionArgs,
}

/// What a person adds to drafts.
#[derive(Debug, Args)]
pub struct ConfirmOptionArgs {
    /// 记录说的是哪家企业（名册里的全称、简称或编号）
    #[arg(long, value_name = "企业")]
    pub company: Option<String>,
    /// 名册里没有这家企业时新增一家
    #[arg(long)]
    pub add_company: bool,
}

/// Arguments of `confirm`.
#[derive(Debug, Args)]
pub struct ConfirmArgs {
    /// 用 extract --out 存下的草稿
    #[arg(value_name = "草稿文件")]
    pub file: PathBuf,
    /// 只演练，不写入
    #[arg(long)]
    pub dry_run: bool,
    /// 写入谁名下
    #[command(flatten)]
    pub options: ConfirmOptionArgs,
}
