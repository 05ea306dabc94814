//! Arguments of `serve`.

use clap::{Args, ValueEnum};
use std::net::SocketAddr;

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// 在哪个地址上提供服务（默认 127.0.0.1:8080）；要让别的电脑和手机能打开，请写 0.0.0.0:8080
    #[arg(
        long,
        value_name = "地址:端口",
        default_value = "127.0.0.1:8080",
        hide_default_value = true,
        env = "QIANXIAN_LISTEN",
        hide_env = true
    )]
    pub listen: SocketAddr,
    /// 别人用什么网址打开，用于链接和二维码，如 https://qianxian.example.org
    #[arg(
        long,
        value_name = "网址",
        default_value = "",
        hide_default_value = true,
        env = "QIANXIAN_PUBLIC_URL",
        hide_env = true
    )]
    pub public_url: String,
    /// 前面有反向代理：相信它写的 X-Forwarded-For
    #[arg(long)]
    pub behind_proxy: bool,
    /// 数据文件夹还空着时，先放入淄博案例，便于试用
    #[arg(long)]
    pub demo: bool,
    /// 日志写多细：warn 只写异常，info 每个请求一行
    #[arg(
        long,
        value_enum,
        default_value = "warn",
        value_name = "级别",
        hide_possible_values = true,
        hide_default_value = true,
        env = "QIANXIAN_LOG",
        hide_env = true
    )]
    pub log: LogArg,
    /// 一个账号或一个网址每分钟最多请求几次（默认 6000，本机不限）；写明后本机也算
    #[arg(long, value_name = "次")]
    pub requests_per_minute: Option<u32>,
}

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogArg {
    /// What is out of order.
    Warn,
    /// A line for every request.
    Info,
}
