//! The command `registration`, by which operators find, help, decide on, import and erase users.
//!
//! [`run`] does the work of the command. `main.rs` calls it, and so do the tests. The operations themselves are in the
//! crate `operator`.

mod arguments;
mod bounces;
mod doctor;
mod environment;
mod error;
mod import;
mod invite;
mod limits;
mod mailbox;
mod manual;
mod redrive;
mod text;
mod users;

use std::io::Write;
use std::sync::Arc;

use domain::Random;
use domain::clock::Clock;
use operator::{Actor, Operator};

pub use arguments::Arguments;
pub use error::AdminError;

use arguments::Command;

/// Runs the command of the arguments, and writes its result to `out`.
///
/// # Errors
/// An [`AdminError`], whose message is a sentence or two for the operator.
pub async fn run(
    arguments: &Arguments,
    clock: Arc<dyn Clock>,
    random: Random,
    out: &mut impl Write,
) -> Result<(), AdminError> {
    let report = report(arguments, clock, random).await?;
    if arguments.json {
        writeln!(out, "{}", report.json)?;
    } else {
        write!(out, "{}", report.text)?;
    }
    report.failure.map_or(Ok(()), Err)
}

async fn report(arguments: &Arguments, clock: Arc<dyn Clock>, random: Random) -> Result<Report, AdminError> {
    let local = arguments.local.as_deref();
    let actor = match (local, &arguments.operator) {
        (Some(_), name) => Actor::Named(name.clone().unwrap_or_else(|| "local".to_owned())),
        (None, None) => Actor::Caller,
        (None, Some(_)) => return Err(AdminError::Usage("--operator is for --local: AWS says who you are")),
    };
    let operator = async || {
        let environment = environment::read(local).await?;
        Ok::<_, AdminError>(Operator::new(environment, clock.clone(), random.clone(), actor)?)
    };
    match &arguments.command {
        Command::Invite(command) => invite::run(&operator().await?, command).await,
        Command::Bounces(command) => bounces::run(&operator().await?, command).await,
        Command::Doctor(arguments) => doctor::run(arguments, local).await,
        Command::Users(command) => users::run(&operator().await?, &*clock, command).await,
        Command::Mailbox(command) => mailbox::run(&operator().await?, command).await,
        Command::Limits(command) => limits::run(&operator().await?, command).await,
        Command::Completions { shell } => Ok(manual::completions(*shell)),
        Command::Man { words } => manual::page(words),
        Command::Redrive { files } => redrive::run(&operator().await?, files).await,
    }
}

/// The result of a command, for programs and for people.
struct Report {
    json: serde_json::Value,
    text: String,
    /// The failure to report, although something was done.
    failure: Option<AdminError>,
}

impl Report {
    fn new(json: serde_json::Value, text: String) -> Self {
        Self { json, text, failure: None }
    }
}
