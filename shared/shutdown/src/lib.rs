//! The signals that end a program.

use std::future::Future;

/// Waits for Ctrl-C or for SIGTERM, which process managers and `kill` send.
///
/// Signals are caught from this call on. A program that awaits it twice can end sooner at the second signal.
///
/// # Panics
/// Panics if the operating system does not let the process listen.
#[cfg(unix)]
pub fn requested() -> impl Future<Output = ()> {
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
///
/// # Panics
/// Panics if the operating system does not let the process listen.
#[cfg(not(unix))]
pub async fn requested() {
    tokio::signal::ctrl_c().await.expect("a process can listen for Ctrl-C");
}
