//! Rules on the bus, as the template has them with which they will be deployed: which events they are for, and what their
//! targets are given.

mod input;
mod pattern;
mod template;
mod text;

pub(crate) use input::{Input, InputError};
pub(crate) use pattern::Pattern;
pub use template::RuleError;
pub(crate) use template::{RuleTarget, read};
