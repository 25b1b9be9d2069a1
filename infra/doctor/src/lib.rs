//! Checks a deployment, and the account and region before one, without changing anything.
//!
//! [`examine`] reads the state by AWS's APIs and returns a [`Report`] of [`Finding`]s. A finding that is not in order
//! has a remedy and a command. Each check is a function from the answer of AWS to its findings.
//!
//! Deliberately not here: the words of the command line, which are in `admin`, and any call that writes.

mod account;
mod actions;
mod alarms;
mod call;
mod clients;
mod failures;
mod feedback;
mod finding;
mod functions;
mod identity;
mod mappings;
mod region;
mod report;
mod settings;
mod signals;
mod stack;
mod table;

use domain::settings::{Environment, SettingsError};

pub use finding::{Check, Finding, Status};
pub use report::Report;

use clients::Clients;
use stack::{FUNCTIONS, Lookup, Stack};

/// The subject of the checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The account and the region, before a deployment.
    Before {
        /// The name of the stack, if it is chosen. The stack may exist.
        stack: Option<String>,
        /// The identity that SES sends from. By default that of the stack, if it exists.
        mail_identity: Option<String>,
    },
    /// A deployed stack with its account.
    Deployed {
        /// The name of the stack.
        stack: String,
    },
    /// A service of `cargo run -p local`, whose variables the environment has.
    Local,
}

/// Runs all checks of the scope.
///
/// `environment` has the region, the credentials and the endpoints. A call that fails is a finding, and the other
/// checks continue.
///
/// # Errors
/// A [`SettingsError`] if the region, the credentials or, with [`Scope::Local`], the name of the table is missing.
pub async fn examine(environment: &Environment, scope: &Scope) -> Result<Report, SettingsError> {
    let clients = Clients::read(environment)?;
    let mut report = Report::new(scope, &clients.region);
    match scope {
        Scope::Before { stack, mail_identity } => {
            before(&clients, stack.as_deref(), mail_identity.clone(), &mut report).await;
        }
        Scope::Deployed { stack } => deployed(&clients, stack, &mut report).await,
        Scope::Local => local(&clients, environment, &mut report).await?,
    }
    Ok(report)
}

async fn before(clients: &Clients, stack: Option<&str>, mail_identity: Option<String>, report: &mut Report) {
    let mut of_stack = None;
    if let Some(name) = stack {
        let lookup = Stack::look_up(clients, name).await;
        report.add(stack::before(name, &lookup));
        if let Lookup::Found(found) = lookup {
            of_stack = found.parameter("MailIdentity").map(str::to_owned);
        }
    }
    account(clients, report).await;
    match mail_identity.or(of_stack) {
        Some(identity) => report.add(identity::check(clients, &identity).await),
        None => report.add([identity::not_given()]),
    }
}

async fn deployed(clients: &Clients, name: &str, report: &mut Report) {
    let lookup = Stack::look_up(clients, name).await;
    report.add([stack::deployed(name, &lookup)]);
    account(clients, report).await;
    let Lookup::Found(mut stack) = lookup else { return };
    stack.list_resources(clients).await;
    if let Some(identity) = stack.parameter("MailIdentity") {
        report.add(identity::check(clients, identity).await);
    }
    if let Some(table) = stack.output("TableName") {
        report.add(table::check(clients, table, &table::Expected::of(&stack)).await);
    }
    report.add(functions::check(clients, &stack).await);
    report.add(mappings::check(clients, &stack).await);
    report.add(signals::check(clients, &stack).await);
    report.add(feedback::check(clients, &stack).await);
    report.add(alarms::check(clients, &stack).await);
    report.add(failures::check(clients, &stack).await);
}

async fn account(clients: &Clients, report: &mut Report) {
    report.add([region::check(&clients.region)]);
    report.add(account::check(clients).await);
}

async fn local(clients: &Clients, environment: &Environment, report: &mut Report) -> Result<(), SettingsError> {
    let mut reader = domain::settings::Reader::new(environment);
    let table = domain::settings::read_table(&mut reader);
    let table = reader.finish(|| table)?;
    report.add(table::check_local(clients, &table).await);
    let variables: Vec<_> = environment.variables().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    report.add(FUNCTIONS.iter().map(|function| settings::check(function, variables.clone())));
    Ok(())
}
