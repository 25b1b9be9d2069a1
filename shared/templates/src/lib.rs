//! Templates of pages and emails, in the language of `MiniJinja`.
//!
//! [`Templates`] renders them, with a deployment's overrides. In files that end in `.html`, values are escaped. The
//! values are not here: `registration-http` and `mailer` provide them.

mod built_in;
mod check;
mod functions;

use std::sync::{Arc, OnceLock};

use minijinja::{Environment, Error, UndefinedBehavior, Value, syntax::SyntaxConfig};

pub use built_in::{MAILS, PAGES};
pub use functions::functions;

use domain::settings::Reader;
use domain::{Overrides, is_line_control};

/// The templates of one part of the service: built-in ones and overrides.
#[derive(Debug)]
pub struct Templates {
    built_in: &'static [(&'static str, &'static str)],
    overrides: Arc<Overrides>,
    /// With the overrides.
    loaded: OnceLock<Environment<'static>>,
    /// Without the overrides.
    fallback: OnceLock<Environment<'static>>,
}

impl Templates {
    /// Creates a set of templates. Each is compiled on first use.
    #[must_use]
    pub fn new(built_in: &'static [(&'static str, &'static str)], overrides: Overrides) -> Self {
        let overrides = Arc::new(overrides);
        Self { built_in, overrides, loaded: OnceLock::new(), fallback: OnceLock::new() }
    }

    /// Renders a template.
    ///
    /// If an override uses an unknown value, which only rendering shows, the error is logged, and the built-in template
    /// is the fallback. A mistake in an override then turns no user away, and delays no email.
    ///
    /// # Errors
    /// The error of the built-in template, if it fails, too.
    pub fn render<T>(&self, render: impl Fn(&Environment<'static>) -> Result<T, Error>) -> Result<T, Error> {
        match render(self.loaded.get_or_init(|| load(self.built_in, Arc::clone(&self.overrides)))) {
            Err(error) if !self.overrides.is_empty() => {
                // The alternate format has the values of the page or the email.
                tracing::error!(error = format!("{error}"), "a template of REGISTRATION_TEMPLATES_DIR is invalid");
                render(self.fallback.get_or_init(|| load(self.built_in, Arc::default())))
            }
            rendered => rendered,
        }
    }
}

/// Reads the folder of overrides, and checks each file in it.
pub fn read_overrides(reader: &mut Reader<'_>) -> Option<Overrides> {
    Overrides::read(reader, check::problems)
}

/// Creates an environment in which an unknown value is an error, not an empty text.
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    environment.set_syntax(syntax.build().expect("the default delimiters are valid"));
    environment.add_filter("strong", strong);
    environment.add_filter("quoted", quoted);
    environment
}

/// Creates an environment that compiles each template when a page or an email first needs it.
fn load(built_in: &'static [(&'static str, &'static str)], overrides: Arc<Overrides>) -> Environment<'static> {
    let mut environment = environment();
    environment.set_loader(move |name| {
        let mut sources = overrides.templates().chain(built_in.iter().copied());
        Ok(sources.find(|(template, _)| *template == name).map(|(_, source)| source.to_owned()))
    });
    environment
}

/// Quotes a text on one line, so that it cannot look like the text around it. Other values stay as they are.
fn quoted(value: &Value) -> Value {
    let Some(text) = value.as_str() else { return value.clone() };
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if is_line_control(c) => quoted.extend(c.escape_default()),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted.into()
}

/// Emphasises a value in HTML.
fn strong(value: &Value) -> Value {
    let text = value.to_string();
    Value::from_safe_string(format!("<strong>{}</strong>", minijinja::HtmlEscape(&text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_value_is_one_line_in_quotes() {
        for (value, quoted) in [
            (Value::from("Acme"), r#""Acme""#),
            ("a\n\nregistration users approve X".into(), r#""a\n\nregistration users approve X""#),
            ("\u{1b}[2J\u{202e}x\u{85}\u{2028}".into(), r#""\u{1b}[2J\u{202e}x\u{85}\u{2028}""#),
            (r#"a" \ b"#.into(), r#""a\" \\ b""#),
            ("نامه\u{200c}ای 👩\u{200d}🔧".into(), "\"نامه\u{200c}ای 👩\u{200d}🔧\""),
            (5.into(), "5"),
        ] {
            let rendered = environment().render_str("{{ value|quoted }}", minijinja::context! { value }).unwrap();
            assert_eq!(rendered, quoted);
        }
    }
}
