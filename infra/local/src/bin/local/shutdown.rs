//! When to end.

use std::future::Future;

/// Ends with Ctrl-C or, as process managers and `kill` ask, SIGTERM. Both are listened for from now on.
#[cfg(unix)]
pub(crate) fn requested() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};

    let listen = |kind| signal(kind).expect("signals can be listened for");
    let (mut interrupt, mut terminate) = (listen(SignalKind::interrupt()), listen(SignalKind::terminate()));
    async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
}

/// Ends with Ctrl-C.
#[cfg(not(unix))]
pub(crate) async fn requested() {
    tokio::signal::ctrl_c().await.expect("Ctrl-C can be listened for");
}
