//! Black-box tests over HTTP against `local`.
//!
//! They use the real functions, the real SDK, and a real DynamoDB engine with its stream. Each test has its own service
//! in memory, with its own clock and randomness.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod support;

mod account_name;
mod activate;
mod allowed;
mod approval;
mod approval_links;
mod arbitrary_input;
mod assets;
mod attack;
mod backends;
mod branding;
mod captcha;
mod codes;
mod compression;
mod concurrency;
mod conflicts;
mod consents;
mod console;
mod contract;
mod corrections;
mod cors;
mod cost;
mod documents;
mod edge;
mod erasure;
mod every_route;
mod facts;
mod feedback;
mod fields;
mod forms;
mod front_end;
mod handles;
mod honeypot;
mod iam_policies;
mod idempotency;
mod import;
mod invitation;
mod invite_send;
mod invited_accounts;
mod known_address;
mod lambda_backend;
mod languages;
mod limits;
mod local_service;
mod mail;
mod model;
mod module_cycles;
mod notifications;
mod openapi;
mod openapi_coverage;
mod openid;
mod operator_acts;
mod operator_finds;
mod outages;
mod redrive;
mod register;
mod request_outcomes;
mod resend;
mod response_times;
mod rules;
mod seed;
mod signals;
mod silent_logs;
mod start_over;
mod statistics;
mod stream_filters;
mod table;
mod templates;
mod test_names;
mod user_types;
mod waitlist;
