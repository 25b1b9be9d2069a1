//! The variables of a function, read by the function's own code.

use std::sync::Arc;

use domain::Random;
use domain::clock::SystemClock;
use domain::settings::{Environment, SettingsError};
use mailer::Mailer;
use openid::Openid;
use registration_http::App;
use ses_feedback::Feedback;
use signals::Dispatcher;

use crate::finding::{Check, Finding};

/// The variables that Lambda itself sets.
const SET_BY_LAMBDA: [(&str, &str); 3] =
    [("AWS_REGION", "us-east-1"), ("AWS_ACCESS_KEY_ID", "none"), ("AWS_SECRET_ACCESS_KEY", "none")];

/// The variables whose meaning is in files of a layer, with the variables that depend on these files.
const IN_LAYERS: [(&str, &[&str]); 2] = [
    ("REGISTRATION_FORMS_DIR", &["REGISTRATION_FORM", "REGISTRATION_FORMS"]),
    ("REGISTRATION_TEMPLATES_DIR", &["REGISTRATION_LANGUAGES"]),
];

/// The secret of `openid`, with settings that no operator needs to read.
const OPENID_SECRET: &str = "REGISTRATION_OPENID_SECRET";

/// Whether the functions contain the list of disposable mailboxes, which this program does not.
const REFUSE_DISPOSABLE: &str = "REGISTRATION_REFUSE_DISPOSABLE";

/// Reads the variables as the function does when it starts.
pub(crate) fn check(function: &str, variables: impl IntoIterator<Item = (String, String)>) -> Finding {
    let check = Check::Settings;
    let given: Environment = variables.into_iter().collect();
    if function == "openid" && given.get(OPENID_SECRET).is_some() {
        let detail = format!("could not be checked: some are in the secret of {OPENID_SECRET}");
        return check.unchecked(function, detail, None);
    }
    let mut skipped = vec![REFUSE_DISPOSABLE];
    let mut layers = Vec::new();
    for (folder, dependent) in IN_LAYERS {
        // With `local` the folder is on this machine.
        if given.get(folder).is_some_and(|path| path.starts_with("/opt/")) {
            layers.push(folder);
            skipped.push(folder);
            skipped.extend(dependent);
        }
    }
    let rest = given.variables().filter(|(name, _)| !skipped.contains(name));
    let rest: Environment = rest.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let by_lambda = SET_BY_LAMBDA.map(|(name, value)| (name.to_owned(), value.to_owned()));
    match read(function, &rest.with_defaults(by_lambda)) {
        Ok(()) if layers.is_empty() => check.ok(function, "the variables are complete"),
        Ok(()) => check.ok(function, format!("the variables are complete, without the files of {}", layers.join(", "))),
        Err(error) => {
            // One line for the table. The report itself has one for each setting.
            let problems = error.to_string().lines().map(str::trim).collect::<Vec<_>>().join(" ");
            let remedy = "Correct the parameters, and deploy again. A function that cannot read them does not start.";
            check.wrong(function, problems, remedy).with_command("sam deploy")
        }
    }
}

/// Creates the state of one of `FUNCTIONS`, which reads all of its settings and calls nothing.
fn read(function: &str, environment: &Environment) -> Result<(), SettingsError> {
    let (clock, random) = (Arc::new(SystemClock), Random::system());
    match function {
        "activate" => App::with_codes(environment, clock, random).map(drop),
        "openid" => Openid::new(environment, clock, random).map(drop),
        "mail" => Mailer::new(environment, clock, random).map(drop),
        "signal" => Dispatcher::new(environment).map(drop),
        "feedback" => Feedback::new(environment, clock, random).map(drop),
        "register" | "allowed" => App::new(environment, clock, random).map(drop),
        _ => unreachable!("{function} is not in FUNCTIONS"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Status;
    use crate::stack::FUNCTIONS;

    const HTTP: [(&str, &str); 3] = [
        ("REGISTRATION_TABLE", "users"),
        ("REGISTRATION_SITE_NAME", "Example"),
        ("REGISTRATION_SITE_URL", "https://example.com"),
    ];

    fn finding(function: &str, variables: &[(&str, &str)]) -> Finding {
        check(function, variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn each_function_reads_its_own_settings() {
        assert_eq!(finding("register", &HTTP).status, Status::Ok);
        assert_eq!(finding("feedback", &HTTP[..1]).status, Status::Ok);
        assert_eq!(finding("signal", &[("REGISTRATION_EVENT_BUS", "bus")]).status, Status::Ok);
        for function in FUNCTIONS {
            assert_eq!(finding(function, &[]).status, Status::Wrong, "{function}");
        }
    }

    #[test]
    fn wrong_setting_is_named() {
        let wrong = finding("register", &[&HTTP[..], &[("REGISTRATION_OPEN", "yes")]].concat());
        assert_eq!(wrong.detail, r#"a setting is wrong: REGISTRATION_OPEN="yes": must be true or false"#);
    }

    #[test]
    fn secret_is_not_printed() {
        let variables = [&HTTP[..], &[("REGISTRATION_CODE_SECRET", "hush")]].concat();
        let wrong = finding("activate", &variables);
        assert_eq!(wrong.status, Status::Wrong);
        assert!(
            wrong.detail.contains("REGISTRATION_CODE_SECRET") && !wrong.detail.contains("hush"),
            "{}",
            wrong.detail
        );
    }

    #[test]
    fn files_of_layers_are_not_needed() {
        let layers = [
            ("REGISTRATION_FORMS_DIR", "/opt/forms"),
            ("REGISTRATION_FORM", "team"),
            ("REGISTRATION_TEMPLATES_DIR", "/opt/templates"),
            ("REGISTRATION_LANGUAGES", "tlh"),
            ("REGISTRATION_REFUSE_DISPOSABLE", "true"),
        ];
        let found = finding("register", &[&HTTP[..], &layers].concat());
        assert_eq!(found.status, Status::Ok, "{}", found.detail);
        assert!(found.detail.ends_with("without the files of REGISTRATION_FORMS_DIR, REGISTRATION_TEMPLATES_DIR"));
    }

    #[test]
    fn settings_in_a_secret_are_unchecked() {
        let variables = [&HTTP[..], &[("REGISTRATION_OPENID_SECRET", "openid")]].concat();
        assert_eq!(finding("openid", &variables).status, Status::Unchecked);
        assert_eq!(finding("register", &variables).status, Status::Ok);
    }
}
