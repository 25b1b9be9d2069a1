//! The settings.
//!
//! [`Environment`] reads the variables, nowhere else and once, when a function starts. [`Reader`] parses them, and one
//! [`SettingsError`] reports all that are missing or malformed.

mod accent_color;
mod activation;
mod activation_by;
mod activation_proof;
mod environment;
mod front_end;
mod logo;
mod openid_provider;
mod rate_limit;
mod reader;
mod site_url;
mod web_url;

use jiff::{SignedDuration, Span, SpanRelativeTo};

use crate::unicode::is_line_control;

pub use accent_color::AccentColor;
pub use activation::ActivationSettings;
pub use activation_by::ActivationBy;
pub use activation_proof::ActivationProof;
pub use environment::Environment;
pub use front_end::FrontEnd;
pub use logo::Logo;
pub use openid_provider::OpenidProvider;
pub use rate_limit::{RateLimit, Window};
pub use reader::Reader;
pub use reader::SettingsError;
pub use site_url::SiteUrl;
pub use web_url::WebUrl;

/// The settings of all functions that answer users.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `REGISTRATION_OPEN`: `false` closes registration. Default: `true`.
    ///
    /// Users who registered before can still activate.
    pub open: bool,
    /// `REGISTRATION_PAUSE_WHEN_BOUNCING`: `true` pauses registration after bounces.
    ///
    /// The pause takes an hour after over 4 % of the last 1,000 emails bounced. Default: `false`.
    pub pause_when_bouncing: bool,
    /// The name and the URL of the site.
    pub site: Site,
    /// The terms on which registrations are activated.
    pub activation: ActivationSettings,
    /// The OpenID providers that users may register by.
    pub openid_providers: Vec<OpenidProvider>,
    /// `REGISTRATION_LIMIT_PER_SOURCE`: the requests from one source that cost something. Default: `30/10m`.
    ///
    /// `None`, written `off`, is no limit.
    pub source_limit: Option<RateLimit>,
    /// `REGISTRATION_PAGES`: `off` if the service has no pages, because a front end has all. Default: `on`.
    pub pages: bool,
    /// `REGISTRATION_FACTS_PERIOD`: the time for which the source address and the user agent of requests are kept.
    ///
    /// Default: `30d`. `None`, written `off`, keeps neither.
    pub facts_period: Option<SignedDuration>,
    /// `REGISTRATION_MAIL_BUDGET`: the emails that strangers may cause in a time. Default: `off`, which is no budget.
    pub mail_budget: Option<RateLimit>,
}

impl Settings {
    /// Reads the settings.
    ///
    /// Returns `None` if one is invalid, which `reader` then reports.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let open = reader.or("REGISTRATION_OPEN", "true", parse_bool);
        let pause_when_bouncing = reader.or("REGISTRATION_PAUSE_WHEN_BOUNCING", "false", parse_bool);
        let site = Site::read(reader);
        let activation = ActivationSettings::read(reader);
        let openid_providers = OpenidProvider::read(reader);
        let source_limit = reader.or("REGISTRATION_LIMIT_PER_SOURCE", "30/10m", RateLimit::parse_or_off);
        let facts_period = reader.or("REGISTRATION_FACTS_PERIOD", "30d", parse_period_or_off);
        let mail_budget = reader.or("REGISTRATION_MAIL_BUDGET", "off", RateLimit::parse_or_off);
        let pages = read_pages(reader, site.as_ref(), openid_providers.as_deref());
        Some(Self {
            open: open?,
            pause_when_bouncing: pause_when_bouncing?,
            site: site?,
            activation: activation?,
            openid_providers: openid_providers?,
            source_limit: source_limit?,
            facts_period: facts_period?,
            mail_budget: mail_budget?,
            pages: pages?,
        })
    }
}

