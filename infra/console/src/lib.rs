//! The operator's pages, for people who do not like terminals: `registration console`.
//!
//! [`Console`] serves them on loopback. Every page and every act goes through [`operator::Operator`], so it has the
//! conditions, the records and the permissions of the command line. The pages are HTML without JavaScript.
//!
//! One browser gets in, by a link that works once (`session`). Requests of other sites and of other users of the
//! machine are rejected before anything else (`guard`).
//!
//! Deliberately not here: accounts of operators. AWS credentials decide, as for every other command.

mod connection;
mod fields;
mod guard;
mod notices;
mod pages;
mod problem;
mod router;
mod server;
mod session;
mod site;

pub use connection::{Connect, ConnectError};
pub use server::{Console, Options};
pub use session::LINK_PERIOD;
