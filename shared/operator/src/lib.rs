//! The operations of operators, for the command `registration`.
//!
//! [`Operator`] finds, invites, admits, approves, imports and erases users, looks after bounces, and redrives failed
//! invocations. Each act on a user is recorded with the operator. No function links this crate.

mod act_outcome;
mod actor;
mod approval;
mod bounces;
mod candidate;
mod description;
mod dry_run_index;
mod erasure;
mod error;
mod fields;
mod import;
mod invitations;
mod limit_counts;
mod mail_pace;
pub mod plain_import;
mod redrive;
mod users;
mod waitlist;

use std::sync::Arc;

pub use act_outcome::ActOutcome;
pub use actor::Actor;
pub use bounces::Bounces;
pub use candidate::{Candidate, ForeignUser, ImportRejection, ImportRules};
pub use description::{Description, waiting_state};
pub use dry_run_index::DryRunIndex;
pub use erasure::{Erasure, ErasureOutcome, Erasures};
pub use error::OperatorError;
pub use fields::{Fields, REJECTED_COLUMNS, malformed};
pub use import::ImportOutcome;
pub use invitations::{CreatedInvitation, Invitee, Inviter, NewInvitation, parse_invitation};
pub use limit_counts::Count;
pub use mail_pace::MailPace;
pub use redrive::{FailedInvocation, FailedInvocationError, RedriveOutcome};
pub use users::{ActError, ListedUser, MailboxDetails, UserDetails, UserQuery, parse_address, parse_age};
pub use waitlist::{AdmissionOutcome, Admissions, AdmittedPerson, WaitingPerson};

use jiff::Timestamp;
use tokio::sync::OnceCell;

use domain::Random;
use domain::clock::{Clock, in_milliseconds};
use domain::settings::{Environment, Reader, SettingsError};
use table::{Store, StoreSettings};

/// A client for the operations on one deployment.
#[derive(Debug)]
pub struct Operator {
    environment: Environment,
    store: Store,
    clock: Arc<dyn Clock>,
    random: Random,
    actor: Actor,
    caller: OnceCell<String>,
}

impl Operator {
    /// Creates a client for the deployment with these settings.
    ///
    /// Settings that only some operations need are read by those operations. `actor` is the operator of recorded acts.
    ///
    /// # Errors
    /// A [`SettingsError`] with all settings of the table that are missing or malformed.
    pub fn new(
        environment: Environment,
        clock: Arc<dyn Clock>,
        random: Random,
        actor: Actor,
    ) -> Result<Self, SettingsError> {
        let mut reader = Reader::new(&environment);
        let store = StoreSettings::read(&mut reader);
        let store = reader.finish(|| Some(Store::for_operators(store?, random.clone())))?;
        Ok(Self { environment, store, clock, random, actor, caller: OnceCell::new() })
    }

    /// Returns the operator of another table of the same deployment.
    ///
    /// # Errors
    /// A [`SettingsError`] if the name is malformed.
    pub fn at_table(&self, table: &str) -> Result<Self, SettingsError> {
        let variables = self.environment.variables().map(|(name, value)| (name.to_owned(), value.to_owned()));
        let table = [("REGISTRATION_TABLE".to_owned(), table.to_owned())];
        let environment = Environment::from_iter(table).with_defaults(variables);
        Self::new(environment, Arc::clone(&self.clock), self.random.clone(), self.actor.clone())
    }

    /// Returns the name of the deployment's table.
    #[must_use]
    pub fn table(&self) -> &str {
        self.store.table()
    }

    /// Returns the current instant in whole milliseconds.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        in_milliseconds(&*self.clock)
    }
}
