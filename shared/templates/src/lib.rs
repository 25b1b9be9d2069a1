//! The templates' language: `MiniJinja`, which escapes what goes into a name that ends in `.html`.

mod built_in;
mod check;
mod functions;

use minijinja::{Environment, Error, UndefinedBehavior, Value, syntax::SyntaxConfig};

pub use built_in::{MAILS, PAGES};
pub use functions::functions;

use domain::Overrides;
use domain::settings::Reader;

/// The templates of one part of the service: the built-in ones, and those of a folder that stand for them.
#[derive(Debug)]
pub struct Templates {
    built_in: &'static [(&'static str, &'static str)],
    own: Overrides,
    /// With the folder's.
    compiled: std::sync::OnceLock<Environment<'static>>,
    /// Without.
    fallback: std::sync::OnceLock<Environment<'static>>,
}

impl Templates {
    /// Creates a set of templates; nothing is compiled yet.
    #[must_use]
    pub fn new(built_in: &'static [(&'static str, &'static str)], own: Overrides) -> Self {
        Self { built_in, own, compiled: std::sync::OnceLock::new(), fallback: std::sync::OnceLock::new() }
    }

    /// Renders what `render` asks for. All are compiled when the first is asked for. Where a folder's template asks for what
    /// there is not, which shows only now, the built-in one does its work, and the log says so: nobody is to be sent away
    /// for it, and no mail to wait for it.
    ///
    /// # Errors
    /// When the built-in template cannot be rendered either.
    pub fn render<T>(&self, render: impl Fn(&Environment<'static>) -> Result<T, Error>) -> Result<T, Error> {
        match render(self.compiled.get_or_init(|| compile(self.built_in, &self.own))) {
            Err(error) if !self.own.is_empty() => {
                tracing::error!(error = format!("{error:#}"), "a template of REGISTRATION_TEMPLATES_DIR is not right");
                render(self.fallback.get_or_init(|| compile(self.built_in, &Overrides::default())))
            }
            rendered => rendered,
        }
    }
}

/// Reads the folder of overrides and checks each file in it.
pub fn read_overrides(reader: &mut Reader<'_>) -> Option<Overrides> {
    Overrides::read(reader, check::problems)
}

/// A value that a template asks for and nobody gives is an error, not a gap.
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    environment.set_syntax(syntax.build().expect("the default delimiters are valid"));
    environment.add_filter("strong", strong);
    environment
}

fn compile(built_in: &[(&'static str, &'static str)], own: &Overrides) -> Environment<'static> {
    let mut environment = environment();
    for (name, source) in built_in {
        environment.add_template(name, source).expect("a built-in template compiles: tests render every one");
    }
    for (name, source) in own.templates() {
        if let Err(error) = environment.add_template_owned(name.to_owned(), source.to_owned()) {
            tracing::error!(%error, "a template that compiled when the process started does not now");
        }
    }
    environment
}

/// A value that stands out in HTML.
fn strong(value: &Value) -> Value {
    let text = value.to_string();
    Value::from_safe_string(format!("<strong>{}</strong>", minijinja::HtmlEscape(&text)))
}
