//! The background tasks of a [`Local`](crate::Local).

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::app_state::AppState;
use crate::consumer::{Consumer, poll};
use crate::engine::Sweeper;
use crate::router;

/// The minimum time between two removals of expired items. DynamoDB takes hours to days.
const SWEEP: Duration = Duration::from_secs(1);
/// The time between two removals, in multiples of the time that one took: it reads the whole table.
const SWEEP_SHARE: u32 = 10;

/// The background tasks. Dropping it ends them.
#[derive(Debug)]
pub(crate) struct Background {
    /// Closed as the signal to end. Nothing is ever sent.
    running: watch::Sender<()>,
    /// Changes with each answered request and each removal, after which the consumers may have records.
    activity: watch::Sender<()>,
    tasks: JoinSet<()>,
}

impl Default for Background {
    fn default() -> Self {
        Self { running: watch::Sender::new(()), activity: watch::Sender::new(()), tasks: JoinSet::new() }
    }
}

impl Background {
    /// Serves the site.
    pub(crate) fn serve(&mut self, listener: TcpListener, site: AppState) {
        let mut running = self.running.subscribe();
        // Nagle's algorithm would delay the short answers.
        let listener = listener.tap_io(|stream| _ = stream.set_nodelay(true));
        let server = axum::serve(listener, router::service(site, self.activity.clone()))
            .with_graceful_shutdown(async move { _ = running.changed().await });
        self.tasks.spawn(async {
            if let Err(error) = server.await {
                tracing::error!(error = &error as &dyn Error, "the server failed");
            }
        });
    }

    /// Polls a consumer until the end.
    pub(crate) fn poll(&mut self, consumer: Arc<dyn Consumer>) {
        let (mut running, activity) = (self.running.subscribe(), self.activity.subscribe());
        self.tasks.spawn(async move {
            tokio::select! {
                () = poll(&*consumer, activity) => {}
                _ = running.changed() => {}
            }
        });
    }

    /// Removes expired items from time to time.
    pub(crate) fn sweep(&mut self, sweeper: Sweeper) {
        let (mut running, activity) = (self.running.subscribe(), self.activity.clone());
        self.tasks.spawn(async move {
            loop {
                let start = Instant::now();
                match sweeper.sweep().await {
                    Ok(0) => {}
                    Ok(_) => activity.send_replace(()),
                    Err(error) => tracing::error!(error = &error as &dyn Error, "will be retried"),
                }
                tokio::select! {
                    () = sleep(pause_after(start.elapsed())) => {}
                    _ = running.changed() => return,
                }
            }
        });
    }

    /// Ends all tasks at points where they can be interrupted, and waits for them.
    pub(crate) async fn stop(self) {
        let Self { running, mut tasks, .. } = self;
        drop(running);
        while tasks.join_next().await.is_some() {}
    }
}

/// Returns the time to the next removal of expired items after one that `took` so long.
fn pause_after(took: Duration) -> Duration {
    SWEEP.max(took * SWEEP_SHARE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_table_is_rarely_read() {
        for (took, pause) in [(0, 1000), (10, 1000), (200, 2000), (60_000, 600_000)] {
            assert_eq!(pause_after(Duration::from_millis(took)), Duration::from_millis(pause));
        }
    }
}
