//! Arguments, as typed. What they mean is worked out by each command.

mod intake;
mod serve;
mod upkeep;
mod user;

pub use intake::{
    ConfirmArgs, ConfirmOptionArgs, DealsAs, ExportArgs, ExtractArgs, ImportArgs, KindArg, NamesArgs, NamesCommand,
    PairArgs,
};

pub use serve::{LogArg, ServeArgs};
pub use upkeep::{BackupArgs, DoctorArgs, RestoreArgs};
pub use user::{RoleArg, UserArgs, UserCommand};

use clap::{ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum, error::ErrorKind};
use std::{ffi::OsString, path::PathBuf, process::ExitCode};

/// 牵线：协会会员之间的协作配对
#[derive(Debug, Parser)]
#[command(
    name = "qianxian",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
#[command(subcommand_value_name = "命令", subcommand_help_heading = "命令", next_help_heading = "选项")]
pub struct Arguments {
    /// 数据文件夹：会员、需求、索引都在里面（默认：~/.qianxian）
    #[arg(long, global = true, value_name = "文件夹", env = "QIANXIAN_HOME", hide_env = true)]
    pub home: Option<PathBuf>,
    /// 数据库：postgres://用户名:密码@服务器/数据库名，多台机器可以共用（默认：数据文件夹里的一个文件）
    #[arg(long, global = true, value_name = "地址", env = "QIANXIAN_DATABASE", hide_env = true)]
    pub database: Option<String>,
    /// 另加一个文件夹的产业链知识包（.chain），盖在自带的上面；可以写多次
    #[arg(long, global = true, value_name = "文件夹")]
    pub packs: Vec<PathBuf>,
    /// 输出格式：table 给人看，json、ndjson、trec 给程序用
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "table",
        value_name = "格式",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: Format,
    /// 显示帮助
    #[arg(short, long, global = true, action = ArgAction::Help)]
    pub help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version)]
    pub version: Option<bool>,
    /// 做什么
    #[command(subcommand)]
    pub command: Command,
}

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// One JSON document.
    Json,
    /// One JSON value a line.
    Ndjson,
    /// TREC run lines.
    Trec,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 演示：用淄博案例看看谁该和谁谈、为什么
    Demo(DemoArgs),
    /// 导入花名册或往来记录
    Import(ImportArgs),
    /// 导出名册，改好以后可以再导入
    Export(ExportArgs),
    /// 找供应商、找谁在用，一句话就行
    Search(Box<SearchArgs>),
    /// 给一家企业找伙伴，或给全体会员配对
    Match(MatchArgs),
    /// 说清两家企业之间的每一条路径、每一条排除理由
    Explain(ExplainArgs),
    /// 看一段文字里认出了哪些能力
    Recognize(RecognizeArgs),
    /// 产业链知识：检查、查看、统计、推断需求、更正
    Chain(ChainArgs),
    /// 企业名称：是不是同一家；合并、区分、关联
    Names(NamesArgs),
    /// 从走访记录、聊天、新闻里提取草稿
    Extract(ExtractArgs),
    /// 把改好的草稿写入档案
    Confirm(ConfirmArgs),
    /// 看一家企业的档案
    Company(CompanyArgs),
    /// 备份全部数据到一个文件，可以边用边备
    Backup(BackupArgs),
    /// 从备份恢复全部数据
    Restore(RestoreArgs),
    /// 体检：数据、索引、知识包、磁盘、权限、备份
    Doctor(DoctorArgs),
    /// 启动网页和接口，用浏览器打开
    Serve(ServeArgs),
    /// 账号：添加、换密码、列出（管理员忘记密码时用）
    User(UserArgs),
}

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// 让引擎知道报道里的五项协作（默认不告诉它，看它能否自己找到）
    #[arg(long)]
    pub known_cooperations: bool,
}

