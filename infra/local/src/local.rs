//! The whole, running.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::app_state::AppState;
use crate::aws::Clients;
use crate::background::Background;
use crate::consumer::{Consumer, settle};
use crate::delivery::{self, Feedback};
use crate::engine::{self, DynamoDb, DynamoDbLocation, SweepError, TtlRemovals};
use crate::functions::{self, Function};
use crate::ledger::{Ledger, LedgerError};
use crate::mapping::{EventSourceMapping, Stream};
use crate::options::{Options, Storage};
use crate::start_error::StartError;
use crate::variables::Variables;

/// How long requests under way may take once it is asked to stop.
const GRACE: Duration = Duration::from_secs(2);
/// The consumers of the table's stream, and how many records each is given at a time.
const CONSUMERS: [(Function, i32); 2] = [(Function::Mail, 10), (Function::Signal, 100)];

/// The service with all that it needs, on this machine.
///
/// Dropping it ends it. [`Local::stop`] also lets requests under way finish, and waits until the data folder is free.
pub struct Local {
    url: String,
    variables: Variables,
    consumers: Vec<Arc<dyn Consumer>>,
    background: Background,
    dynamodb: DynamoDb,
}

impl Local {
    /// Starts everything; when this returns, the site answers.
    ///
    /// # Errors
    /// [`StartError`] says what is in the way. Nothing is written before the port is free and the settings are right.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let (listener, url) = listen(options.port).await?;
        let place = DynamoDbLocation::of(&options.storage)?;
        let variables = Variables::new(&url, place.url(), &options.variables);
        let clients = Clients::new(place.url(), variables.access_key());
        let functions = functions::at(&options, &variables)?;
        let targets = delivery::targets(&options.rules, &options.targets, variables.event_bus())?;

        let removed = TtlRemovals::default();
        let dynamodb = place.start(&options, &clients, variables.table(), &removed)?;
        let expires = options.background || !matches!(options.storage, Storage::At(_));
        let arn = engine::create_registration_table(&clients.dynamodb, variables.table(), expires).await?;
        let table = format!("{}-local", variables.table());
        engine::create_ledger_table(&clients.dynamodb, &table).await?;
        let (clock, random) = (Arc::clone(&options.clock), options.random.clone());
        let unusable = |error: LedgerError| StartError::Table { table: table.clone(), reason: error.to_string() };
        let ledger = Ledger::open(clients.dynamodb, table.clone(), clock, random).await.map_err(unusable)?;

        let stream = Stream::new(clients.streams, arn, removed);
        let mappings = CONSUMERS.map(|(function, batch_size)| -> Arc<dyn Consumer> {
            Arc::new(EventSourceMapping::new(
                function,
                batch_size,
                stream.clone(),
                ledger.clone(),
                Arc::clone(&functions),
            ))
        });
        let feedback = Feedback { functions: Arc::clone(&functions), clock: Arc::clone(&options.clock) };
        let deliveries = delivery::start(feedback, targets, &ledger).await.map_err(unusable)?;
        let consumers: Vec<_> = mappings.into_iter().chain(deliveries).collect();
        let mut background = Background::default();
        if options.background {
            for consumer in &consumers {
                background.poll(Arc::clone(consumer));
            }
            if let DynamoDb::Embedded { store, .. } = &dynamodb {
                background.sweep(Arc::clone(store));
            }
        }
        let Options { clock, random, .. } = options;
        background.serve(listener, AppState { functions, ledger, variables: variables.clone(), clock, random });
        Ok(Self { url, variables, consumers, background, dynamodb })
    }

    /// Where the site is, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The functions' environment: with these variables any other process reaches the same services.
    #[must_use]
    pub fn environment(&self) -> &BTreeMap<String, String> {
        self.variables.all()
    }

    /// The same as `KEY=VALUE` lines, as `cargo lambda watch --env-file` and a shell read them.
    #[must_use]
    pub fn env_file(&self) -> String {
        self.variables.lines()
    }

    /// Brings the table's stream, what became of the mails, and the events to their consumers until all is delivered but
    /// what one fails on.
    pub async fn settle(&self) {
        settle(&self.consumers).await;
    }

    /// Removes every item that has expired, as DynamoDB's time to live does, and says how many there were.
    ///
    /// # Errors
    /// When DynamoDB fails.
    pub async fn sweep_expired(&self) -> Result<usize, SweepError> {
        self.dynamodb.sweep().await
    }

    /// Lets requests under way finish, and closes the data.
    pub async fn stop(self) {
        let Self { background, dynamodb, consumers, .. } = self;
        if timeout(GRACE, background.stop()).await.is_err() {
            tracing::warn!("some requests were not finished");
        }
        drop(consumers);
        dynamodb.stop(GRACE).await;
    }
}

impl fmt::Debug for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Local").field("url", &self.url).finish_non_exhaustive()
    }
}

async fn listen(port: u16) -> Result<(TcpListener, String), StartError> {
    let listen = async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        Ok((listener, url))
    };
    listen.await.map_err(|source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => StartError::PortInUse(port),
        _ => StartError::Listen { port, source },
    })
}
