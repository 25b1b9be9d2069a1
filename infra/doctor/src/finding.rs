//! The results of checks.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::call::CallError;

/// The result of one check of one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The check.
    pub check: Check,
    /// Whether the part is in order.
    pub status: Status,
    /// The part: the name of a table, a function, an alarm.
    pub subject: String,
    /// The state that was found.
    pub detail: String,
    /// The way to correct it, as a sentence.
    pub remedy: Option<String>,
    /// The command of the remedy.
    pub command: Option<String>,
}

/// Whether a part is in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is in order.
    Ok,
    /// A permission or an argument for the check is missing.
    Unchecked,
    /// It works, with a risk that some deployments accept.
    Warning,
    /// It does not work, or loses something.
    Wrong,
}

impl Status {
    /// Returns the word for people and programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Unchecked => "unchecked",
            Self::Warning => "warning",
            Self::Wrong => "wrong",
        }
    }
}

/// A check, by the part that it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// The stack's own state.
    Stack,
    /// The services of the region.
    Region,
    /// The executions that the account's functions share.
    LambdaConcurrency,
    /// The room for versions of functions.
    LambdaStorage,
    /// Whether SES sends for the account.
    SesSending,
    /// Whether SES sends to everybody.
    SesSandbox,
    /// The emails of a day.
    SesQuota,
    /// The identity that emails are sent from.
    Identity,
    /// The signature of emails.
    Dkim,
    /// The return path of emails.
    MailFrom,
    /// The table's own state.
    Table,
    /// The index of the lists of operators.
    Index,
    /// The stream of the table.
    Stream,
    /// The deletion of expired items.
    Ttl,
    /// Point-in-time recovery.
    Recovery,
    /// The protection of the table from deletion.
    DeletionProtection,
    /// The version of a function that `live` calls.
    Alias,
    /// The requests that a deployment leaves at another version.
    Routing,
    /// The variables of a function.
    Settings,
    /// The consumers of the stream.
    Mapping,
    /// The bus of the signals.
    Bus,
    /// The rule for SES's events.
    FeedbackRule,
    /// The SES configuration set.
    ConfigurationSet,
    /// The destination of SES's events.
    EventDestination,
    /// The existence of the alarms.
    Alarms,
    /// Whether the alarms notify.
    AlarmActions,
    /// The subscriptions of the topic.
    AlarmTopic,
    /// The alarms that are on.
    AlarmState,
    /// The failed deliveries.
    FailureBucket,
}

impl Check {
    /// All checks, in the order of a report.
    pub const ALL: [Self; 29] = [
        Self::Stack,
        Self::Region,
        Self::LambdaConcurrency,
        Self::LambdaStorage,
        Self::SesSending,
        Self::SesSandbox,
        Self::SesQuota,
        Self::Identity,
        Self::Dkim,
        Self::MailFrom,
        Self::Table,
        Self::Index,
        Self::Stream,
        Self::Ttl,
        Self::Recovery,
        Self::DeletionProtection,
        Self::Alias,
        Self::Routing,
        Self::Settings,
        Self::Mapping,
        Self::Bus,
        Self::FeedbackRule,
        Self::ConfigurationSet,
        Self::EventDestination,
        Self::Alarms,
        Self::AlarmActions,
        Self::AlarmTopic,
        Self::AlarmState,
        Self::FailureBucket,
    ];

