//! The embedded DynamoDB engine, served over HTTP on loopback, or a DynamoDB that runs elsewhere.

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

pub(crate) use dynamodb::{DynamoDb, DynamoDbLocation};
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

/// A port for the engine.
#[derive(Debug)]
pub(crate) struct Port {
    listener: TcpListener,
    url: String,
}

impl Port {
    /// Takes a free port.
    pub(crate) fn take() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let url = format!("http://{}", listener.local_addr()?);
        Ok(Self { listener, url })
    }

    /// Where the engine will be.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

/// The running engine. It ends when this is dropped.
///
/// `SQLite` is synchronous and stands behind one lock, so the engine has one thread of its own: a slow disk then blocks
/// nobody else's.
#[derive(Debug)]
pub(crate) struct Engine {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Engine {
    /// Serves `store` at `port`.
    pub(crate) fn start(port: Port, store: Arc<Store>) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(port.listener)?
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::Builder::new().name("dynamodb".to_owned()).spawn(move || {
            runtime.block_on(serve(listener, &store, stopped));
            // The connections' handles of the database go first, then the folder's lock.
            drop(runtime);
            drop(store);
        })?;
        Ok(Self { stop, thread })
    }

    /// Finishes what was asked of it and closes the files.
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
        // A dropped sender is the signal.
        _ = stopped.await;
    });
    async {
        if let Err(error) = served.await {
            tracing::error!(error, "the DynamoDB engine ended");
        }
    }
}
