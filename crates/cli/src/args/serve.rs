//! Arguments of `serve`.

use clap::Args;
use std::net::SocketAddr;

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// 在哪个地址上提供服务；要让别的电脑和手机能打开，请写 0.0.0.0:8080
    #[arg(long, value_name = "地址:端口", default_value = "127.0.0.1:8080", env = "QIANXIAN_LISTEN", hide_env = true)]
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
}
