//! The server: its port, the limits of connections, and its end.

use std::io;
use std::net::Ipv4Addr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use domain::Random;
use domain::clock::Clock;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use operator::Operator;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::connection::{Connect, Connection};
use crate::router;
use crate::site::Site;

/// The number of connections. A browser has up to six.
const MAX_CONNECTIONS: usize = 64;
/// The number of requests of the operator that run at the same time.
const MAX_RUNNING: u32 = 16;
/// The size of the headers of a request, in bytes.
const MAX_HEADER_BYTES: usize = 16 * 1024;
/// The time for a client to send the headers, also of the next request.
const HEADER_TIME: Duration = Duration::from_secs(10);
/// The time until the next connection is accepted after one was not, for example for lack of file descriptors.
const PAUSE: Duration = Duration::from_millis(100);
/// The time for the last answers to be sent.
const FLUSH_TIME: Duration = Duration::from_secs(1);

/// The options of the start.
pub struct Options {
    /// The port, or 0 for a free one.
    pub port: u16,
    /// The first client of the deployment.
    pub operator: Operator,
    /// The way to further ones, when the credentials have to be read again.
    pub connect: Arc<dyn Connect>,
    /// The clock of the session.
    pub clock: Arc<dyn Clock>,
    /// The source of the session's secrets.
    pub random: Random,
}

/// A running console. Dropping it stops it without waiting for requests.
#[derive(Debug)]
pub struct Console {
    url: String,
    /// Dropped as the signal to end. Nothing is ever sent.
    running: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

impl Console {
    /// Starts to serve on 127.0.0.1.
    ///
    /// # Errors
    /// The reason why the port cannot be used.
    pub async fn start(options: Options) -> io::Result<Self> {
        let Options { port, operator, connect, clock, random } = options;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let connection = Connection::new(operator, connect, Arc::clone(&clock)).await;
        let site = Arc::new(Site::new(listener.local_addr()?.port(), connection, clock, random));
        let requests = Arc::new(Semaphore::new(MAX_RUNNING as usize));
        let service = router::router(&site, Arc::clone(&requests));
        let (running, stopped) = oneshot::channel();
        let server = tokio::spawn(serve(listener, service, requests, stopped));
        Ok(Self { url: site.link(), running, server })
    }

    /// Returns the URL that lets one browser in, once.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops the console after the running requests.
    pub async fn stop(self) {
        let Self { running, server, .. } = self;
        drop(running);
        // It ends by itself, and has nothing to report.
        _ = server.await;
    }
}

/// Serves until `stopped`, and then until the operator's requests are answered.
async fn serve(listener: TcpListener, service: Router, requests: Arc<Semaphore>, mut stopped: oneshot::Receiver<()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADER_TIME).max_buf_size(MAX_HEADER_BYTES);
    let connections = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    loop {
        let accept = async {
            let permit = Arc::clone(&connections).acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            accepted = accept => accepted,
            _ = &mut stopped => break,
        };
        let Ok((stream, _)) = accepted else {
            sleep(PAUSE).await;
            continue;
        };
        // Nagle's algorithm would delay the short answers. Without the option they are only slower.
        _ = stream.set_nodelay(true);
        let served = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service.clone()));
        let served = graceful.watch(served);
        tokio::spawn(async move {
            // A client that breaks off, or speaks no HTTP, is no concern of the operator.
            _ = served.await;
            drop(permit);
        });
    }
    drop(listener);
    // Browsers keep connections without a request open, for which nobody waits.
    let mut closed = pin!(graceful.shutdown());
    tokio::select! {
        () = &mut closed => {}
        _ = requests.acquire_many(MAX_RUNNING) => { _ = timeout(FLUSH_TIME, closed).await; }
    }
}
