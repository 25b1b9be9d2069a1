//! Failures of the start.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use domain::settings::SettingsError;

use crate::rule_error::RuleError;
use crate::seed::SeedError;

/// The reason why [`Local::start`](crate::Local::start) failed, in full.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Another process listens on the port.
    #[error("port {0} is already in use: stop the program that uses it, or choose another port with --port")]
    PortInUse(u16),
    /// The process cannot listen on the port for another reason.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address and the port.
        address: SocketAddr,
        /// The system's error.
        source: io::Error,
    },
    /// The data folder cannot be created or written, or contains other data.
    #[error("the data folder {} cannot be used: {reason}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The error of the system or of the engine.
        reason: String,
    },
    /// Another process has the data folder open.
    #[error("the data folder {} is in use by another process: stop it, or choose another folder", .0.display())]
    FolderInUse(PathBuf),
    /// The functions' settings are missing or malformed.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The rules are invalid.
    #[error(transparent)]
    Rules(#[from] RuleError),
    /// The seed cannot be loaded.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The engine did not start.
    #[error("the DynamoDB engine does not start: {0}")]
    Engine(String),
    /// The URL of the external DynamoDB is invalid.
    #[error("cannot use the DynamoDB at {url}: {reason}")]
    DynamoDb {
        /// The URL.
        url: String,
        /// The description of the problem.
        reason: String,
    },
    /// A table cannot be created or read.
    #[error("the table {table} cannot be prepared: {reason}")]
    Table {
        /// The table.
        table: String,
        /// The engine's error.
        reason: String,
    },
    /// The functions cannot be invoked at the given URL.
    #[error("cannot call functions at {url}: {reason}")]
    Functions {
        /// The URL.
        url: String,
        /// The description of the problem.
        reason: String,
    },
}
