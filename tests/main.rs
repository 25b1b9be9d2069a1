//! Black-box tests over HTTP against `local`: the real functions, the real SDK, a real DynamoDB engine and its stream.
//! Each test has its own, in memory, with its own clock and randomness.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod support;

mod activate;
mod allowed;
mod approval;
mod arbitrary_input;
mod backends;
mod captcha;
mod concurrency;
mod conflicts;
mod contract;
mod corrections;
mod cost;
mod every_route;
mod feedback;
mod fields;
mod forms;
mod honeypot;
mod iam_policies;
mod idempotency;
mod import;
mod invitation;
mod lambda_backend;
mod languages;
mod local_service;
mod mail;
mod model;
mod module_cycles;
mod notifications;
mod openapi;
mod openapi_coverage;
mod outages;
mod redrive;
mod register;
mod resend;
mod rules;
mod signals;
mod table;
mod templates;
mod user_types;