/// Reads `REGISTRATION_PAGES`.
///
/// Without pages the front end must have them all, and nobody can sign in at a provider, which ends on a page.
fn read_pages(reader: &mut Reader<'_>, site: Option<&Site>, providers: Option<&[OpenidProvider]>) -> Option<bool> {
    let missing: Vec<_> = site.map(|site| site.front_end.missing().collect()).unwrap_or_default();
    let signs_in = providers.is_some_and(|providers| !providers.is_empty());
    reader.or("REGISTRATION_PAGES", "on", |value| match parse_pages(value)? {
        false if signs_in => {
            Err("must be on, because sign-ins at OpenID providers end on pages of the service".to_owned())
        }
        false if !missing.is_empty() => Err(format!("needs pages of a front end: set {}", missing.join(", "))),
        pages => Ok(pages),
    })
}

/// Reads `REGISTRATION_PAGES` for a function that answers no requests, and so does not read the rest of the front end.
pub fn read_has_pages(reader: &mut Reader<'_>) -> Option<bool> {
    reader.or("REGISTRATION_PAGES", "on", parse_pages)
}

fn parse_pages(value: &str) -> Result<bool, String> {
    match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("must be on or off".to_owned()),
    }
}

/// The site that users register with.
#[derive(Debug, Clone)]
pub struct Site {
    /// `REGISTRATION_SITE_NAME`: the name of the site in pages and emails. One line.
    pub name: String,
    /// `REGISTRATION_SITE_URL`: the URL of the pages.
    ///
    /// Every link begins with it, and never with a request's `Host`.
    pub url: SiteUrl,
    /// `REGISTRATION_LOGIN_URL`: the login page, an `https` URL. Pages and emails link to it. Default: none.
    pub login_url: Option<WebUrl>,
    /// `REGISTRATION_TERMS_URL`: the terms of use, an `https` URL. Pages link to them. Default: none.
    pub terms_url: Option<WebUrl>,
    /// `REGISTRATION_PRIVACY_URL`: the privacy notice, an `https` URL. Pages link to it. Default: none.
    pub privacy_url: Option<WebUrl>,
    /// `REGISTRATION_LOGO_URL`: the picture at the top of every page.
    ///
    /// An `https` URL or a `data:` URL. Default: the name of the site.
    pub logo: Option<Logo>,
    /// `REGISTRATION_ACCENT_COLOR`: the colour of buttons and links, as `#rrggbb`. Default: that of `style.css`.
    pub accent: Option<AccentColor>,
    /// The pages of the deployment's own front end.
    pub front_end: FrontEnd,
}

impl Site {
    /// Reads the settings.
    ///
    /// Returns `None` if one is invalid, which `reader` then reports.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let name = reader.required("REGISTRATION_SITE_NAME", "the name of the site in pages and emails", parse_line);
        let url = reader.required("REGISTRATION_SITE_URL", "the URL under which users reach the pages", |value| {
            SiteUrl::parse(value)
        });
        let login_url = reader.parse_optional("REGISTRATION_LOGIN_URL", WebUrl::parse);
        let terms_url = reader.parse_optional("REGISTRATION_TERMS_URL", WebUrl::parse);
        let privacy_url = reader.parse_optional("REGISTRATION_PRIVACY_URL", WebUrl::parse);
        let logo = reader.parse_optional("REGISTRATION_LOGO_URL", Logo::parse);
        let accent = reader.parse_optional("REGISTRATION_ACCENT_COLOR", AccentColor::parse);
        let front_end = FrontEnd::read(reader);
        Some(Self {
            name: name?,
            url: url?,
            login_url: login_url?,
            terms_url: terms_url?,
            privacy_url: privacy_url?,
            logo: logo?,
            accent: accent?,
            front_end: front_end?,
        })
    }
}

impl Site {
    /// Returns the full URL of a page, for an email: that of the front end, or that of the service.
    #[must_use]
    pub fn page_url(&self, path: &str) -> String {
        self.front_end.url(path).unwrap_or_else(|| self.url.join(path))
    }
}

