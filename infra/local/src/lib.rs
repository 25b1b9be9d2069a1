//! The whole service on one machine.
//!
//! [`Local`] starts the functions, an embedded DynamoDB engine, and emulators of the other AWS services. The functions
//! themselves build every response to a user. This crate routes requests to them, accepts the emails and events that
//! they send through the AWS SDK, and delivers the table's stream. The binary and the tests both use [`Local`].

mod app_state;
mod aws;
mod background;
mod consumer;
mod control_api;
mod delivery;
mod engine;
mod eventbridge;
mod function_log;
mod functions;
mod gateway;
mod invoke_api;
mod ledger;
mod local;
mod loopback_host;
mod mapping;
mod movable_clock;
mod openid;
mod openid_provider;
mod options;
mod pages;
mod paths;
mod router;
mod rule_error;
mod seed;
mod ses;
mod start_error;
mod variables;

pub use engine::SweepError;
pub use local::Local;
pub use options::{Functions, Options, Storage};
pub use rule_error::RuleError;
pub use seed::SeedError;
pub use start_error::StartError;
