//! The statistics of registrations by day, from what the functions logged.
//!
//! Expired registrations leave nothing in the table, so the log is the only place that has all of them. [`read`] counts
//! its lines: in CloudWatch Logs for a deployed stack, and at `cargo run -p local`. Both end in one [`Statistics`].
//!
//! Deliberately not here: tables and charts, which are in `admin`. No function links this crate.

mod call;
mod cloudwatch;
mod error;
mod local;
mod log_line;
mod stack;
mod statistics;
mod tally;
mod window;

use domain::settings::Environment;
use jiff::Timestamp;

pub use error::StatisticsError;
pub use statistics::{Counts, Day, Statistics, TimeToActivate, duration};

use window::Window;

/// The maximum number of days.
pub const MAX_DAYS: u16 = 366;

/// The place of the log.
#[derive(Debug, Clone)]
pub enum Source {
    /// The log groups of a deployed stack.
    Stack {
        /// The region, the credentials and the endpoints.
        environment: Environment,
        /// The name of the stack.
        stack: String,
    },
    /// A service of `cargo run -p local`, whose clock decides what today is.
    Local {
        /// Its URL.
        url: String,
    },
}

/// Reads the statistics of the last days, of which today is the last and incomplete.
///
/// Days are those of UTC. At least one is read, and at most [`MAX_DAYS`]. The days before the stack was created and
/// those whose logs are deleted are left out.
///
/// # Errors
/// A [`StatisticsError`], whose message has the remedy.
pub async fn read(source: &Source, days: u16, now: Timestamp) -> Result<Statistics, StatisticsError> {
    let days = days.clamp(1, MAX_DAYS);
    match source {
        Source::Stack { environment, stack } => cloudwatch::read(environment, stack, Window::ending(now, days)).await,
        Source::Local { url } => local::read(url, days).await,
    }
}
