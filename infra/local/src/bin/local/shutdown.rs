//! The signals that end the process.

use std::future::Future;
use std::io;

use tokio::sync::oneshot;

/// Waits for Ctrl-C or for SIGTERM, which process managers and `kill` send.
///
/// Signals are caught from this call on.
#[cfg(unix)]
pub(crate) fn requested() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};

    let listen = |kind| signal(kind).expect("a process can listen for signals");
    let (mut interrupt, mut terminate) = (listen(SignalKind::interrupt()), listen(SignalKind::terminate()));
    async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
pub(crate) async fn requested() {
    tokio::signal::ctrl_c().await.expect("a process can listen for Ctrl-C");
}

/// Waits for the end of standard input.
pub(crate) async fn stdin_ended() {
    let (ended, is_over) = oneshot::channel::<()>();
    // A thread of the runtime would keep the process from ending.
    std::thread::spawn(move || {
        _ = io::copy(&mut io::stdin(), &mut io::sink());
        drop(ended);
    });
    _ = is_over.await;
}
