//! The background tasks of a [`Local`](crate::Local).

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

use crate::app_state::AppState;
use crate::consumer::{Consumer, poll};
use crate::engine::Store;
use crate::router;

/// The interval at which expired items are removed. DynamoDB takes hours to days.
const SWEEP: Duration = Duration::from_secs(1);

/// The background tasks. Dropping it ends them.
#[derive(Debug)]
pub(crate) struct Background {
    /// Closed as the signal to end. Nothing is ever sent.
    running: watch::Sender<()>,
    tasks: JoinSet<()>,
}

impl Default for Background {
    fn default() -> Self {
        Self { running: watch::Sender::new(()), tasks: JoinSet::new() }
    }
}

impl Background {
    /// Serves the site.
    pub(crate) fn serve(&mut self, listener: TcpListener, site: AppState) {
        let mut running = self.running.subscribe();
        // Nagle's algorithm would delay the short answers.
        let listener = listener.tap_io(|stream| _ = stream.set_nodelay(true));
        let server = axum::serve(listener, router::service(site))
            .with_graceful_shutdown(async move { _ = running.changed().await });
        self.tasks.spawn(async {
            if let Err(error) = server.await {
                tracing::error!(error = &error as &dyn Error, "the server failed");
            }
        });
    }

    /// Polls a consumer until the end.
    pub(crate) fn poll(&mut self, consumer: Arc<dyn Consumer>) {
        let mut running = self.running.subscribe();
        self.tasks.spawn(async move {
            tokio::select! {
                () = poll(&*consumer) => {}
                _ = running.changed() => {}
            }
        });
    }

    /// Removes expired items at an interval.
    pub(crate) fn sweep(&mut self, store: Arc<Store>) {
        let mut running = self.running.subscribe();
        self.tasks.spawn(async move {
            let mut ticks = interval(SWEEP);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    _ = ticks.tick() => {}
                    _ = running.changed() => return,
                }
                if let Err(error) = store.sweep().await {
                    tracing::error!(error = &error as &dyn Error, "will be retried");
                }
            }
        });
    }

    /// Ends all tasks at points where they can be interrupted, and waits for them.
    pub(crate) async fn stop(self) {
        let Self { running, mut tasks } = self;
        drop(running);
        while tasks.join_next().await.is_some() {}
    }
}
