//! The embedded DynamoDB engine, served on loopback, or an external DynamoDB.

mod clock;
mod dynamodb;
mod external;
mod store;
mod tables;

use std::error::Error;
use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;

use dynoxide::server::serve_with_shutdown;
use tokio::runtime::Builder;
use tokio::sync::oneshot;

pub(crate) use dynamodb::{DynamoDb, DynamoDbLocation, Sweeper};
pub(crate) use external::{ExternalDynamoDb, TtlRemovals};
pub(crate) use store::Store;
pub(crate) use tables::{create_ledger_table, create_registration_table};

/// The removal of expired items failed.
#[derive(Debug, thiserror::Error)]
#[error("expired items cannot be removed")]
pub struct SweepError(#[source] Box<dyn Error + Send + Sync>);

impl SweepError {
    fn new(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(error.into())
    }
}

/// A reserved port for the engine.
#[derive(Debug)]
pub(crate) struct Port {
    listener: TcpListener,
    url: String,
}

impl Port {
    /// Reserves a free port.
    pub(crate) fn take() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let url = format!("http://{}", listener.local_addr()?);
        Ok(Self { listener, url })
    }

    /// Returns the engine's URL.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

/// The running engine. It ends when this is dropped.
///
/// It has its own thread: `SQLite` is synchronous and behind one lock, so a slow disk blocks only this thread.
#[derive(Debug)]
pub(crate) struct Engine {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Engine {
    /// Starts serving `store` at `port`.
    pub(crate) fn start(port: Port, store: Arc<Store>) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(port.listener)?
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::Builder::new().name("dynamodb".to_owned()).spawn(move || {
            runtime.block_on(serve(listener, &store, stopped));
            // The connections hold the database, and the database holds the folder's lock: this order frees both.
            drop(runtime);
            drop(store);
        })?;
        Ok(Self { stop, thread })
    }

    /// Finishes the running requests and closes the files.
    pub(crate) async fn stop(self) {
        drop(self.stop);
        let thread = self.thread;
        if let Ok(Err(_)) = tokio::task::spawn_blocking(move || thread.join()).await {
            tracing::error!("the DynamoDB engine panicked");
        }
    }
}

fn serve(
    listener: tokio::net::TcpListener,
    store: &Store,
    stopped: oneshot::Receiver<()>,
) -> impl Future<Output = ()> + use<> {
    let served = serve_with_shutdown(listener, store.database(), async {
        // The closed channel is the signal to stop.
        _ = stopped.await;
    });
    async {
        if let Err(error) = served.await {
            tracing::error!(error, "the DynamoDB engine failed");
        }
    }
}
