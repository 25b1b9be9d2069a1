//! The first output: the URLs of everything.

use std::fmt::Write;

use local::{Local, Storage};

use crate::arguments::Arguments;

/// Returns the lines of the banner.
pub(crate) fn banner(local: &Local, arguments: &Arguments) -> String {
    let (url, environment) = (local.url(), local.environment());
    let data = match arguments.storage() {
        Storage::Folder(folder) => folder.display().to_string(),
        Storage::Memory => "in memory".to_owned(),
        Storage::At(url) => format!("in the DynamoDB at {url}"),
    };
    let mut lines = String::new();
    for (what, place) in [
        ("Site", url),
        ("Register", &format!("{url}/register")),
        ("Inbox", &format!("{url}/_local/mail")),
        ("Events", &format!("{url}/_local/events")),
        ("DynamoDB", &environment["AWS_ENDPOINT_URL_DYNAMODB"]),
        ("Data", &data),
    ] {
        _ = writeln!(lines, "{what:<9} {place}");
    }
    if arguments.services_only {
        let variables = local.env_file();
        _ = write!(
            lines,
            "\nThe functions run elsewhere, with these variables:\n\n{variables}\nTo start them:\n\n    \
             curl -s {url}/_local/env > target/local.env\n    cargo lambda watch --env-file target/local.env\n\n"
        );
    }
    lines.push_str("Press Ctrl-C to stop.\n");
    lines
}
