//! The fields of a form.

use std::sync::Arc;

use regex_lite::Regex;

use super::{DomainLists, NameRules};
use crate::consent::DocumentVersion;
use crate::locale::Text as LocalizedText;
use crate::submission::Submission;

/// A field, with its properties on a page.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "properties of a field do not depend on each other")]
pub struct Field {
    /// The name in a submission.
    pub name: String,
    /// The label: the property's `title`.
    pub label: LocalizedText,
    /// The help for filling it in: the property's `description`.
    pub help: Option<LocalizedText>,
    /// HTML's `type`, or `select`.
    ///
    /// The types are `text`, `textarea` (not an `input`), `email`, `url`, `date`, `number`, `password` and
    /// `checkbox`.
    pub control: &'static str,
    /// HTML's `autocomplete` (WCAG 2.2, 1.3.5).
    pub autocomplete: Option<String>,
    /// HTML's `inputmode`, if a touch keyboard should differ from the control's own.
    pub input_mode: Option<&'static str>,
    /// HTML's `autocapitalize`, for a field without prose. Keyboards must not correct it either.
    pub autocapitalize: Option<&'static str>,
    /// Whether a page must send it.
    pub required: bool,
    /// The values of a `select`, with their labels.
    pub options: Vec<(String, LocalizedText)>,
    /// The smallest number.
    pub minimum: Option<i64>,
    /// The largest number.
    pub maximum: Option<i64>,
    /// The initial value.
    pub value: Option<String>,
    /// Whether the initial value is the only one.
    pub fixed: bool,
    /// Whether a submitted value is never shown again.
    pub write_only: bool,
    /// Whether the value is in signals and answers.
    pub(super) signal: bool,
    /// The document that the box accepts, if the acceptance is recorded.
    pub(super) accepts: Option<DocumentVersion>,
    pub(super) rule: Rule,
}

impl Field {
    /// Returns whether the box is ticked, or `None` for another value.
    ///
    /// The value of a box with a version can be this version. Another one is no tick, because the user did not see the
    /// version that would be recorded.
    #[must_use]
    pub fn ticked(&self, submission: &Submission) -> Option<bool> {
        match (&self.accepts, submission.text(&self.name)) {
            (Some(accepts), Some(text)) if text == accepts.version => Some(true),
            // A version can be one of the other words for a tick, such as `1`.
            (Some(_), Some(text)) if !matches!(text, "true" | "on") => None,
            _ => submission.ticked(&self.name),
        }
    }
}

/// The rule for the values of a field.
#[derive(Debug, Clone)]
pub(super) enum Rule {
    Username(Text, Arc<NameRules>),
    Email(Text, DomainLists),
    /// With the site's name, on whose words the password must not depend.
    Password(Text, Arc<str>),
    /// The repeated password. Programs may omit it.
    Confirmation,
    Text(Text),
    Integer(Integer),
    /// On a page an unticked box is an answer. A program must send a required value.
    Boolean {
        required: bool,
    },
    /// A boolean that must be true, such as the acceptance of terms.
    Accepted,
}

/// The rule for a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    /// The minimum number of code points.
    pub(super) min_length: usize,
    /// The maximum number of code points.
    pub(super) max_length: usize,
    /// A pattern that must match anywhere in the text, as in JSON Schema.
    pub(super) pattern: Option<Regex>,
    pub(super) format: Option<Format>,
    /// Whether the text may have several lines: `x-multiline`.
    pub(super) multiline: bool,
    /// The allowed values, if they are listed.
    pub(super) choices: Vec<String>,
}

/// The `format` of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Email,
    /// A URL of a web page. It may be shown as a link, so `javascript:` is not allowed.
    Uri,
    Date,
    Password,
}

/// The rule for an integer.
#[derive(Debug, Clone, Default)]
pub(super) struct Integer {
    pub(super) minimum: Option<i64>,
    pub(super) maximum: Option<i64>,
    /// The allowed values, if they are listed.
    pub(super) choices: Vec<i64>,
}

impl Rule {
    pub(super) fn control(&self) -> &'static str {
        match self {
            Self::Email(..) => "email",
            Self::Password(..) | Self::Confirmation => "password",
            Self::Integer(Integer { choices, .. }) if !choices.is_empty() => "select",
            Self::Integer(_) => "number",
            Self::Boolean { .. } | Self::Accepted => "checkbox",
            Self::Username(text, _) | Self::Text(text) if !text.choices.is_empty() => "select",
            Self::Username(text, _) | Self::Text(text) => match text.format {
                None if text.multiline => "textarea",
                None => "text",
                Some(Format::Email) => "email",
                Some(Format::Uri) => "url",
                Some(Format::Date) => "date",
                Some(Format::Password) => "password",
            },
        }
    }

    pub(super) fn options(&self) -> Vec<String> {
        match self {
            Self::Text(text) => text.choices.clone(),
            Self::Integer(integer) => integer.choices.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns the minimum and the maximum length that a document may leave implicit.
    pub(super) fn lengths(&self) -> Option<(usize, usize)> {
        match self {
            Self::Username(text, _) | Self::Email(text, _) | Self::Password(text, _) => {
                Some((text.min_length, text.max_length))
            }
            Self::Text(text) if text.choices.is_empty() && text.format != Some(Format::Date) => {
                Some((text.min_length, text.max_length))
            }
            _ => None,
        }
    }
}
