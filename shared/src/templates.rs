//! The templates' language: `MiniJinja`, which escapes what goes into a name that ends in `.html`.

use minijinja::{Environment, UndefinedBehavior, syntax::SyntaxConfig};

/// The built-in templates, compiled. A value that a template asks for and nobody gives is an error, not a gap.
pub(crate) fn compile(templates: &[(&'static str, &'static str)]) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    environment.set_syntax(syntax.build().expect("the default delimiters are valid"));
    for (name, source) in templates {
        environment.add_template(name, source).expect("a built-in template compiles: tests render every one");
    }
    environment
}
