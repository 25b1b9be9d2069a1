//! The templates of the pages.

use std::sync::LazyLock;

use axum::response::{Html, IntoResponse, Response};
use http::header;
use jiff::Timestamp;
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Value};

use super::PageError;
use super::links::linkify;

/// The policy of a page: its own style, and the emails that it frames.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'";

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates.set_syntax(
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().expect("the default syntax is valid"),
    );
    for (name, source) in [
        ("page.html", include_str!("../../templates/page.html")),
        ("home.html", include_str!("../../templates/home.html")),
        ("mail.html", include_str!("../../templates/mail.html")),
        ("events.html", include_str!("../../templates/events.html")),
        ("openid_login.html", include_str!("../../templates/openid_login.html")),
    ] {
        templates.add_template(name, source).expect("the built-in templates are valid");
    }
    templates.add_filter("moment", format_time);
    templates.add_filter("linked", |text: &str| Value::from_safe_string(linkify(text)));
    templates
});

/// Formats a time for people.
fn format_time(time: &str) -> String {
    time.parse()
        .map_or_else(|_| time.to_owned(), |time: Timestamp| time.strftime("%-d %B %Y, %H:%M:%S UTC").to_string())
}

/// A rendered page, with its policy.
#[derive(Debug)]
pub(crate) struct Page(String, &'static str);

/// Renders the template `name` with `context`.
pub(super) fn render(name: &str, context: Value) -> Result<Page, PageError> {
    Ok(Page(TEMPLATES.get_template(name)?.render(context)?, POLICY))
}

/// Renders the login page of the OpenID provider, which has a form.
pub(crate) fn render_openid_login(context: Value) -> Result<Page, PageError> {
    let policy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    Ok(Page(render("openid_login.html", context)?.0, policy))
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let headers =
            [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_SECURITY_POLICY, self.1), (header::VARY, "Accept")];
        (headers, Html(self.0)).into_response()
    }
}
