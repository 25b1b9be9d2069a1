//! What follows from the mails and from the events: SES tells what became of a mail, and EventBridge gives an event to the
//! targets of rules.

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

/// The targets of the rules in these templates, each at the URL that its name in the template is given.
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

/// The deliveries to `feedback` and to these targets.
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

/// How many entries one turn takes.
const BATCH: i32 = 10;
/// How often an entry is given to what fails on it, before it is passed over. AWS Lambda's number, for events.
const ATTEMPTS: u32 = 3;

/// Takes the entries of a list, one by one.
#[async_trait]
pub(crate) trait DeliveryHandler: Send + Sync {
    /// What the list has.
    type Entry: DeserializeOwned + Send + Sync;

    /// Takes one.
    async fn take(&self, entry: &Self::Entry) -> Result<(), DeliveryError>;
}

/// Why an entry was not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeliveryError {
    /// Nobody was there to take it: it is kept until somebody is.
    #[error("it will be tried again")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// It was taken, and came to nothing. It is tried a few times.
    #[error("it came to nothing")]
    Failed(#[source] Box<dyn Error + Send + Sync>),
    /// It will never be taken.
    #[error("it is passed over")]
    Rejected(#[source] Box<dyn Error + Send + Sync>),
}

/// Brings the entries of a list to a recipient, in their order, from the place that was kept.
pub(crate) struct Delivery<R> {
    name: String,
    list: List,
    recipient: R,
    ledger: Ledger,
    /// How often the next entry has failed. Locked for a whole turn.
    failures: Mutex<u32>,
}

impl<R: DeliveryHandler + 'static> Delivery<R> {
    /// A delivery under this name, of what comes from now on if there was none before.
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
                    tracing::error!(consumer = self.name, %id, error, "an entry is passed over");
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