    /// Returns the name of the check.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stack => "stack",
            Self::Region => "region",
            Self::LambdaConcurrency => "lambda-concurrency",
            Self::LambdaStorage => "lambda-storage",
            Self::SesSending => "ses-sending",
            Self::SesSandbox => "ses-sandbox",
            Self::SesQuota => "ses-quota",
            Self::Identity => "identity",
            Self::Dkim => "dkim",
            Self::MailFrom => "mail-from",
            Self::Table => "table",
            Self::Index => "index",
            Self::Stream => "stream",
            Self::Ttl => "ttl",
            Self::Recovery => "recovery",
            Self::DeletionProtection => "deletion-protection",
            Self::Alias => "alias",
            Self::Routing => "routing",
            Self::Settings => "settings",
            Self::Mapping => "mapping",
            Self::Bus => "bus",
            Self::FeedbackRule => "feedback-rule",
            Self::ConfigurationSet => "configuration-set",
            Self::EventDestination => "event-destination",
            Self::Alarms => "alarms",
            Self::AlarmActions => "alarm-actions",
            Self::AlarmTopic => "alarm-topic",
            Self::AlarmState => "alarm-state",
            Self::FailureBucket => "failure-bucket",
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Check {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Check {
    /// Returns the finding that `subject` is in order.
    pub(crate) fn ok(self, subject: &str, detail: impl Into<String>) -> Finding {
        self.finding(Status::Ok, subject, detail.into(), None)
    }

    /// Returns the finding that `subject` has a risk.
    pub(crate) fn warning(self, subject: &str, detail: impl Into<String>, remedy: impl Into<String>) -> Finding {
        self.finding(Status::Warning, subject, detail.into(), Some(remedy.into()))
    }

    /// Returns the finding that `subject` does not work.
    pub(crate) fn wrong(self, subject: &str, detail: impl Into<String>, remedy: impl Into<String>) -> Finding {
        self.finding(Status::Wrong, subject, detail.into(), Some(remedy.into()))
    }

    /// Returns the finding that `subject` could not be checked.
    pub(crate) fn unchecked(self, subject: &str, detail: impl Into<String>, remedy: Option<String>) -> Finding {
        self.finding(Status::Unchecked, subject, detail.into(), remedy)
    }

    /// Returns the finding about a call of `action` that failed.
    ///
    /// A missing permission is not a fault of the deployment. Any other failure is, because the result is unknown.
    pub(crate) fn failed(self, subject: &str, action: &str, error: CallError) -> Finding {
        match error {
            CallError::Denied => self.unchecked(subject, format!("could not be checked: allow {action}"), None),
            // CloudFormation does not notice that somebody deleted a resource.
            CallError::Missing => self
                .wrong(
                    subject,
                    "does not exist",
                    "Rename its resource in the template, so that CloudFormation creates another, and deploy.",
                )
                .with_command("sam build && sam deploy"),
            CallError::Failed(reason) => {
                self.wrong(subject, format!("{action} fails: {reason}"), "Correct the cause, and repeat the command.")
            }
        }
    }

    fn finding(self, status: Status, subject: &str, detail: String, remedy: Option<String>) -> Finding {
        Finding { check: self, status, subject: subject.to_owned(), detail, remedy, command: None }
    }
}

impl Finding {
    /// Adds the command of the remedy.
    pub(crate) fn with_command(self, command: impl Into<String>) -> Self {
        Self { command: Some(command.into()), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_lists_each_check_in_order() {
        let page = include_str!("../../../docs/reference/commands.md");
        let (_, table) = page.split_once("\n| Check | In order if |").unwrap();
        let (table, _) = table.split_once("\n\n").unwrap();
        let rows: Vec<_> = table.lines().skip(2).filter_map(|row| row.split('`').nth(1)).collect();
        assert_eq!(rows, Check::ALL.map(Check::as_str));
    }

    #[test]
    fn missing_permission_is_no_fault() {
        let denied = Check::Ttl.failed("t", "dynamodb:DescribeTimeToLive", CallError::Denied);
        assert_eq!(denied.status, Status::Unchecked);
        assert_eq!(denied.detail, "could not be checked: allow dynamodb:DescribeTimeToLive");
        let failed = Check::Ttl.failed("t", "dynamodb:DescribeTimeToLive", CallError::Failed("no route".to_owned()));
        assert_eq!(
            (failed.status, failed.detail.as_str()),
            (Status::Wrong, "dynamodb:DescribeTimeToLive fails: no route")
        );
        assert_eq!(Check::FeedbackRule.failed("r", "events:DescribeRule", CallError::Missing).status, Status::Wrong);
    }
}
