//! The pages of a deployment's own front end.

use super::{Reader, WebUrl};
use crate::Token;

/// The pages of a front end that replace pages of the service in emails and redirects.
///
/// The service passes the rest of a link on in the query: an invitation's code, an activation key that starts over, and
/// the language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrontEnd {
    /// `REGISTRATION_FORM_URL` replaces `/register`, also with an invitation or to start over.
    form: Option<WebUrl>,
    /// `REGISTRATION_REGISTERED_URL` replaces `/register/complete`, where a user waits for the email.
    registered: Option<WebUrl>,
    /// `REGISTRATION_ACTIVATION_URL` replaces `/activate/{key}`, the link of the email.
    activation: Option<KeyUrl>,
    /// `REGISTRATION_ACTIVATED_URL` replaces `/activate/complete`.
    activated: Option<WebUrl>,
    /// `REGISTRATION_RESEND_URL` replaces `/activate/resend`.
    resend: Option<WebUrl>,
}

/// A URL with `{key}` in the place of the activation key.
#[derive(Debug, Clone, PartialEq, Eq)]
struct KeyUrl {
    before: String,
    after: String,
}

impl FrontEnd {
    /// Reads the settings.
    ///
    /// Returns `None` if one is invalid, which `reader` then reports.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let form = reader.parse_optional("REGISTRATION_FORM_URL", WebUrl::parse);
        let registered = reader.parse_optional("REGISTRATION_REGISTERED_URL", WebUrl::parse);
        let activation = reader.parse_optional("REGISTRATION_ACTIVATION_URL", KeyUrl::parse);
        let activated = reader.parse_optional("REGISTRATION_ACTIVATED_URL", WebUrl::parse);
        let resend = reader.parse_optional("REGISTRATION_RESEND_URL", WebUrl::parse);
        let (form, registered, activation) = (form?, registered?, activation?);
        Some(Self { form, registered, activation, activated: activated?, resend: resend? })
    }

    /// Returns the URL of the page that replaces a path of the service, with the path's query.
    #[must_use]
    pub fn url(&self, path: &str) -> Option<String> {
        let (page, query) = path.split_once('?').unwrap_or((path, ""));
        let url = match page {
            "/register" => self.form.as_ref()?.to_string(),
            "/register/complete" => self.registered.as_ref()?.to_string(),
            "/activate/complete" => self.activated.as_ref()?.to_string(),
            "/activate/resend" => self.resend.as_ref()?.to_string(),
            page => {
                let key = Token::parse(page.strip_prefix("/activate/")?)?;
                self.activation.as_ref()?.with(key.expose())
            }
        };
        Some(with_query(&url, query))
    }

    /// Returns the origins of the pages, to which forms of the service may redirect.
    pub fn origins(&self) -> impl Iterator<Item = String> {
        let activation = self.activation.as_ref().and_then(|url| WebUrl::parse(&url.with("")).ok());
        let pages = [&self.form, &self.registered, &self.activated, &self.resend].into_iter().flatten().cloned();
        pages.chain(activation).map(|page| page.origin())
    }

    /// Returns the variables of the pages that the front end does not have.
    pub(super) fn missing(&self) -> impl Iterator<Item = &'static str> {
        let pages = [
            ("REGISTRATION_FORM_URL", self.form.is_none()),
            ("REGISTRATION_REGISTERED_URL", self.registered.is_none()),
            ("REGISTRATION_ACTIVATION_URL", self.activation.is_none()),
            ("REGISTRATION_ACTIVATED_URL", self.activated.is_none()),
            ("REGISTRATION_RESEND_URL", self.resend.is_none()),
        ];
        pages.into_iter().filter(|(_, missing)| *missing).map(|(variable, _)| variable)
    }
}

impl KeyUrl {
    const PLACEHOLDER: &str = "{key}";

