//! The operations of operators, for the command `registration`.
//!
//! [`Operator`] invites, approves and imports users, looks after bounces, and redrives failed invocations. No function
//! links this crate.

mod approval;
mod bounces;
mod candidate;
mod dry_run_index;
mod error;
mod fields;
mod import;
mod invitations;
pub mod plain;
mod redrive;

use std::sync::Arc;

pub use approval::{Decision, DecisionError};
pub use bounces::Bounces;
pub use candidate::{Candidate, ForeignUser, ImportRejection, ImportRules};
pub use dry_run_index::DryRunIndex;
pub use error::OperatorError;
pub use fields::{Fields, REJECTED_COLUMNS, malformed};
pub use import::ImportOutcome;
pub use invitations::{CreatedInvitation, NewInvitation};
pub use redrive::{FailedInvocation, FailedInvocationError, RedriveOutcome};

use jiff::Timestamp;

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
}

impl Operator {
    /// Creates a client for the deployment with these settings.
    ///
    /// Settings that only some operations need are read by those operations.
    ///
    /// # Errors
    /// A [`SettingsError`] with all settings of the table that are missing or malformed.
    pub fn new(environment: Environment, clock: Arc<dyn Clock>, random: Random) -> Result<Self, SettingsError> {
        let mut reader = Reader::new(&environment);
        let store = StoreSettings::read(&mut reader);
        let store = reader.finish(|| Some(Store::for_operators(store?, random.clone())))?;
        Ok(Self { environment, store, clock, random })
    }

    /// Returns the current instant in whole milliseconds.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        in_milliseconds(&*self.clock)
    }
}
