//! Black-box tests over HTTP against `local`: the real functions, the real SDK, a real DynamoDB engine and its stream.
//! Each test has its own, in memory, with its own clock and randomness.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod support;

mod activate;
mod allowed;
mod anything;
mod approval;
mod at_once;
mod backends;
mod bot_check;
mod conflicts;
mod contract;
mod corrections;
mod cost;
mod description;
mod every_answer;
mod every_route;
mod feedback;
mod fields;
mod forms;
mod honeypot;
mod import;
mod invitation;
mod kinds;
mod lambda_backend;
mod languages;
mod mail;
mod model;
mod module_cycles;
mod notifications;
mod outages;
mod places;
mod policies;
mod redrive;
mod register;
mod resend;
mod resubmission;
mod rules;
mod signals;
mod table;
mod templates;
