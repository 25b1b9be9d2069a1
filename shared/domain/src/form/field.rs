//! Fields.

use std::sync::Arc;

use regex_lite::Regex;

use super::DomainLists;
use super::reserved::ReservedNames;
use crate::locale::Text as LocalizedText;

/// One field, as a page shows it.
#[derive(Debug, Clone)]
pub struct Field {
    /// The name in a body.
    pub name: String,
    /// What stands beside it: the property's `title`.
    pub label: LocalizedText,
    /// What helps to fill it in: the property's `description`.
    pub help: Option<LocalizedText>,
    /// HTML's `type` (`text`, `email`, `url`, `date`, `number`, `password`, `checkbox`), or `select`.
    pub control: &'static str,
    /// HTML's `autocomplete` (WCAG 2.2, 1.3.5).
    pub autocomplete: Option<String>,
    /// HTML's `inputmode`, where a keyboard on a screen should have other keys than the control's own.
    pub input_mode: Option<&'static str>,
    /// Whether a page must send it.
    pub required: bool,
    /// What a `select` offers, and what it is called.
    pub options: Vec<(String, LocalizedText)>,
    /// The smallest number.
    pub minimum: Option<i64>,
    /// The largest number.
    pub maximum: Option<i64>,
    /// What is in it before anything is typed.
    pub value: Option<String>,
    /// Whether what was typed is never shown again.
    pub write_only: bool,
    /// Whether the value is in signals and answers.
    pub(super) signal: bool,
    pub(super) rule: Rule,
}

/// What is accepted in a field.
#[derive(Debug, Clone)]
pub(super) enum Rule {
    Username(Text, Arc<ReservedNames>),
    Email(Text, DomainLists),
    /// With the site's name, which is not to be in it.
    Password(Text, Arc<str>),
    /// The password again. It is there for people: programs may leave it out.
    Confirmation,
    Text(Text),
    Integer(Integer),
    /// A page may leave a box unticked, which is an answer; a program may not leave out one that is required.
    Boolean {
        required: bool,
    },
    /// A boolean that must be true, as the acceptance of terms.
    Accepted,
}

/// What is accepted in a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    /// The fewest code points.
    pub(super) min_length: usize,
    /// The most code points.
    pub(super) max_length: usize,
    /// Found anywhere in the text, as JSON Schema has it.
    pub(super) pattern: Option<Regex>,
    pub(super) format: Option<Format>,
    /// The values, if they are given.
    pub(super) choices: Vec<String>,
}

/// The `format` of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Email,
    /// Of the web: a form asks for pages, and what is stored may be shown as a link, which `javascript:` must not be.
    Uri,
    Date,
    Password,
}

/// What is accepted in a whole number.
#[derive(Debug, Clone, Default)]
pub(super) struct Integer {
    pub(super) minimum: Option<i64>,
    pub(super) maximum: Option<i64>,
    /// The values, if they are given.
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

    /// The fewest and the most code points, where the form's document may leave them out.
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
