//! The connection to the deployment, whose credentials are renewed.

use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use domain::clock::Clock;
use jiff::{SignedDuration, Timestamp};
use operator::Operator;
use statistics::Statistics;

/// The period after which the credentials are read again. Temporary ones can expire while the console runs.
const RENEWAL: SignedDuration = SignedDuration::from_mins(5);

/// The reason why a deployment cannot be used, which the operator is shown with its sources.
pub type ConnectError = Box<dyn Error + Send + Sync>;

/// The way to a deployment: its settings, and the operator's credentials as they are now.
#[async_trait]
pub trait Connect: Send + Sync {
    /// Reads the settings and the credentials.
    ///
    /// # Errors
    /// The reason why there are none.
    async fn connect(&self) -> Result<Operator, ConnectError>;

    /// Reads the statistics of the last days, or `None` if the logs of the deployment are not known.
    ///
    /// # Errors
    /// The reason why there are none.
    async fn statistics(&self, days: u16) -> Result<Option<Statistics>, ConnectError>;
}

/// The names of the deployment and of the operator, which every page has.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Identity {
    table: String,
    /// The operator, unless AWS does not identify the credentials.
    operator: Option<String>,
}

/// The current client of the deployment.
pub(crate) struct Connection {
    connect: Arc<dyn Connect>,
    clock: Arc<dyn Clock>,
    current: tokio::sync::Mutex<(Arc<Operator>, Timestamp)>,
    identity: Mutex<Identity>,
    has_failed: AtomicBool,
}

impl Connection {
    pub(crate) async fn new(operator: Operator, connect: Arc<dyn Connect>, clock: Arc<dyn Clock>) -> Self {
        let identity = Mutex::new(identify(&operator).await);
        let current = tokio::sync::Mutex::new((Arc::new(operator), clock.now()));
        Self { connect, clock, current, identity, has_failed: AtomicBool::new(false) }
    }

    /// Returns the client, with new credentials if they are old or have failed.
    pub(crate) async fn operator(&self) -> Result<Arc<Operator>, ConnectError> {
        let mut current = self.current.lock().await;
        let now = self.clock.now();
        if self.has_failed.load(Ordering::Relaxed) || now >= current.1 + RENEWAL {
            let operator = self.connect.connect().await?;
            let identity = identify(&operator).await;
            *self.identity.lock().unwrap_or_else(PoisonError::into_inner) = identity;
            *current = (Arc::new(operator), now);
            self.has_failed.store(false, Ordering::Relaxed);
        }
        Ok(Arc::clone(&current.0))
    }

    /// Lets the next request read the credentials again.
    pub(crate) fn record_failure(&self) {
        self.has_failed.store(true, Ordering::Relaxed);
    }

    /// Reads the statistics, with the credentials as they are now.
    pub(crate) async fn statistics(&self, days: u16) -> Result<Option<Statistics>, ConnectError> {
        self.connect.statistics(days).await
    }

    pub(crate) fn identity(&self) -> Identity {
        self.identity.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").finish_non_exhaustive()
    }
}

/// Asks for the operator's name. Without one, pages can be read, and acts report the reason.
async fn identify(operator: &Operator) -> Identity {
    let name = operator.name().await.ok().map(str::to_owned);
    Identity { table: operator.table().to_owned(), operator: name }
}
