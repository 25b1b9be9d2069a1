//! The command `registration`, by which operators find, help, decide on, import and erase users.
//!
//! [`run`] does the work of the command. `main.rs` calls it, and so do the tests. The operations themselves are in the
//! crate `operator`.

mod arguments;
mod bounces;
mod chart;
mod console;
mod doctor;
mod environment;
mod erase;
mod error;
mod export;
mod import;
mod input;
mod invite;
mod limits;
mod mailbox;
mod manual;
mod progress;
mod redrive;
mod resumable;
mod stats;
mod text;
mod users;
mod waitlist;

use std::io::Write;
use std::sync::Arc;

use domain::Random;
use domain::clock::Clock;
use operator::Actor;

pub use arguments::Arguments;
pub use error::AdminError;

use arguments::Command;
use console::Deployment;

/// Runs the command of the arguments, and writes its result to `out`, with styles of a terminal.
///
/// # Errors
/// An [`AdminError`], whose message is a sentence or two for the operator.
pub async fn run(
    arguments: &Arguments,
    clock: Arc<dyn Clock>,
    random: Random,
    out: &mut impl Write,
) -> Result<(), AdminError> {
    let deployment = deployment(arguments, Arc::clone(&clock), random)?;
    let Some(report) = report(arguments, &*clock, deployment, out).await? else { return Ok(()) };
    if arguments.json {
        writeln!(out, "{}", text::json(&report.json.to_string()))?;
    } else {
        write!(out, "{}", report.text)?;
    }
    report.failure.map_or(Ok(()), Err)
}

/// Runs the command. The console has written all that it has to say.
async fn report(
    arguments: &Arguments,
    clock: &dyn Clock,
    deployment: Deployment,
    out: &mut impl Write,
) -> Result<Option<Report>, AdminError> {
    let local = arguments.local.as_deref();
    let operator = async || deployment.operator().await;
    Ok(Some(match &arguments.command {
        Command::Invite(command) => invite::run(&operator().await?, clock, &deployment.random, command).await?,
        Command::Bounces(command) => bounces::run(&operator().await?, command).await?,
        Command::Doctor(arguments) => doctor::run(arguments, local).await?,
        Command::Stats(arguments) => stats::run(arguments, local, clock.now()).await?,
        Command::Users(command) => users::run(&operator().await?, clock, command).await?,
        Command::Waitlist(command) => waitlist::run(&operator().await?, clock, command).await?,
        Command::Mailbox(command) => mailbox::run(&operator().await?, command).await?,
        Command::Limits(command) => limits::run(&operator().await?, command).await?,
        Command::Console { stack: Some(_), .. } if local.is_some() => {
            return Err(AdminError::Usage("--stack is for a deployment: a local service has no stack"));
        }
        Command::Console { port, stack } => {
            let deployment = Deployment { stack: stack.clone(), ..deployment };
            console::run(deployment, *port, arguments.json, out).await?;
            return Ok(None);
        }
        Command::Completions { shell } => manual::completions(*shell),
        Command::Man { words } => manual::page(words)?,
        Command::Redrive { files } => redrive::run(&operator().await?, files).await?,
    }))
}

/// Returns the deployment that the command works on, and the operator.
fn deployment(arguments: &Arguments, clock: Arc<dyn Clock>, random: Random) -> Result<Deployment, AdminError> {
    let local = arguments.local.clone();
    let actor = match (&local, &arguments.operator) {
        (Some(_), name) => Actor::Named(name.clone().unwrap_or_else(|| "local".to_owned())),
        (None, None) => Actor::Caller,
        (None, Some(_)) => return Err(AdminError::Usage("--operator is for --local: AWS says who you are")),
    };
    Ok(Deployment { local, stack: None, actor, clock, random })
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
