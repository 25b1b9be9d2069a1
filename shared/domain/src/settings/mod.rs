//! The settings. The environment is read here and nowhere else, once, when a function starts; whatever is missing or
//! malformed is reported in one [`SettingsError`].

mod environment;
mod reader;
mod site_url;

use jiff::{SignedDuration, Span, SpanRelativeTo};

pub use environment::Environment;
pub use reader::Reader;
pub use reader::SettingsError;
pub use site_url::SiteUrl;

/// What all functions that answer people need to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `REGISTRATION_OPEN`: `true` or `false`; `false` closes registration, never activation. Default: `true`.
    pub open: bool,
    /// `REGISTRATION_PAUSE_WHEN_BOUNCING`: `true` or `false`; `true` pauses registration for an hour when over 4 % of the last
    /// 1,000 mails bounced. Default: `false`.
    pub pause_when_bouncing: bool,
    /// The name and the address of the site.
    pub site: Site,
    /// `REGISTRATION_ACTIVATION_PERIOD`: how long an activation key is valid, such as `7d`, `36h` or `2s`; at least a
    /// second, at most 366 days. Default: `7d`.
    pub activation_period: SignedDuration,
}

impl Settings {
    /// Reads the settings; `None` if one is wrong, which `reader` then knows.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let open = reader.or("REGISTRATION_OPEN", "true", parse_bool);
        let pause_when_bouncing = reader.or("REGISTRATION_PAUSE_WHEN_BOUNCING", "false", parse_bool);
        let site = Site::read(reader);
        let activation_period = read_activation_period(reader);
        Some(Self {
            open: open?,
            pause_when_bouncing: pause_when_bouncing?,
            site: site?,
            activation_period: activation_period?,
        })
    }
}

/// The site that people register with.
#[derive(Debug, Clone)]
pub struct Site {
    /// `REGISTRATION_SITE_NAME`: what pages and mails call the site. One line.
    pub name: String,
    /// `REGISTRATION_SITE_URL`: where people reach these pages; every link begins with it, never with a request's `Host`.
    pub url: SiteUrl,
}

impl Site {
    /// Reads the two settings. Returns `None` if one is wrong, which `reader` then reports.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let name = reader.required("REGISTRATION_SITE_NAME", "what pages and mails call the site", parse_line);
        let url = reader.required("REGISTRATION_SITE_URL", "the URL under which people reach these pages", |value| {
            SiteUrl::parse(value)
        });
        Some(Self { name: name?, url: url? })
    }
}

/// `REGISTRATION_TABLE`: the name of the DynamoDB table.
pub fn read_table(reader: &mut Reader<'_>) -> Option<String> {
    reader.required("REGISTRATION_TABLE", "the name of the DynamoDB table", parse_line)
}

/// `REGISTRATION_ACTIVATION_PERIOD`.
pub fn read_activation_period(reader: &mut Reader<'_>) -> Option<SignedDuration> {
    reader.or("REGISTRATION_ACTIVATION_PERIOD", "7d", parse_period)
}

/// One line of text without control characters, which could otherwise break out of a mail's header.
///
/// # Errors
/// A sentence that says what is expected.
pub fn parse_line(value: &str) -> Result<String, String> {
    let value = value.trim();
    if value.is_empty() || value.chars().any(char::is_control) {
        return Err("must be one line of text".to_owned());
    }
    Ok(value.to_owned())
}

/// `true` or `false`.
///
/// # Errors
/// A sentence that says what is expected.
pub fn parse_bool(value: &str) -> Result<bool, String> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err("must be true or false".to_owned()),
    }
}

/// A time such as `7d`, `36h` or `2s`: at least a second, at most 366 days, in whole seconds.
///
/// # Errors
/// A sentence that says what is expected.
pub fn parse_period(value: &str) -> Result<SignedDuration, String> {
    let wrong = || "must be a time between 1s and 366d, such as 7d, 36h or 2s".to_owned();
    let span: Span = value.parse().map_err(|_| wrong())?;
    let period = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| wrong())?;
    let allowed = SignedDuration::from_secs(1)..=SignedDuration::from_hours(366 * 24);
    if allowed.contains(&period) { Ok(SignedDuration::from_secs(period.as_secs())) } else { Err(wrong()) }
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
          REGISTRATION_SITE_NAME: is not set; set it to what pages and mails call the site
          REGISTRATION_SITE_URL="example.com": must be a URL such as https://example.com, without query or fragment
          REGISTRATION_ACTIVATION_PERIOD="soon": must be a time between 1s and 366d, such as 7d, 36h or 2s
        "#);
    }

    #[test]
    fn unset_settings_have_documented_defaults() {
        let settings =
            read(&[("REGISTRATION_SITE_NAME", "Example"), ("REGISTRATION_SITE_URL", "https://example.com/")]).unwrap();
        assert!(settings.open);
        assert_eq!(settings.activation_period, SignedDuration::from_hours(7 * 24));
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
