//! The log of the functions of one test.

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, Once};

use tracing_subscriber::fmt::MakeWriter;

thread_local! {
    /// The log of this thread, which is one test, if it is recorded.
    static RECORDED: RefCell<Option<Arc<Mutex<Vec<u8>>>>> = const { RefCell::new(None) };
}

/// The lines that the functions logged at the level of a deployment, while this value lives.
///
/// Only the thread of the test is recorded, which runs the functions: a test's runtime has one thread.
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Installs the subscriber of the process.
    ///
    /// A subscriber for each test would race with the callsites of others, which remember that nobody listens.
    pub(super) fn install() {
        static INSTALLED: Once = Once::new();
        INSTALLED.call_once(|| {
            let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::INFO).with_ansi(false);
            // Digits of times would look like codes.
            let subscriber = subscriber.without_time().with_writer(Recorder).finish();
            tracing::subscriber::set_global_default(subscriber).expect("nothing else installs one");
        });
    }

    /// Begins to record.
    pub(crate) fn record() -> Self {
        Self::install();
        let log = Arc::default();
        RECORDED.set(Some(Arc::clone(&log)));
        Self(log)
    }

    /// Returns the lines so far.
    pub(crate) fn text(&self) -> String {
        let log = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        // `local` logs the services that it replaces, such as the inbox.
        log.lines().filter(|line| !line.contains(" local::")).flat_map(|line| [line, "\n"]).collect()
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        RECORDED.set(None);
    }
}

/// Writes to the log of the thread, or nowhere.
struct Recorder;

impl Write for Recorder {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        RECORDED.with_borrow(|recorded| {
            if let Some(log) = recorded {
                log.lock().unwrap().extend_from_slice(bytes);
            }
        });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Recorder {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}
