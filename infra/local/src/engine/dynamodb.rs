//! DynamoDB, embedded or external.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use tokio::time::timeout;

use super::{Engine, ExternalDynamoDb, Port, Store, SweepError, TtlRemovals};
use crate::aws::Clients;
use crate::options::{Options, Storage};
use crate::start_error::StartError;

/// The location of DynamoDB before it starts.
///
/// The functions' settings need its URL, and they are checked before anything is written.
#[derive(Debug)]
pub(crate) enum DynamoDbLocation {
    Embedded(Port),
    External(String),
}

/// A running DynamoDB. An embedded one ends when this is dropped.
pub(crate) enum DynamoDb {
    Embedded { store: Arc<Store>, engine: Engine },
    External(ExternalDynamoDb),
}

impl DynamoDbLocation {
    /// Takes the location from the options, and reserves a port for an embedded one.
    pub(crate) fn of(storage: &Storage) -> Result<Self, StartError> {
        let Storage::At(url) = storage else { return Port::take().map(Self::Embedded).map_err(engine_start_error) };
        let wrong = |reason: String| StartError::DynamoDb { url: url.clone(), reason };
        let parsed = Url::parse(url).map_err(|error| wrong(error.to_string()))?;
        if parsed.scheme() != "http" {
            return Err(wrong("the URL must begin with http://".to_owned()));
        }
        Ok(Self::External(url.trim_end_matches('/').to_owned()))
    }

    /// Returns the URL.
    pub(crate) fn url(&self) -> &str {
        match self {
            Self::Embedded(port) => port.url(),
            Self::External(url) => url,
        }
    }

    /// Starts DynamoDB at this location. `clients` are those of an external one.
    pub(crate) fn start(
        self,
        options: &Options,
        clients: &Clients,
        table: &str,
        removed: &TtlRemovals,
    ) -> Result<DynamoDb, StartError> {
        let Self::Embedded(port) = self else {
            let (client, clock) = (clients.dynamodb.clone(), Arc::clone(&options.clock));
            return Ok(DynamoDb::External(ExternalDynamoDb::new(client, table.to_owned(), clock, removed.clone())));
        };
        let store = Arc::new(match &options.storage {
            Storage::Folder(folder) => Store::in_folder(folder)?,
            Storage::Memory | Storage::At(_) => Store::in_memory(&options.clock)?,
        });
        let engine = Engine::start(port, Arc::clone(&store)).map_err(engine_start_error)?;
        Ok(DynamoDb::Embedded { store, engine })
    }
}

/// The removal of expired items.
///
/// DynamoDB Local 1.25.1 removes none from a table with an index, although TTL is enabled.
pub(crate) enum Sweeper {
    Embedded(Arc<Store>),
    External(ExternalDynamoDb),
}

impl Sweeper {
    /// Removes every expired item, and returns their number.
    pub(crate) async fn sweep(&self) -> Result<usize, SweepError> {
        match self {
            Self::Embedded(store) => store.sweep().await,
            Self::External(external) => external.sweep().await,
        }
    }
}

impl DynamoDb {
    /// Creates the indexes of the table that an embedded one lacks.
    pub(crate) fn index(&self, table: &str) -> Result<(), StartError> {
        match self {
            Self::Embedded { store, .. } => store.index(table),
            Self::External(_) => Ok(()),
        }
    }

    /// Returns what removes its expired items.
    pub(crate) fn sweeper(&self) -> Sweeper {
        match self {
            Self::Embedded { store, .. } => Sweeper::Embedded(Arc::clone(store)),
            Self::External(external) => Sweeper::External(external.clone()),
        }
    }

    /// Finishes the requests to an embedded one and closes its files, within `grace`.
    pub(crate) async fn stop(self, grace: Duration) {
        let Self::Embedded { store, engine } = self else { return };
        drop(store);
        if timeout(grace, engine.stop()).await.is_err() {
            tracing::warn!("the DynamoDB engine did not stop in time");
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn engine_start_error(error: io::Error) -> StartError {
    StartError::Engine(error.to_string())
}
