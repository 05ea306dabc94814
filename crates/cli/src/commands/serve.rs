//! `serve`: the pages and the API.

use crate::{
    args::{Arguments, LogArg, ServeArgs},
    exit::Failure,
    home, output,
};
use qianxian_engine::Engine;
use qianxian_server::{App, Options, access, serve};
use std::{sync::Arc, time::Duration};
use tokio::net::TcpListener;

pub(crate) async fn run(arguments: &Arguments, args: &ServeArgs) -> Result<(), Failure> {
    log(args.log);
    let engine = Arc::new(home::engine(arguments).await?);
    if args.demo {
        fill(&engine).await?;
    }
    let defaults = Options::default();
    let options = Options {
        secure_cookies: args.public_url.starts_with("https://"),
        behind_proxy: args.behind_proxy,
        public_url: args.public_url.trim_end_matches('/').to_owned(),
        requests_per_minute: args.requests_per_minute.unwrap_or(defaults.requests_per_minute),
        limit_this_machine: args.requests_per_minute.is_some(),
        ..defaults
    };
    let app = App::new(engine, options);
    let listener = TcpListener::bind(args.listen).await.map_err(|error| cannot_listen(args, &error))?;
    let address = listener.local_addr().map_err(|error| cannot_listen(args, &error))?;
    let url = if args.public_url.is_empty() { format!("http://{address}") } else { args.public_url.clone() };
    output::say(&format!("牵线已启动：{url}　按 Ctrl+C 停止"));
    let code = access::setup_code(&app).await.map_err(|problem| Failure::Store(problem.detail))?;
    if let Some(code) = code {
        output::say(&format!("第一次使用：请打开 {url}/setup，一次性设置码是 {code}"));
    }
    let daily = tokio::spawn(every_day(app.clone()));
    let served = serve(listener, app, stopped()).await;
    daily.abort();
    served.map_err(|error| Failure::Internal(error.into()))?;
    output::say("已停止，数据已保存");
    Ok(())
}

/// The founding case into an empty home; a home with members stays as it is.
async fn fill(engine: &Engine) -> Result<(), Failure> {
    if !engine.snapshot().graph.is_empty() {
        output::say("数据文件夹里已有企业，没有放入演示案例");
        return Ok(());
    }
    engine.import_founding_case(false).await?;
    output::say(&format!(
        "演示：已放入淄博案例的 {} 家企业；换成自己的花名册前，请另选一个 --home",
        engine.snapshot().graph.len()
    ));
    Ok(())
}

/// At the start and then once a day: what has run out goes. A failure is logged and tried again the next day.
async fn every_day(app: App) {
    let mut day = tokio::time::interval(Duration::from_secs(24 * 60 * 60));
    loop {
        day.tick().await;
        if let Err(problem) = app.daily().await {
            tracing::error!(code = ?problem.code, "daily work failed");
        }
    }
}

/// A log line is JSON on standard error; no personal data goes there.
fn log(level: LogArg) {
    use tracing_subscriber::{filter::LevelFilter, prelude::*};
    let level = match level {
        LogArg::Warn => LevelFilter::WARN,
        LogArg::Info => LevelFilter::INFO,
    };
    let lines = tracing_subscriber::fmt::layer().json().with_writer(std::io::stderr);
    // A second subscriber in one process (tests) is not an error.
    let _ = tracing_subscriber::registry().with(lines.with_filter(level)).try_init();
}

fn cannot_listen(args: &ServeArgs, error: &std::io::Error) -> Failure {
    let why = match error.kind() {
        std::io::ErrorKind::AddrInUse => "已被别的程序占用",
        std::io::ErrorKind::PermissionDenied => "没有权限使用",
        _ => "不能使用",
    };
    Failure::Usage(format!("地址 {} {why}，请用 --listen 换一个端口，如 --listen 127.0.0.1:8081", args.listen))
}

/// Waits for Ctrl+C or the end that the system asks for.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match terminate {
            Ok(mut terminate) => {
                tokio::select! { _ = interrupted => {}, _ = terminate.recv() => {} }
            }
            Err(_) => drop(interrupted.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
}
