//! The whole service on one machine: the functions, an embedded DynamoDB engine, and what stands for the rest of AWS.
//!
//! Every answer to a person is the functions' own. What is here routes to them, takes the mails and events that they send
//! through the AWS SDK, and brings them the table's stream. [`Local`] starts it all; the tests use it as the binary does.

mod app_state;
mod aws;
mod background;
mod consumer;
mod delivery;
mod engine;
mod eventbridge;
mod functions;
mod gateway;
mod invoke_api;
mod ledger;
mod local;
mod mapping;
mod options;
mod pages;
mod paths;
mod router;
mod rule_error;
mod ses;
mod start_error;
mod variables;

pub use engine::SweepError;
pub use local::Local;
pub use options::{Functions, Options, Storage};
pub use rule_error::RuleError;
pub use start_error::StartError;
