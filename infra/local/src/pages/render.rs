//! Templates become pages.

use std::sync::LazyLock;

use axum::response::{Html, IntoResponse, Response};
use http::header;
use jiff::Timestamp;
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Value};

use super::PageError;
use super::links::linkify;

/// Nothing but the page's own style, and the mails that it frames.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'";

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates.set_syntax(
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().expect("it is minijinja's own"),
    );
    for (name, source) in [
        ("page.html", include_str!("../../templates/page.html")),
        ("home.html", include_str!("../../templates/home.html")),
        ("mail.html", include_str!("../../templates/mail.html")),
        ("events.html", include_str!("../../templates/events.html")),
    ] {
        templates.add_template(name, source).expect("the built-in templates are valid");
    }
    templates.add_filter("moment", format_time);
    templates.add_filter("linked", |text: &str| Value::from_safe_string(linkify(text)));
    templates
});

/// A time as people read it.
fn format_time(time: &str) -> String {
    time.parse()
        .map_or_else(|_| time.to_owned(), |time: Timestamp| time.strftime("%-d %B %Y, %H:%M:%S UTC").to_string())
}

/// A page.
#[derive(Debug)]
pub(crate) struct Page(String);

/// The page that the template `name` makes of `context`.
pub(super) fn render(name: &str, context: Value) -> Result<Page, PageError> {
    Ok(Page(TEMPLATES.get_template(name)?.render(context)?))
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let headers =
            [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_SECURITY_POLICY, POLICY), (header::VARY, "Accept")];
        (headers, Html(self.0)).into_response()
    }
}
