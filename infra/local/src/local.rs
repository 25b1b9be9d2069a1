//! The running service.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
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
use crate::function_log::Recorded;
use crate::functions::{self, Function};
use crate::ledger::{Ledger, LedgerError};
use crate::mapping::{EventSourceMapping, Stream};
use crate::movable_clock::MovableClock;
use crate::openid_provider::OpenidProvider;
use crate::options::{Functions, Options, Storage};
use crate::seed::Seed;
use crate::start_error::StartError;
use crate::variables::Variables;
use domain::Token;

/// The time for running requests to finish when the service stops.
const GRACE: Duration = Duration::from_secs(2);
/// The consumers of the table's stream, with their batch sizes.
const CONSUMERS: [(Function, i32); 2] = [(Function::Mail, 10), (Function::Signal, 100)];

/// The service with all its dependencies, on this machine.
///
/// Dropping it ends it. [`Local::stop`] also waits for running requests, and until the data folder is free.
///
/// # Examples
/// Accounts can be tried at its table.
/// ```
/// use std::collections::BTreeMap;
/// use std::sync::Arc;
///
/// use domain::clock::SystemClock;
/// use domain::form::CleanedData;
/// use domain::settings::{ActivationSettings, Environment, Reader};
/// use domain::{EmailAddress, Notification, Password, Random, Status, Username};
/// use local::{Local, Options};
/// use registration::{Accounts, ActivationError, Proof, RegistrationError, Request, Sender};
/// use table::{Store, StoreSettings};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let local = Local::start(Options::for_test(Arc::new(SystemClock), Random::system())).await?;
/// let environment: Environment = local.environment().clone().into_iter().collect();
/// let mut reader = Reader::new(&environment);
/// let (settings, activation) = (StoreSettings::read(&mut reader), ActivationSettings::read(&mut reader));
/// let (settings, activation) = reader.finish(|| Some((settings?, activation?)))?;
/// let accounts = Accounts::new(Store::new(settings, Random::system()), Random::system(), activation);
///
/// let data = |email| CleanedData {
///     kind: None,
///     username: Username::parse("ann").ok(),
///     email: EmailAddress::parse(email).unwrap(),
///     password: Password::parse("correct horse battery staple", 12, 256).ok(),
///     fields: BTreeMap::new(),
///     private_fields: BTreeMap::new(),
///     accepted: BTreeMap::new(),
/// };
/// let (sender, request) = (Sender { name: "example", notifications: Notification::ALL }, Request::default());
/// let user = accounts.create_active(sender, &request, data("ann@example.com")).await?;
/// assert_eq!(user.status, Status::Active);
///
/// let taken = accounts.create_pending(sender, &request, data("ann@example.org")).await;
/// assert!(matches!(taken, Err(RegistrationError::InvalidFields(errors)) if errors[0].code == "taken"));
///
/// assert!(matches!(accounts.verify(&request, Proof::Key("no key")).await, Err(ActivationError::Unknown)));
/// # local.stop().await;
/// # Ok(())
/// # }
/// ```
pub struct Local {
    url: String,
    variables: Variables,
    consumers: Vec<Arc<dyn Consumer>>,
    background: Background,
    dynamodb: DynamoDb,
}

impl Local {
    /// Starts the service, which accepts requests when this returns.
    ///
    /// # Errors
    /// A [`StartError`]. Nothing is written before the port is free and the settings are valid.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let movable_clock = Arc::new(MovableClock::new(options.clock));
        let options = Options { clock: Arc::clone(&movable_clock) as _, ..options };
        let (listener, url) = listen(options.address, options.port).await?;
        let place = DynamoDbLocation::of(&options.storage)?;
        let (engine_url, new_secret) = (place.url().to_owned(), Token::generate(&options.random));
        let variables = |code_secret: &str| Variables::new(&url, &engine_url, code_secret, &options.variables);
        let checked = variables(new_secret.expose());
        functions::at(&options, &checked)?;
        let clients = Clients::new(&engine_url, checked.access_key());
        let (now, random) = (|| Arc::clone(&options.clock), options.random.clone());
        let seed = match &options.seed {
            Some(file) => {
                // The users go straight into the engine, also if the functions' calls take another way.
                let engine = ("AWS_ENDPOINT_URL_DYNAMODB".to_owned(), engine_url.clone());
                let environment = checked.all().clone().into_iter().chain([engine]).collect();
                Some(Seed::read(file, environment, now(), random.clone()).await?)
            }
            None => None,
        };
        let targets = delivery::targets(&options.rules, &options.targets, checked.event_bus())?;