/// Arguments of `search`.
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// 要找什么：减速箱、jsj、谁家用减速机、找张店附近能焊不锈钢的
    #[arg(
        value_name = "一句话",
        required_unless_present_any = ["batch", "suggest", "saved", "run", "delete", "unmet"],
        num_args = 1..
    )]
    pub query: Vec<String>,
    /// 一批查询：有 qid、query 两列的 TSV 文件
    #[arg(long, value_name = "文件", conflicts_with = "query")]
    pub batch: Option<PathBuf>,
    /// 最多列几家
    #[arg(long, default_value_t = 20, value_name = "家", hide_default_value = true)]
    pub limit: usize,
    /// 去掉一个理解标签：写词、意思或“类别=意思”，如 地区=张店区；可以写多次
    #[arg(long, value_name = "标签")]
    pub without: Vec<String>,
    /// 只看这个地区（省、市或区县）；可以写多次
    #[arg(long, value_name = "地区")]
    pub place: Vec<String>,
    /// 只看这类企业，如 制造商、经销商；可以写多次
    #[arg(long, value_name = "类型")]
    pub kind: Vec<String>,
    /// 条目的可信度至少是：推断、自报、资料、走访、成交
    #[arg(long, value_name = "可信度")]
    pub evidence: Option<String>,
    /// 只看有这项资质的，如 ISO9001
    #[arg(long, value_name = "资质")]
    pub qualification: Option<String>,
    /// 只看这个会员级别，如 理事
    #[arg(long, value_name = "级别")]
    pub level: Option<String>,
    /// 没有找到时，记为未满足需求
    #[arg(long)]
    pub record_unmet: bool,
    /// 列出记下的未满足需求
    #[arg(long, conflicts_with = "query")]
    pub unmet: bool,
    /// 输入联想：以这些字、拼音或首字母开头的能力、地区、企业
    #[arg(long, value_name = "开头", conflicts_with_all = ["query", "batch"])]
    pub suggest: Option<String>,
    /// 把这次搜索存下来，起个名字
    #[arg(long, value_name = "名字", conflicts_with = "batch")]
    pub save: Option<String>,
    /// 列出存下的搜索
    #[arg(long, conflicts_with = "query")]
    pub saved: bool,
    /// 再找一次存下的搜索，并指出上次之后新出现的
    #[arg(long, value_name = "名字", conflicts_with = "query")]
    pub run: Option<String>,
    /// 删除存下的搜索
    #[arg(long, value_name = "名字", conflicts_with = "query")]
    pub delete: Option<String>,
}

/// Arguments of `match`.
#[derive(Debug, Args)]
pub struct MatchArgs {
    /// 企业：全称、简称或编号
    #[arg(value_name = "企业", required_unless_present_any = ["batch", "all"])]
    pub company: Option<String>,
    /// 全体会员的对接清单
    #[arg(long, conflicts_with_all = ["company", "batch", "ask", "teams", "leave_out"])]
    pub all: bool,
    /// 一批问题：每行一个 JSON（自带问哪一方、列几家）
    #[arg(long, value_name = "文件", conflicts_with_all = ["company", "way", "limit", "teams"])]
    pub batch: Option<PathBuf>,
    /// 找哪一方：supplier 供应商、customer 客户、partner 都可以
    #[arg(
        long,
        value_enum,
        default_value = "partner",
        value_name = "哪一方",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub ask: AskArg,
    /// 只看这种合作方式（如 supply 或 上下游配套）；可以写多次
    #[arg(long, value_name = "方式")]
    pub way: Vec<String>,
    /// 最多列几家（默认 10；全体清单默认不限）
    #[arg(long, value_name = "家")]
    pub limit: Option<usize>,
    /// 一并列出三方组队
    #[arg(long)]
    pub teams: bool,
    /// 评测用：asked 不看被问双方之间的往来
    #[arg(long, value_enum, value_name = "范围", hide_possible_values = true)]
    pub leave_out: Option<LeaveOut>,
}

/// Which side is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AskArg {
    /// Who could supply the company.
    Supplier,
    /// Whom it could supply.
    Customer,
    /// Anybody.
    Partner,
}

/// What evaluation leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LeaveOut {
    /// Deals between the company and its candidates.
    Asked,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// 甲方
    #[arg(value_name = "甲方")]
    pub a: String,
    /// 乙方
    #[arg(value_name = "乙方")]
    pub b: String,
}

/// Arguments of `recognize`.
#[derive(Debug, Args)]
pub struct RecognizeArgs {
    /// 一段文字；写 - 从标准输入读
    #[arg(value_name = "文字", required = true, num_args = 1..)]
    pub text: Vec<String>,
}

/// Arguments of `chain`.
#[derive(Debug, Args)]
#[command(subcommand_value_name = "命令", subcommand_help_heading = "命令")]
pub struct ChainArgs {
    /// 做什么
    #[command(subcommand)]
    pub command: ChainCommand,
}

