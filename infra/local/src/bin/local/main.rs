//! The command `cargo run -p local`: the whole service on this machine.

mod arguments;
mod banner;
mod stdin;

use std::io::{IsTerminal, stderr};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use local::{Local, StartError};
use tracing_subscriber::EnvFilter;

use arguments::Arguments;

/// The default log filter, which `RUST_LOG` overrides.
///
/// The engine's warnings are left out: it warns of every failed condition, and those are expected. A target is a
/// prefix, so `registration` includes `registration_http`.
const LOG: &str = "warn,dynoxide=error,local=info,mailer=info,registration=info,ses_feedback=info,signals=info";

/// The maximum time of a check.
const PATIENCE: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| LOG.into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr).with_ansi(stderr().is_terminal()).init();
    let arguments = Arguments::parse();
    let ended = match &arguments.check {
        Some(url) => check(url).await.map_err(|error| format!("no service answers at {url}: {error}")),
        None => run(&arguments).await.map_err(|error| error.to_string()),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn check(url: &str) -> Result<(), reqwest::Error> {
    let url = format!("{}/_local/env", url.trim_end_matches('/'));
    reqwest::Client::builder().timeout(PATIENCE).build()?.get(url).send().await?.error_for_status().map(drop)
}

async fn run(arguments: &Arguments) -> Result<(), StartError> {
    let end = shutdown::requested();
    let local = Local::start(arguments.options()).await?;
    print!("{}", banner::banner(&local, arguments));
    tokio::select! {
        () = end => {}
        () = stdin::ended(), if arguments.stop_with_stdin => {}
    }
    local.stop().await;
    Ok(())
}
