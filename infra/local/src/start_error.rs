//! Why it did not start.

use std::io;
use std::path::PathBuf;

use domain::settings::SettingsError;

use crate::rule_error::RuleError;

/// Why [`Local::start`](crate::Local::start) failed; the text is all that a person needs.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Another process listens on the port.
    #[error("port {0} is already in use: end what uses it, or choose another with --port")]
    PortInUse(u16),
    /// The port cannot be listened on for another reason.
    #[error("cannot listen on 127.0.0.1:{port}: {source}")]
    Listen {
        /// The port.
        port: u16,
        /// What the system says.
        source: io::Error,
    },
    /// The data folder cannot be made, nothing can be written in it, or something else is in it.
    #[error("the data folder {} cannot be used: {reason}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system or the engine says.
        reason: String,
    },
    /// Another process has the data folder open.
    #[error("the data folder {} is in use by another process", .0.display())]
    FolderInUse(PathBuf),
    /// The functions' settings are wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The rules are wrong.
    #[error(transparent)]
    Rules(#[from] RuleError),
    /// The engine did not start.
    #[error("the DynamoDB engine does not start: {0}")]
    Engine(String),
    /// The URL of the DynamoDB that runs elsewhere is none.
    #[error("cannot use the DynamoDB at {url}: {reason}")]
    DynamoDb {
        /// The URL.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The tables cannot be made or read.
    #[error("the table {table} cannot be prepared: {reason}")]
    Table {
        /// The table.
        table: String,
        /// What the engine says.
        reason: String,
    },
    /// The functions cannot be called at the URL that was given.
    #[error("cannot call functions at {url}: {reason}")]
    Functions {
        /// The URL.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
}
