//! Arguments of `user`.

use clap::{Args, Subcommand, ValueEnum};
use qianxian_core::AccountRole;

/// Arguments of `user`.
#[derive(Debug, Args)]
#[command(subcommand_value_name = "命令", subcommand_help_heading = "命令")]
pub struct UserArgs {
    /// 做什么
    #[command(subcommand)]
    pub command: UserCommand,
}

/// The commands of `user`.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// 添加一个账号，密码自动生成并显示一次
    Add {
        /// 登录名
        #[arg(value_name = "登录名")]
        login: String,
        /// 姓名（默认同登录名）
        #[arg(long, value_name = "姓名")]
        name: Option<String>,
        /// 权限：admin 管理员、secretariat 秘书处、read_only 只读、member 会员
        #[arg(
            long,
            value_enum,
            default_value = "secretariat",
            value_name = "权限",
            hide_possible_values = true,
            hide_default_value = true
        )]
        role: RoleArg,
        /// 会员账号所属的企业：全称、简称或编号
        #[arg(long, value_name = "企业")]
        company: Option<String>,
    },
    /// 给一个账号换新密码，解除锁定；新密码自动生成并显示一次
    Password {
        /// 登录名
        #[arg(value_name = "登录名")]
        login: String,
    },
    /// 列出账号
    List,
}

/// What an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum RoleArg {
    /// Everything.
    Admin,
    /// All work of the secretariat.
    Secretariat,
    /// Its own company.
    Member,
    /// Looks only.
    ReadOnly,
}

impl From<RoleArg> for AccountRole {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Admin => AccountRole::Admin,
            RoleArg::Secretariat => AccountRole::Secretariat,
            RoleArg::Member => AccountRole::Member,
            RoleArg::ReadOnly => AccountRole::ReadOnly,
        }
    }
}
