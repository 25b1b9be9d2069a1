//! The options of the start.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::Arc;

use domain::Random;
use domain::clock::{Clock, SystemClock};

/// Options for [`Local`](crate::Local), by default those of `cargo run -p local`.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port of the site, or 0 for a free one.
    pub port: u16,
    /// The address to listen on. Any other than loopback lets other machines use the service.
    pub address: IpAddr,
    /// The place of the data.
    pub storage: Storage,
    /// The place of the functions.
    pub functions: Functions,
    /// The functions' own variables.
    ///
    /// They override the defaults of [`Local::environment`](crate::Local::environment). The environment of the process
    /// is ignored.
    pub variables: Vec<(String, String)>,
    /// Whether event source mappings and the TTL run by themselves.
    ///
    /// Otherwise they run only in [`Local::settle`](crate::Local::settle) and
    /// [`Local::sweep_expired`](crate::Local::sweep_expired).
    pub background: bool,
    /// The clock. The engine uses it only in memory: with a file it uses the system's.
    pub clock: Arc<dyn Clock>,
    /// The CloudFormation or SAM templates whose rules are on the bus.
    pub rules: Vec<PathBuf>,
    /// The URLs of the rules' targets, by their names in the template.
    pub targets: Vec<(String, String)>,
    /// The file of users and invitations that the table gets before the first request.
    pub seed: Option<PathBuf>,
    /// The source of identifiers and keys.
    pub random: Random,
}

impl Options {
    /// The default port of the site.
    pub const PORT: u16 = 9000;
    /// The default port with external functions: `cargo lambda watch` uses 9000.
    pub const SERVICES_PORT: u16 = 9001;
    /// The default URL of `cargo lambda watch`.
    pub const FUNCTIONS_URL: &str = "http://127.0.0.1:9000";
    /// The default data folder.
    pub const FOLDER: &str = ".registration";

    /// Returns options for a test: a free port, no files, and no background tasks.
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
            address: Ipv4Addr::LOCALHOST.into(),
            storage: Storage::Folder(Self::FOLDER.into()),
            functions: Functions::InProcess,
            variables: Vec::new(),
            background: true,
            clock: Arc::new(SystemClock),
            rules: Vec::new(),
            targets: Vec::new(),
            seed: None,
            random: Random::system(),
        }
    }
}

/// The place of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Storage {
    /// This folder, which is created if it is missing.
    Folder(PathBuf),
    /// Memory, until the process ends.
    Memory,
    /// The DynamoDB at this `http://` URL, such as Amazon's DynamoDB Local.
    ///
    /// The access key is that of [`Options::variables`]. With [`Options::background`], DynamoDB removes expired items
    /// by its own clock, and otherwise [`Options::clock`] decides.
    At(String),
}

/// The place of the functions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Functions {
    /// This process.
    InProcess,
    /// Lambda's Invoke API at this URL.
    At(String),
}
