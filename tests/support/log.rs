//! The log of the functions of one test.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use tracing::subscriber::DefaultGuard;
use tracing_subscriber::fmt::MakeWriter;

/// The lines that the functions logged at the level of a deployment, while this value lives.
///
/// Only the thread of the test is recorded, which runs the functions: a test's runtime has one thread.
pub(crate) struct Log {
    buffer: Buffer,
    _guard: DefaultGuard,
}

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Begins to record.
    pub(crate) fn record() -> Self {
        let buffer = Buffer::default();
        let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::INFO).with_ansi(false);
        // Digits of times would look like codes.
        let subscriber = subscriber.without_time().with_writer(buffer.clone()).finish();
        Self { buffer, _guard: tracing::subscriber::set_default(subscriber) }
    }

    /// Returns the lines so far.
    pub(crate) fn text(&self) -> String {
        let log = String::from_utf8(self.buffer.0.lock().unwrap().clone()).unwrap();
        // `local` logs the services that it replaces, such as the inbox.
        log.lines().filter(|line| !line.contains(" local::")).flat_map(|line| [line, "\n"]).collect()
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Buffer {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
