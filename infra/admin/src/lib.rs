//! The operator's side of the workflows, as the command `registration`: inviting, approving and importing users. The command itself is
//! `main.rs`; the tests run [`run`] as it does.

mod arguments;
mod bounces;
mod environment;
mod error;
mod import;
mod invite;
mod redrive;
mod users;

use std::io::Write;
use std::sync::Arc;

use domain::Random;
use domain::clock::Clock;
use operator::Operator;

pub use arguments::Arguments;
pub use error::AdminError;

use arguments::Command;

/// Does what the arguments say, and writes what came of it to `out`.
///
/// # Errors
/// [`AdminError`] says why not, in a sentence or two for people.
pub async fn run(
    arguments: &Arguments,
    clock: Arc<dyn Clock>,
    random: Random,
    out: &mut impl Write,
) -> Result<(), AdminError> {
    let environment = environment::read(arguments.local.as_deref()).await?;
    let operator = Operator::new(environment, clock.clone(), random)?;
    let report = match &arguments.command {
        Command::Invite(command) => invite::run(&operator, command).await?,
        Command::Bounces(command) => bounces::run(&operator, command).await?,
        Command::Users(command) => users::run(&operator, &*clock, command).await?,
        Command::Redrive { files } => redrive::run(&operator, files).await?,
    };
    if arguments.json {
        writeln!(out, "{}", report.json)?;
    } else {
        write!(out, "{}", report.text)?;
    }
    report.failure.map_or(Ok(()), Err)
}

/// What came of a command, for programs and for people.
struct Report {
    json: serde_json::Value,
    text: String,
    /// What did not go as it should, although something was done.
    failure: Option<AdminError>,
}

impl Report {
    fn new(json: serde_json::Value, text: String) -> Self {
        Self { json, text, failure: None }
    }
}
