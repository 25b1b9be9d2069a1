//! The state that all handlers of the site share.

use std::sync::Arc;

use domain::Random;
use domain::clock::Clock;

use crate::consumer::Consumer;
use crate::functions::Invoke;
use crate::ledger::Ledger;
use crate::movable_clock::MovableClock;
use crate::openid_provider::OpenidProvider;
use crate::variables::Variables;

/// The functions, the settings, and the ledger of emails and events.
pub(crate) struct AppState {
    pub(crate) functions: Arc<dyn Invoke>,
    pub(crate) ledger: Ledger,
    pub(crate) consumers: Vec<Arc<dyn Consumer>>,
    pub(crate) variables: Variables,
    /// The URL of this service, without a slash at the end.
    pub(crate) url: String,
    pub(crate) openid: OpenidProvider,
    pub(crate) clock: Arc<dyn Clock>,
    /// The same clock, if it may be moved. Data that outlives the process needs the real time.
    pub(crate) movable_clock: Option<Arc<MovableClock>>,
    pub(crate) random: Random,
    /// Whether the ledger has the lines of the functions' log.
    pub(crate) keeps_log: bool,
}
