//! The messages of one language, which are parsed on first use.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use super::Language;

/// A language, its own name, and its messages.
pub(super) struct Catalogue {
    pub(super) language: Language,
    pub(super) name: Cow<'static, str>,
    /// The Fluent sources. A message in a later one overrides that in an earlier one.
    sources: Vec<Cow<'static, str>>,
    bundle: OnceLock<FluentBundle<FluentResource>>,
    /// The first source alone: the fallback for an override that cannot be formatted.
    first: OnceLock<FluentBundle<FluentResource>>,
}

impl Catalogue {
    pub(super) fn new(language: Language, name: Cow<'static, str>, sources: Vec<Cow<'static, str>>) -> Self {
        Self { language, name, sources, bundle: OnceLock::new(), first: OnceLock::new() }
    }

    /// Formats a message, or with `id.attribute` an attribute of one.
    ///
    /// Returns `None` if there is none, or if it uses an unknown variable. The built-in message is the fallback of an
    /// override with an unknown variable.
    pub(super) fn format(&self, id: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        let text = self.format_in(self.bundle.get_or_init(|| self.parse(&self.sources)), id, arguments);
        if text.is_some() || self.sources.len() == 1 {
            return text;
        }
        self.format_in(self.first.get_or_init(|| self.parse(&self.sources[..1])), id, arguments)
    }

    fn format_in(&self, bundle: &FluentBundle<FluentResource>, id: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        let pattern = match id.split_once('.') {
            Some((id, attribute)) => bundle.get_message(id)?.get_attribute(attribute)?.value(),
            None => bundle.get_message(id)?.value()?,
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(arguments), &mut errors).into_owned();
        if let Some(error) = errors.first() {
            tracing::error!(id, language = %self.language, %error, "a message cannot be formatted");
            return None;
        }
        Some(text)
    }

    fn parse(&self, sources: &[Cow<'static, str>]) -> FluentBundle<FluentResource> {
        let mut bundle = FluentBundle::new_concurrent(vec![self.language.identifier().clone()]);
        // Values are isolated by the caller, who knows whether the message becomes HTML.
        bundle.set_use_isolating(false);
        for source in sources {
            // The sources are valid: those of a deployment were checked at the start, and the built-in ones by a test.
            let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(source.clone().into_owned());
            bundle.add_resource_overriding(resource);
        }
        bundle
    }
}

// The source is too long for a log.
impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Catalogue({})", self.language)
    }
}

/// Parses Fluent messages.
///
/// # Errors
/// The invalid entries, each with its line.
pub fn parse(source: &str) -> Result<FluentResource, Vec<(usize, String)>> {
    FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
        let line = |at: usize| source.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        errors.into_iter().map(|error| (line(error.pos.start), error.kind.to_string())).collect()
    })
}
