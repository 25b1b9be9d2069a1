//! The signals, sent as events on EventBridge for changes in the table's stream.
//!
//! `user_registered` and `user_activated` are those of django-registration. Further ones are about the decisions of
//! operators, the end of a registration, and the waiting list. [`Dispatcher`] sends them, and [`Signal`] is their
//! content. Emails are not sent here, but by `mailer`, from the same stream.

mod event;
mod statistic;

use std::collections::HashSet;
use std::sync::OnceLock;

use aws_lambda_events::dynamodb::{Event, EventRecord};
use aws_lambda_events::streams::DynamoDbEventResponse;
use aws_sdk_eventbridge::primitives::DateTime;
use aws_sdk_eventbridge::types::PutEventsRequestEntry;

pub use event::{Signal, SignalUser, SignalWaitlistPlace, Subject};

use aws::{Aws, AwsError};
use domain::settings::{Environment, Reader, SettingsError, parse_bool, parse_line};
use table::stream::{Change, batch_response};

/// Sends the signals for a batch of the stream.
#[derive(Debug)]
pub struct Dispatcher {
    event_bus: String,
    /// Whether signals have the source address and the user agent of requests.
    facts: bool,
    aws: Aws,
    eventbridge: OnceLock<aws_sdk_eventbridge::Client>,
}

/// The maximum number of entries of a call of `PutEvents`.
const MAX_ENTRIES: usize = 10;
/// The maximum size of the `detail`s of a call, in bytes.
///
/// `PutEvents` accepts 256 KiB, which includes each entry's source, type and time.
const MAX_BYTES: usize = 250 * 1024;

impl Dispatcher {
    /// Creates the dispatcher of a function in Lambda.
    ///
    /// # Errors
    /// A [`SettingsError`] with all settings that are missing or malformed.
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::new(&Environment::process())
    }

    /// Creates a dispatcher with these settings.
    ///
    /// `REGISTRATION_EVENT_BUS` is the name or ARN of the bus. `REGISTRATION_SIGNAL_FACTS` is `true`, the default, or
    /// `false`, which leaves the source address and the user agent of requests out of signals.
    ///
    /// # Errors
    /// A [`SettingsError`] with all settings that are missing or malformed.
    pub fn new(environment: &Environment) -> Result<Self, SettingsError> {
        let mut reader = Reader::new(environment);
        let event_bus = reader.required("REGISTRATION_EVENT_BUS", "the name or ARN of the event bus", parse_line);
        let facts = reader.or("REGISTRATION_SIGNAL_FACTS", "true", parse_bool);
        let aws = Aws::read(&mut reader, "AWS_ENDPOINT_URL_EVENTBRIDGE");
        reader.finish(|| Some(Self { event_bus: event_bus?, facts: facts?, aws: aws?, eventbridge: OnceLock::new() }))
    }

    /// Sends the signals for these records of the table's stream, in order.
    ///
    /// The answer names the first record that Lambda must redeliver. A signal that is sent again has the same `id`.
    pub async fn dispatch(&self, event: &Event) -> DynamoDbEventResponse {
        let changes = event.records.iter().filter_map(|record| Some((record, Change::of(record)?)));
        let signals: Vec<_> = changes
            .flat_map(|(record, change)| Signal::of(&change).into_iter().map(move |signal| (record, signal)))
            .map(|(record, signal)| (record, if self.facts { signal } else { signal.without_facts() }))
            .collect();
        let mut rest = signals.as_slice();
        while !rest.is_empty() {
            let (batch, later) = rest.split_at(batch_length(rest));
            if let Some(failed) = self.put(batch).await {
                return batch_response(Some(batch[failed].0));
            }
            rest = later;
        }
        batch_response(None)
    }

    /// Sends one batch. Returns the position of the first signal that the bus rejected.
    async fn put(&self, batch: &[(&EventRecord, Signal)]) -> Option<usize> {
        let client = self.eventbridge.get_or_init(|| aws_sdk_eventbridge::Client::new(&self.aws.config()));
        let entries = batch.iter().map(|(_, signal)| self.entry(signal)).collect();
        match client.put_events().set_entries(Some(entries)).send().await {
            Ok(answer) => {
                let failed = answer.entries().iter().position(|entry| entry.error_code().is_some());
                for (_, signal) in &batch[..failed.unwrap_or(batch.len())] {
                    let counted = signal.statistic.as_ref();
                    // A metric filter of the dashboard matches `signal`, and infra/statistics the last four.
                    tracing::info!(
                        signal = signal.detail_type,
                        id = signal.id,
                        operator = signal.operator,
                        statistic = counted.map(|counted| counted.name),
                        day = counted.map(|counted| display(counted.day)),
                        registered_day = counted.map(|counted| display(counted.registered_day)),
                        seconds = counted.and_then(|counted| counted.seconds),
                        "a signal was sent"
                    );
                }
                let failed = failed?;
                let code = answer.entries()[failed].error_code();
                tracing::error!(id = batch[failed].1.id, code, "a signal was rejected: it will be sent again");
                Some(failed)
            }
            Err(error) => {
                let error = AwsError::from(error).to_string();
                tracing::error!(error, "signals were not sent: they will be sent again");
                Some(0)
            }
        }
    }

    fn entry(&self, signal: &Signal) -> PutEventsRequestEntry {
        PutEventsRequestEntry::builder()
            .event_bus_name(&self.event_bus)
            .source(Signal::SOURCE)
            .detail_type(signal.detail_type)
            .detail(signal.detail())
            .set_time(signal.time.map(|time| DateTime::from_millis(time.as_millisecond())))
            .build()
    }
}

/// Returns how many signals go into one call, at least one.
///
/// A call has no two signals of one user or place, so that the second is never delivered when the first failed.
fn batch_length(signals: &[(&EventRecord, Signal)]) -> usize {
    let (mut subjects, mut bytes) = (HashSet::new(), 0);
    let fits = |(_, signal): &&(&EventRecord, Signal)| {
        bytes += signal.detail().len();
        subjects.insert(signal.subject.id()) && (subjects.len() == 1 || bytes <= MAX_BYTES)
    };
    signals.iter().take(MAX_ENTRIES).take_while(fits).count()
}
