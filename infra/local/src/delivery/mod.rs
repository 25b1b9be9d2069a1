//! The deliveries that follow from emails and events.
//!
//! SES reports what happened to an email, and EventBridge sends an event to the targets of its rules.

mod feedback;
mod target;

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use tokio::sync::Mutex;

use crate::consumer::{Consumer, PollOutcome};
use crate::eventbridge::{DEFAULT_BUS, bus_name};
use crate::ledger::{Ledger, LedgerError, List};
use crate::rule_error::RuleError;

pub(crate) use feedback::Feedback;
pub(crate) use target::Target;

/// Reads the targets of the rules in these templates, with their URLs.
pub(crate) fn targets(
    templates: &[PathBuf],
    urls: &[(String, String)],
    bus: &str,
) -> Result<Vec<(String, Target)>, RuleError> {
    let mut targets = Vec::new();
    let mut unknown: Vec<_> = urls.iter().map(|(name, _)| name).collect();
    for template in templates {
        for rule in eventbridge_rules::read(template)? {
            let bus = if rule.on_default_bus { DEFAULT_BUS } else { bus_name(bus) };
            for eventbridge_rules::Target { name, input } in rule.targets {
                let url = urls.iter().find(|(known, _)| *known == name).map(|(_, url)| url.clone());
                unknown.retain(|known| **known != name);
                let Some(url) = url else { return Err(RuleError::NoUrl { rule: rule.name, target: name }) };
                let target = Target::new(&rule.name, bus, rule.pattern.clone(), input, &url);
                let target = target.map_err(|problem| RuleError::Url { target: name.clone(), url, problem })?;
                targets.push((format!("{}/{name}", rule.name), target));
            }
        }
    }
    match unknown.first() {
        Some(name) => Err(RuleError::UnknownTarget((*name).clone())),
        None => Ok(targets),
    }
}

/// Starts the deliveries to `feedback` and to these targets.
pub(crate) async fn start(
    feedback: Feedback,
    targets: Vec<(String, Target)>,
    ledger: &Ledger,
) -> Result<Vec<Arc<dyn Consumer>>, LedgerError> {
    let mut deliveries = vec![Delivery::start("feedback".to_owned(), List::Mail, feedback, ledger.clone()).await?];
    for (name, target) in targets {
        deliveries.push(Delivery::start(name, List::Event, target, ledger.clone()).await?);
    }
    Ok(deliveries)
}

/// The maximum number of entries in one poll.
const BATCH: i32 = 10;
/// The number of attempts at a failing entry before it is skipped, as in Lambda.
const ATTEMPTS: u32 = 3;

/// A handler of the entries of a list, one by one.
#[async_trait]
pub(crate) trait DeliveryHandler: Send + Sync {
    /// The type of the list's entries.
    type Entry: DeserializeOwned + Send + Sync;

    /// Handles one entry.
    async fn take(&self, entry: &Self::Entry) -> Result<(), DeliveryError>;
}

/// The reason why an entry was not delivered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeliveryError {
    /// The recipient is unavailable. The entry waits until it is available again.
    #[error("it will be retried")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// The recipient failed. The entry is retried a few times.
    #[error("the recipient failed")]
    Failed(#[source] Box<dyn Error + Send + Sync>),
    /// The recipient rejected the entry, which is skipped.
    #[error("it is skipped")]
    Rejected(#[source] Box<dyn Error + Send + Sync>),
}

/// Delivers the entries of a list to a recipient, in order, from a saved position.
pub(crate) struct Delivery<R> {
    name: String,
    list: List,
    recipient: R,
    ledger: Ledger,
    /// The number of failures at the next entry. Locked for a whole poll.
    failures: Mutex<u32>,
}

impl<R: DeliveryHandler + 'static> Delivery<R> {
    /// Opens the delivery with this name. A new one begins with later entries.
    pub(crate) async fn start(
        name: String,
        list: List,
        recipient: R,
        ledger: Ledger,
    ) -> Result<Arc<dyn Consumer>, LedgerError> {
        if ledger.position(&name, list.key()).await?.is_none() {
            ledger.save_position(&name, list.key(), &ledger.newest(list).await?.to_string()).await?;
        }
        Ok(Arc::new(Self { name, list, recipient, ledger, failures: Mutex::default() }))
    }

    async fn deliver(&self, turn: &mut PollOutcome) -> Result<(), Box<dyn Error + Send + Sync>> {
        let mut failures = self.failures.lock().await;
        let place = self.ledger.position(&self.name, self.list.key()).await?.unwrap_or_default();
        for (id, entry) in self.ledger.entries_after::<R::Entry>(self.list, &place, BATCH).await? {
            match self.recipient.take(&entry).await {
                Ok(()) => {}
                Err(error @ DeliveryError::Unavailable(_)) => return Err(error.into()),
                Err(error @ DeliveryError::Failed(_)) if *failures + 1 < ATTEMPTS => {
                    *failures += 1;
                    return Err(error.into());
                }
                Err(error) => {
                    let error = &error as &dyn Error;
                    tracing::error!(consumer = self.name, %id, error, "an entry is skipped");
                }
            }
            *failures = 0;
            self.ledger.save_position(&self.name, self.list.key(), &id).await?;
            turn.delivered += 1;
        }
        Ok(())
    }
}

#[async_trait]
impl<R: DeliveryHandler + 'static> Consumer for Delivery<R> {
    fn name(&self) -> &str {
        &self.name
    }

    async fn poll_once(&self) -> PollOutcome {
        let mut turn = PollOutcome::default();
        turn.failure = self.deliver(&mut turn).await.err();
        turn
    }
}