        let removed = TtlRemovals::default();
        let dynamodb = place.start(&options, &clients, checked.table(), &removed)?;
        let expires = options.background || !matches!(options.storage, Storage::At(_));
        let arn = engine::create_registration_table(&clients.dynamodb, checked.table(), expires).await?;
        dynamodb.index(checked.table())?;
        let table = format!("{}-local", checked.table());
        engine::create_ledger_table(&clients.dynamodb, &table).await?;
        let unusable = |error: LedgerError| StartError::Table { table: table.clone(), reason: error.to_string() };
        let ledger = Ledger::open(clients.dynamodb, table.clone(), now(), random).await.map_err(unusable)?;
        // The codes in the emails of an earlier process go on working.
        let variables = variables(&ledger.code_secret(new_secret.expose()).await.map_err(unusable)?);
        let mut functions = functions::at(&options, &variables)?;
        let keeps_log = options.functions == Functions::InProcess;
        if keeps_log {
            functions = Arc::new(Recorded::new(functions, ledger.clone(), &now()));
        }
        let is_seeded = seed.is_some();
        if let Some(seed) = seed {
            seed.load().await?;
        }

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
        let feedback = Feedback { functions: Arc::clone(&functions), clock: now() };
        let deliveries = delivery::start(feedback, targets, &ledger).await.map_err(unusable)?;
        let consumers: Vec<_> = mappings.into_iter().chain(deliveries).collect();
        let mut background = Background::default();
        if options.background {
            for consumer in &consumers {
                background.poll(Arc::clone(consumer));
            }
            background.sweep(dynamodb.sweeper());
        }
        let Options { clock, random, storage, background: runs_by_itself, .. } = options;
        let movable_clock = (storage == Storage::Memory).then_some(movable_clock);
        let (openid, site) = (OpenidProvider::default(), variables.clone());
        let state = AppState {
            functions,
            ledger,
            consumers: consumers.clone(),
            variables: site,
            url: url.clone(),
            openid,
            clock,
            movable_clock,
            random,
            keeps_log,
        };
        background.serve(listener, state);
        if is_seeded && runs_by_itself {
            // The emails and signals of the seed come before those of the first request.
            settle(&consumers).await;
        }
        Ok(Self { url, variables, consumers, background, dynamodb })
    }

    /// Returns the site's URL, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the functions' environment.
    ///
    /// With these variables any other process reaches the same services.
    #[must_use]
    pub fn environment(&self) -> &BTreeMap<String, String> {
        self.variables.all()
    }

    /// Returns the environment as `KEY=VALUE` lines.
    ///
    /// A shell can read them, and `cargo lambda watch --env-file`.
    #[must_use]
    pub fn env_file(&self) -> String {
        self.variables.lines()
    }

    /// Delivers the stream, the feedback and the events until nothing is left.
    ///
    /// Records that a consumer fails on stay undelivered.
    pub async fn settle(&self) {
        settle(&self.consumers).await;
    }

    /// Removes every expired item, as DynamoDB's TTL does, and returns their number.
    ///
    /// # Errors
    /// A [`SweepError`] if DynamoDB fails.
    pub async fn sweep_expired(&self) -> Result<usize, SweepError> {
        self.dynamodb.sweeper().sweep().await
    }

    /// Stops the service: running requests finish, and the data is closed.
    pub async fn stop(self) {
        let Self { background, dynamodb, consumers, .. } = self;
        if timeout(GRACE, background.stop()).await.is_err() {
            tracing::warn!("some requests did not finish in time");
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

async fn listen(address: IpAddr, port: u16) -> Result<(TcpListener, String), StartError> {
    let listen = async {
        let listener = TcpListener::bind((address, port)).await?;
        let url = site_url(listener.local_addr()?);
        Ok((listener, url))
    };
    listen.await.map_err(|source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => StartError::PortInUse(port),
        _ => StartError::Listen { address: (address, port).into(), source },
    })
}

/// Returns the URL by which this machine reaches the site.
fn site_url(listening: SocketAddr) -> String {
    let address = match listening.ip() {
        address if address.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        address => address,
    };
    format!("http://{}", SocketAddr::new(address, listening.port()))
}