/// The commands of `chain`.
#[derive(Debug, Subcommand)]
pub enum ChainCommand {
    /// 检查知识包：圈、悬空、重名、没有投入也没有工艺的产品、断头的改名
    Check,
    /// 看一项能力的所有关系
    Show {
        /// 名称、别名、英文或代号
        #[arg(value_name = "能力")]
        name: String,
    },
    /// 各行业写了多少
    Stats,
    /// 做某种产品的企业通常要买什么、要哪些工艺
    Needs {
        /// 产品
        #[arg(value_name = "产品", required_unless_present = "batch")]
        product: Option<String>,
        /// 一批产品：每行一个 JSON（id、product、product_alts）
        #[arg(long, value_name = "文件", conflicts_with = "product")]
        batch: Option<PathBuf>,
        /// 最多列几项
        #[arg(long, default_value_t = 20, value_name = "项", hide_default_value = true)]
        limit: usize,
    },
    /// 抽一些关系给第二个人复核，输出 CSV
    Review {
        /// 抽几条
        #[arg(long, default_value_t = 150, value_name = "条", hide_default_value = true)]
        count: usize,
        /// 抽样的种子：同一个数抽出同样的条目
        #[arg(long, default_value_t = 1, value_name = "数", hide_default_value = true)]
        seed: u64,
    },
    /// 本会更正：写一行知识包的话，如 chain correct 减速机 "-= 变速机"
    Correct {
        /// 能力的名称
        #[arg(value_name = "能力")]
        name: String,
        /// 一行：= 别名、-= 不是别名、in: 用到、-in: 不用、by: 要经过……
        #[arg(value_name = "更正", allow_hyphen_values = true, required_unless_present_any = ["undo", "export"])]
        statement: Option<String>,
        /// 撤销最近一次更正
        #[arg(long)]
        undo: bool,
        /// 把全部更正作为建议输出
        #[arg(long)]
        export: bool,
    },
    /// 把“产品,上游”两列的表变成外来知识包
    Adopt {
        /// CSV 文件：product、upstream 两列
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
}

/// Arguments of `company`.
#[derive(Debug, Args)]
pub struct CompanyArgs {
    /// 企业：全称、简称或编号
    #[arg(value_name = "企业")]
    pub company: String,
}

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";
const AFTER: &str =
    "\n例：\n  qianxian demo\n  qianxian import 会员花名册.xlsx\n  qianxian search 减速箱\n  qianxian match 传强电机\n";

/// Reads the command line; where it ends here (help, version, a mistake) the exit code is given.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, ExitCode> {
    let command = chinese(Arguments::command(), "qianxian").after_help(AFTER);
    let parsed = command.try_get_matches_from(arguments).and_then(|matches| Arguments::from_arg_matches(&matches));
    parsed.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            // Help goes where data goes; a closed pipe is no failure.
            let _ = error.print();
            ExitCode::SUCCESS
        }
        _ => {
            crate::output::say(&format!(
                "错误：{}\n用 qianxian --help 或 qianxian 命令 --help 查看用法",
                mistake(&error)
            ));
            ExitCode::from(2)
        }
    })
}

/// The help of every command in one Chinese shape; `typed` is the command line up to it.
fn chinese(mut command: clap::Command, typed: &str) -> clap::Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let typed = format!("{typed} {name}");
        command = command.mut_subcommand(name, |sub| chinese(sub, &typed));
    }
    let command = command.help_template(TEMPLATE).mut_args(|arg| {
        let heading = if arg.is_positional() { "参数" } else { "选项" };
        arg.help_heading(heading)
    });
    let usage = command.clone().bin_name(typed).render_usage().to_string();
    let usage = usage.strip_prefix("Usage:").unwrap_or(&usage).trim().replace("[OPTIONS]", "[选项]");
    command.override_usage(usage)
}

/// A mistake on the command line, in Chinese.
fn mistake(error: &clap::Error) -> String {
    use clap::error::{ContextKind, ContextValue};
    let word = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join("、"),
        _ => String::new(),
    };
    let wrong = word(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let near = word(ContextKind::SuggestedSubcommand);
            let hint = if near.is_empty() { String::new() } else { format!("，您是不是要用 {near}") };
            format!("没有「{}」这个命令{hint}", word(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("不认识「{wrong}」"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = word(ContextKind::InvalidValue);
            let choices = word(ContextKind::ValidValue);
            match (value.is_empty(), choices.is_empty()) {
                (true, _) => format!("「{wrong}」后面要写内容"),
                (false, true) => format!("「{wrong}」不能是「{value}」"),
                (false, false) => format!("「{wrong}」不能是「{value}」，可用：{choices}"),
            }
        }
        ErrorKind::MissingRequiredArgument => format!("还缺：{wrong}"),
        ErrorKind::MissingSubcommand => "还缺命令".to_owned(),
        ErrorKind::ArgumentConflict if word(ContextKind::PriorArg) == wrong => format!("「{wrong}」只能写一次"),
        ErrorKind::ArgumentConflict => format!("「{wrong}」不能和「{}」一起用", word(ContextKind::PriorArg)),
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("「{wrong}」的内容个数不对")
        }
        ErrorKind::InvalidUtf8 => "命令行里有读不懂的字符，请用 UTF-8".to_owned(),
        _ => "命令写得不对".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }
}
