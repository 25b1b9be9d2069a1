//! The end of standard input, which comes when the program that started this one ends.

use std::io;

use tokio::sync::oneshot;

/// Waits for the end of standard input.
pub(crate) async fn ended() {
    let (end, is_over) = oneshot::channel::<()>();
    // A thread of the runtime would keep the process from ending.
    std::thread::spawn(move || {
        _ = io::copy(&mut io::stdin(), &mut io::sink());
        drop(end);
    });
    _ = is_over.await;
}
