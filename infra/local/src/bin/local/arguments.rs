//! The command line.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;

use clap::Parser;
use domain::settings::Environment;
use local::{Functions, Options, Storage};

/// Run the whole sign-up service on this machine.
///
/// The functions read their settings from the environment: `REGISTRATION_BACKEND`, `REGISTRATION_OPEN` and so on.
#[derive(Debug, Parser)]
#[command(name = "local", version)]
pub(crate) struct Arguments {
    /// The port, or 0 for a free one [default: 9000, with --services-only 9001]
    #[arg(long)]
    port: Option<u16>,
    /// The address to listen on. With 0.0.0.0 or ::, other machines can register, and read the inbox and the settings
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", value_parser = parse_listen)]
    listen: IpAddr,
    /// Put the users and invitations of a JSON file into the table before the first request
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// Also stop when standard input ends, as it does when the program that started this one ends
    #[arg(long)]
    pub(crate) stop_with_stdin: bool,
    /// Check that a service answers at this URL, and do nothing else
    #[arg(long, value_name = "URL", exclusive = true)]
    pub(crate) check: Option<String>,
    /// The folder that keeps the data
    #[arg(long, value_name = "DIR", default_value = Options::FOLDER)]
    data: PathBuf,
    /// Keep the data in memory, until the process ends
    #[arg(long, conflicts_with = "data")]
    memory: bool,
    /// Use another DynamoDB, such as DynamoDB Local at <http://127.0.0.1:8000>
    #[arg(long, value_name = "URL", conflicts_with_all = ["data", "memory"])]
    dynamodb: Option<String>,
    /// Send emails through another SES, such as moto's, instead of to the inbox
    #[arg(long, value_name = "URL")]
    ses: Option<String>,
    /// Send events to another EventBridge instead of to the event log
    #[arg(long, value_name = "URL", conflicts_with = "rules")]
    eventbridge: Option<String>,
    /// Apply the EventBridge rules of a CloudFormation or SAM template (repeatable)
    #[arg(long, value_name = "TEMPLATE", requires = "target")]
    rules: Vec<PathBuf>,
    /// The URL for events of a target, by its name in the template (repeatable)
    ///
    /// For a function of `cargo lambda watch` it is <http://127.0.0.1:9000/2015-03-31/functions/NAME/invocations>.
    #[arg(long, value_name = "NAME=URL", value_parser = target)]
    target: Vec<(String, String)>,
    /// Run everything except the functions, and invoke those of `cargo lambda watch`
    #[arg(long)]
    pub(crate) services_only: bool,
    /// The URL of `cargo lambda watch`
    #[arg(long, value_name = "URL", default_value = Options::FUNCTIONS_URL, requires = "services_only")]
    functions_url: String,
}

/// Parses the address to listen on: this machine alone, or all addresses.
///
/// The functions reach `local` at 127.0.0.1 or `::1`, so it has to listen there, too.
fn parse_listen(value: &str) -> Result<IpAddr, String> {
    let address = value.parse().ok().filter(|address: &IpAddr| {
        address.is_unspecified() || [IpAddr::from(Ipv4Addr::LOCALHOST), Ipv6Addr::LOCALHOST.into()].contains(address)
    });
    address.ok_or_else(|| "must be 127.0.0.1, ::1, 0.0.0.0 or ::".to_owned())
}

impl Arguments {
    /// Returns the options, with the functions' variables of this process.
    pub(crate) fn options(&self) -> Options {
        let (port, functions) = if self.services_only {
            (Options::SERVICES_PORT, Functions::At(self.functions_url.clone()))
        } else {
            (Options::PORT, Functions::InProcess)
        };
        Options {
            port: self.port.unwrap_or(port),
            address: self.listen,
            storage: self.storage(),
            seed: self.seed.clone(),
            functions,
            variables: variables().into_iter().chain(self.endpoints()).collect(),
            rules: self.rules.clone(),
            targets: self.target.clone(),
            ..Options::default()
        }
    }

