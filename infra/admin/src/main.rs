//! The command `registration`.

use std::error::Error;
use std::io::ErrorKind;
use std::process::ExitCode;
use std::sync::Arc;

use admin::{AdminError, Arguments};
use clap::Parser;
use domain::Random;
use domain::clock::SystemClock;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // Without styles if it is no terminal, or by the variables NO_COLOR and CLICOLOR.
    let mut out = anstream::stdout();
    match admin::run(&arguments, Arc::new(SystemClock), Random::system(), &mut out).await {
        Ok(()) => ExitCode::SUCCESS,
        // The reader, such as `head`, has enough.
        Err(AdminError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
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