/// Reads `REGISTRATION_TABLE`, the name of the DynamoDB table.
pub fn read_table(reader: &mut Reader<'_>) -> Option<String> {
    reader.required("REGISTRATION_TABLE", "the name of the DynamoDB table", parse_line)
}

/// Reads `REGISTRATION_LIMIT_PER_MAILBOX`: the activation emails and notices to one mailbox that anybody can cause.
///
/// Its period slides. Default: `5/1d`.
pub fn read_mailbox_limit(reader: &mut Reader<'_>) -> Option<RateLimit> {
    reader.or("REGISTRATION_LIMIT_PER_MAILBOX", "5/1d", RateLimit::parse)
}

/// Parses one line of text.
///
/// Controls are invalid, because they could break out of an email's header.
///
/// # Errors
/// A sentence with the expected format.
pub fn parse_line(value: &str) -> Result<String, String> {
    let value = value.trim();
    if value.is_empty() || value.contains(is_line_control) {
        return Err("must be one line of text".to_owned());
    }
    Ok(value.to_owned())
}

/// Parses `true` or `false`.
///
/// # Errors
/// A sentence with the expected format.
pub fn parse_bool(value: &str) -> Result<bool, String> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err("must be true or false".to_owned()),
    }
}

/// Parses a time such as `7d`, `36h` or `2s`, from a second to 366 days.
///
/// # Errors
/// A sentence with the expected format.
pub fn parse_period(value: &str) -> Result<SignedDuration, String> {
    let wrong = || "must be a time between 1s and 366d, such as 7d, 36h or 2s".to_owned();
    let span: Span = value.parse().map_err(|_| wrong())?;
    let period = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| wrong())?;
    let allowed = SignedDuration::from_secs(1)..=SignedDuration::from_hours(366 * 24);
    if allowed.contains(&period) { Ok(SignedDuration::from_secs(period.as_secs())) } else { Err(wrong()) }
}

fn parse_period_or_off(value: &str) -> Result<Option<SignedDuration>, String> {
    match value {
        "off" => Ok(None),
        period => parse_period(period).map(Some).map_err(|problem| problem + ", or off"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn read(variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let environment = environment(variables);
        let mut reader = Reader::new(&environment);
        let settings = Settings::read(&mut reader);
        reader.finish(|| settings)
    }

    #[test]
    fn invalid_settings_are_reported_together() {
        let report = read(&[
            ("REGISTRATION_OPEN", "yes"),
            ("REGISTRATION_SITE_URL", "example.com"),
            ("REGISTRATION_ACTIVATION_PERIOD", "soon"),
        ])
        .unwrap_err()
        .to_string();
        insta::assert_snapshot!(report, @r#"
        settings are wrong:
          REGISTRATION_OPEN="yes": must be true or false
          REGISTRATION_SITE_NAME: is not set; set it to the name of the site in pages and emails
          REGISTRATION_SITE_URL="example.com": must be a URL such as https://example.com, without query or fragment
          REGISTRATION_ACTIVATION_PERIOD="soon": must be a time between 1s and 366d, such as 7d, 36h or 2s
        "#);
    }

    #[test]
    fn unset_settings_have_documented_defaults() {
        let settings =
            read(&[("REGISTRATION_SITE_NAME", "Example"), ("REGISTRATION_SITE_URL", "https://example.com/")]).unwrap();
        assert!(settings.open);
        assert_eq!(settings.activation.period, SignedDuration::from_hours(7 * 24));
    }

    #[test]
    fn period_has_number_and_unit() {
        for (value, seconds) in [("7d", 604_800), ("2s", 2), ("36h", 129_600), ("1d 12h", 129_600), ("P7D", 604_800)] {
            assert_eq!(parse_period(value), Ok(SignedDuration::from_secs(seconds)), "{value}");
        }
        for value in ["", "7", "0s", "-1d", "500ms", "2 months", "400d", "999999999999d"] {
            assert!(parse_period(value).is_err(), "{value}");
        }
    }
}
