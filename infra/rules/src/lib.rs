//! EventBridge rules, evaluated without AWS.
//!
//! The crate reads the rules of a CloudFormation or SAM template, matches events against their patterns, and renders
//! the input of each target. A local emulator of EventBridge, or a test, then treats an event as the deployed rules do.
//!
//! - [`parse`] and [`read`] return the [`Rule`]s of a template: `AWS::Events::Rule` resources, and a function's events
//!   of the type `EventBridgeRule`.
//! - [`Pattern`] decides whether a rule applies to an event. It has every comparison that EventBridge has on a bus.
//! - [`Input`] renders the body that a [`Target`] receives: the event, a part of it, a constant, or a template.
//!
//! # Examples
//! ```
//! use eventbridge_rules::Context;
//! use serde_json::json;
//!
//! let rules = eventbridge_rules::parse(
//!     r#"
//! Resources:
//!   Rule:
//!     Type: AWS::Events::Rule
//!     Properties:
//!       EventBusName: registration
//!       EventPattern: { detail-type: [user_activated] }
//!       Targets:
//!         - Id: queue
//!           Arn: !GetAtt Queue.Arn
//!           InputTransformer:
//!             InputPathsMap: { user: $.detail.id }
//!             InputTemplate: '{"user": <user>}'
//! "#,
//! )?;
//! let rule = &rules[0];
//! let event = json!({ "detail-type": "user_activated", "detail": { "id": "01" } });
//! assert!(rule.pattern.matches(&event));
//!
//! let target = &rule.targets[0];
//! assert_eq!(target.name, "Queue");
//! let context = Context { rule_name: &rule.name, rule_arn: "arn", ingestion_time: "2026-03-01T12:00:00Z" };
//! assert_eq!(target.input.render(&event, &context)?, r#"{"user": "01"}"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Limits
//! The following is deliberately not supported:
//!
//! - Delivery, with its retries and dead-letter queues: the caller sends what [`Input::render`] returns.
//! - Schedules: a rule without an event pattern is skipped. `State` is not read, so a disabled rule counts as enabled.
//! - CloudFormation's functions, parameters and conditions. Short tags such as `!Sub` are read as plain values. Only
//!   `!GetAtt` and `Fn::GetAtt` in the `Arn` of a target are resolved, to the name of the resource.
//! - Paths in bracket notation (`$['detail']`), which EventBridge's input paths do not have either.
//! - EventBridge's quotas, such as the size of a pattern or of an event.

mod input;
mod matcher;
mod path;
mod pattern;
mod template;
mod text;

pub use input::{Context, Input, InputError, Transformer};
pub use path::{EventPath, PathError};
pub use pattern::{Pattern, PatternError};
pub use template::{ReadError, Rule, Target, TemplateError, parse, read};