    fn parse(value: &str) -> Result<Self, String> {
        let wrong = || {
            "must be an https URL with {key} once, behind the host, such as https://app.example.com/activate#key={key}"
                .to_owned()
        };
        let (before, after) = value.split_once(Self::PLACEHOLDER).ok_or_else(wrong)?;
        let url = Self { before: before.to_owned(), after: after.to_owned() };
        // A key of another length would be part of another host, port or scheme.
        let (one, other) = (WebUrl::parse(&url.with("a")), WebUrl::parse(&url.with("1a")));
        match (one, other) {
            (Ok(one), Ok(other)) if one.origin() == other.origin() => Ok(url),
            _ => Err(wrong()),
        }
    }

    fn with(&self, key: &str) -> String {
        format!("{}{key}{}", self.before, self.after)
    }
}

/// Adds a query in front of the fragment.
fn with_query(url: &str, query: &str) -> String {
    if query.is_empty() {
        return url.to_owned();
    }
    let (page, fragment) = url.split_at(url.find('#').unwrap_or(url.len()));
    let joint = if page.contains('?') { '&' } else { '?' };
    format!("{page}{joint}{query}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Environment;

    const KEY: &str = "p2zqtg3crbnuvc5ehxd7myo6iks4jaw2";

    fn read(variables: &[(&str, &str)]) -> Result<FrontEnd, String> {
        let environment: Environment =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut reader = Reader::new(&environment);
        let front_end = FrontEnd::read(&mut reader);
        reader.finish(|| front_end).map_err(|error| error.to_string())
    }

    #[test]
    fn paths_become_pages_of_front_end() {
        let front_end = read(&[
            ("REGISTRATION_FORM_URL", "https://app.example.com/#/join"),
            ("REGISTRATION_REGISTERED_URL", "https://app.example.com/wait?step=2"),
            ("REGISTRATION_ACTIVATION_URL", "https://app.example.com/activate?key={key}"),
        ])
        .unwrap();
        for (path, url) in [
            ("/register", Some("https://app.example.com/#/join")),
            ("/register?invitation=abc&lang=de", Some("https://app.example.com/?invitation=abc&lang=de#/join")),
            ("/register/complete?again=1", Some("https://app.example.com/wait?step=2&again=1")),
            (
                &format!("/activate/{KEY}"),
                Some("https://app.example.com/activate?key=p2zqtg3crbnuvc5ehxd7myo6iks4jaw2"),
            ),
            (
                &format!("/activate/{KEY}?lang=de"),
                Some("https://app.example.com/activate?key=p2zqtg3crbnuvc5ehxd7myo6iks4jaw2&lang=de"),
            ),
            ("/activate/code", None),
            ("/activate/complete", None),
            ("/activate/resend", None),
            ("/activate/resend/complete", None),
            ("/register/closed", None),
        ] {
            assert_eq!(front_end.url(path).as_deref(), url, "{path}");
        }
        assert_eq!(front_end.missing().collect::<Vec<_>>(), ["REGISTRATION_ACTIVATED_URL", "REGISTRATION_RESEND_URL"]);
    }

    #[test]
    fn url_of_activation_has_key_behind_host() {
        for url in [
            "https://app.example.com/activate/{key}",
            "https://app.example.com/activate?key={key}",
            "https://app.example.com/#/activate/{key}/now",
            "http://localhost:5173/?key={key}",
        ] {
            assert!(read(&[("REGISTRATION_ACTIVATION_URL", url)]).is_ok(), "{url}");
        }
        for url in [
            "https://app.example.com/activate",
            "https://app.example.com/{key}/{key}",
            "https://{key}.example.com/",
            "https://app.example.com{key}",
            "https://app.example.com:{key}/",
            "http://app.example.com/{key}",
            "http{key}://app.example.com/",
            "/activate/{key}",
            "https://app.example.com/{code}/{key}",
            "{key}",
        ] {
            let report = read(&[("REGISTRATION_ACTIVATION_URL", url)]).unwrap_err();
            assert!(report.contains("with {key} once"), "{url}: {report}");
        }
    }
}
