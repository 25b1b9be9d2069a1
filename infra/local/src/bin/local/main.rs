//! The command `cargo run -p local`: the whole service on this machine.

mod arguments;
mod banner;
mod shutdown;

use std::io::{IsTerminal, stderr};
use std::process::ExitCode;

use clap::Parser;
use local::{Local, StartError};
use tracing_subscriber::EnvFilter;

use arguments::Arguments;

/// The default log filter, which `RUST_LOG` overrides.
///
/// The engine's warnings are left out: it warns of every failed condition, and those are expected.
const LOG: &str = "warn,dynoxide=error,local=info,registration=info";

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| LOG.into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr).with_ansi(stderr().is_terminal()).init();
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), StartError> {
    let end = shutdown::requested();
    let local = Local::start(arguments.options()).await?;
    print!("{}", banner::banner(&local, arguments));
    end.await;
    local.stop().await;
    Ok(())
}
