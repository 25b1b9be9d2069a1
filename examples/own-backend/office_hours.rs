//! A backend that accepts registrations in office hours only.
//!
//! Everything else is the default workflow.

use std::sync::Arc;

use async_trait::async_trait;
use jiff::tz::TimeZone;

use super::{Backend, BackendError, BuildBackend, Denial, Permission, build};
use crate::accounts::Accounts;
use crate::request::Request;
use domain::Notification;
use domain::settings::Reader;

/// The default workflow, restricted to office hours.
#[derive(Debug)]
pub(super) struct OfficeHoursBackend {
    accounts: Arc<Accounts>,
    /// The first and the last hour, in UTC, of `REGISTRATION_OFFICE_HOURS`.
    hours: (i8, i8),
}

impl OfficeHoursBackend {
    /// A custom reason: programs get the code, users the sentence.
    const OUT_OF_HOURS: Denial = Denial::new("out_of_hours", "Registration is open in office hours only.");

    /// Reads the settings of this backend.
    ///
    /// An invalid one is reported together with all others, before anything starts.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<BuildBackend> {
        let hours = reader.or("REGISTRATION_OFFICE_HOURS", "9-17", parse_hours)?;
        Some(build(move |accounts| Self { accounts, hours }))
    }
}

fn parse_hours(value: &str) -> Result<(i8, i8), String> {
    let hours = value.split_once('-').and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    hours.filter(|(from, to)| 0 <= *from && from < to && *to <= 24).ok_or("must be two hours such as 9-17".to_owned())
}

#[async_trait]
impl Backend for OfficeHoursBackend {
    fn name(&self) -> &'static str {
        "office-hours"
    }

    fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    // The help desk answers users who register twice, so the owner of an address gets no email about it.
    fn notifications(&self) -> &[Notification] {
        &[Notification::Activation]
    }

    async fn registration_allowed(&self, request: &Request) -> Result<Permission, BackendError> {
        let hour = request.received_at.to_zoned(TimeZone::UTC).hour();
        let (from, to) = self.hours;
        Ok(if from <= hour && hour < to { Permission::Allowed } else { Permission::Denied(Self::OUT_OF_HOURS) })
    }
}