    /// Returns the endpoints of other services. The dummy credentials stay.
    fn endpoints(&self) -> impl Iterator<Item = (String, String)> {
        let endpoints = [("AWS_ENDPOINT_URL_SESV2", &self.ses), ("AWS_ENDPOINT_URL_EVENTBRIDGE", &self.eventbridge)];
        endpoints.into_iter().filter_map(|(name, url)| Some((name.to_owned(), url.clone()?)))
    }

    /// Returns the place of the data.
    pub(crate) fn storage(&self) -> Storage {
        match &self.dynamodb {
            Some(url) => Storage::At(url.clone()),
            None if self.memory => Storage::Memory,
            None => Storage::Folder(self.data.clone()),
        }
    }
}

/// Returns the functions' own variables.
///
/// AWS's variables are left out, so that nothing here reaches a real account.
fn variables() -> Vec<(String, String)> {
    Environment::process()
        .variables()
        .filter(|(name, _)| name.starts_with("REGISTRATION_"))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn target(text: &str) -> Result<(String, String), &'static str> {
    let (name, url) = text.split_once('=').ok_or("must be NAME=URL")?;
    Ok((name.to_owned(), url.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(arguments: &[&str]) -> Options {
        Arguments::parse_from([&["local"], arguments].concat()).options()
    }

    #[test]
    fn defaults_run_everything_and_keep_data() {
        let options = options(&[]);
        assert_eq!((options.port, options.functions), (9000, Functions::InProcess));
        assert_eq!(options.storage, Storage::Folder(".registration".into()));
    }

    #[test]
    fn services_only_leaves_port_to_cargo_lambda() {
        let options = options(&["--services-only", "--memory"]);
        assert_eq!((options.port, options.storage), (9001, Storage::Memory));
        assert_eq!(options.functions, Functions::At("http://127.0.0.1:9000".to_owned()));
    }

    #[test]
    fn data_and_memory_options_conflict() {
        assert!(Arguments::try_parse_from(["local", "--data", "x", "--memory"]).is_err());
        assert!(Arguments::try_parse_from(["local", "--functions-url", "http://x"]).is_err());
    }

    #[test]
    fn ses_and_eventbridge_endpoints_can_be_set() {
        let variables = options(&["--ses", "http://127.0.0.1:1", "--eventbridge", "http://127.0.0.1:2"]).variables;
        for (name, url) in [("SESV2", "http://127.0.0.1:1"), ("EVENTBRIDGE", "http://127.0.0.1:2")] {
            assert!(variables.contains(&(format!("AWS_ENDPOINT_URL_{name}"), url.to_owned())), "{variables:?}");
        }
    }

    #[test]
    fn external_dynamodb_excludes_local_storage() {
        let url = "http://127.0.0.1:8000";
        assert_eq!(options(&["--dynamodb", url]).storage, Storage::At(url.to_owned()));
        assert!(Arguments::try_parse_from(["local", "--dynamodb", url, "--memory"]).is_err());
        assert!(Arguments::try_parse_from(["local", "--dynamodb", url, "--data", "x"]).is_err());
    }

    #[test]
    fn seed_and_address_can_be_set() {
        let options = options(&["--seed", "users.jsonl", "--listen", "0.0.0.0"]);
        assert_eq!(options.seed, Some("users.jsonl".into()));
        assert_eq!(options.address.to_string(), "0.0.0.0");
        for wrong in [
            ["--listen", "everywhere"].as_slice(),
            &["--listen", "192.0.2.1"],
            &["--listen", "127.0.0.2"],
            &["--seed"],
            &["--check", "http://x", "--memory"],
        ] {
            assert!(Arguments::try_parse_from([&["local"], wrong].concat()).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn rules_require_target_urls() {
        assert!(Arguments::try_parse_from(["local", "--rules", "template.yaml"]).is_err());
        assert!(Arguments::try_parse_from(["local", "--rules", "template.yaml", "--target", "Queue"]).is_err());
        let options = options(&["--rules", "template.yaml", "--target", "Queue=http://127.0.0.1:1/a=b"]);
        assert_eq!(options.targets, [("Queue".to_owned(), "http://127.0.0.1:1/a=b".to_owned())]);
    }
}
