//! The command `registration`.

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;

use admin::Arguments;
use clap::Parser;
use domain::Random;
use domain::clock::SystemClock;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match admin::run(&arguments, Arc::new(SystemClock), Random::system(), &mut std::io::stdout()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            let mut source = error.source();
            while let Some(cause) = source {
                eprintln!("  because: {cause}");
                source = cause.source();
            }
            ExitCode::from(error.exit_code())
        }
    }
}
