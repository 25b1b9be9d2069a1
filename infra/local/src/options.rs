//! How to start.

use std::path::PathBuf;
use std::sync::Arc;

use domain::Random;
use domain::clock::{Clock, SystemClock};

/// How to start [`Local`](crate::Local). The default is what `cargo run -p local` does.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port of the site, on loopback; 0 picks a free one.
    pub port: u16,
    /// Where the data is kept.
    pub storage: Storage,
    /// Where the functions run.
    pub functions: Functions,
    /// The functions' own variables, over those that [`Local::environment`](crate::Local::environment) has by default.
    /// The process's environment plays no part.
    pub variables: Vec<(String, String)>,
    /// Whether the event source mappings and the removal of expired items run by themselves; without, they run in
    /// [`Local::settle`](crate::Local::settle) and [`Local::sweep_expired`](crate::Local::sweep_expired) only.
    pub background: bool,
    /// The time. The engine tells it from this clock only in memory: a file's engine has the system's.
    pub clock: Arc<dyn Clock>,
    /// CloudFormation or SAM templates whose rules are on the bus.
    pub rules: Vec<PathBuf>,
    /// Where the targets of the rules are: their names in the template, and URLs.
    pub targets: Vec<(String, String)>,
    /// Where identifiers and keys come from.
    pub random: Random,
}

impl Options {
    /// The port of the site when none is asked for.
    pub const PORT: u16 = 9000;
    /// The same when the functions run elsewhere: `cargo lambda watch` is on 9000.
    pub const SERVICES_PORT: u16 = 9001;
    /// Where `cargo lambda watch` serves.
    pub const FUNCTIONS_URL: &str = "http://127.0.0.1:9000";
    /// The data folder when none is asked for.
    pub const FOLDER: &str = ".registration";

    /// For a test: a free port, nothing on disk, and nothing happens that the test does not ask for.
    #[must_use]
    pub fn for_test(clock: Arc<dyn Clock>, random: Random) -> Self {
        Self { port: 0, storage: Storage::Memory, background: false, clock, random, ..Self::default() }
    }

    /// Sets one of [`Self::variables`].
    #[must_use]
    pub fn with(mut self, variable: &str, value: &str) -> Self {
        self.variables.push((variable.to_owned(), value.to_owned()));
        self
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: Self::PORT,
            storage: Storage::Folder(Self::FOLDER.into()),
            functions: Functions::InProcess,
            variables: Vec::new(),
            background: true,
            clock: Arc::new(SystemClock),
            rules: Vec::new(),
            targets: Vec::new(),
            random: Random::system(),
        }
    }
}

/// Where the data is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Storage {
    /// In this folder, which is made if it is not there.
    Folder(PathBuf),
    /// Nowhere: it ends with the process.
    Memory,
    /// In the DynamoDB at this `http://` URL, such as Amazon's DynamoDB Local; the access key is that of
    /// [`Options::variables`]. Expired items are then removed by its own clock if [`Options::background`] is set, and by
    /// [`Options::clock`] if not.
    At(String),
}

/// Where the functions run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Functions {
    /// In this process.
    InProcess,
    /// Behind Lambda's Invoke API at this URL.
    At(String),
}
