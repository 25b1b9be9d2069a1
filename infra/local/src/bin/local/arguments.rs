//! The command line.

use std::path::PathBuf;

use clap::Parser;
use domain::settings::Environment;
use local::{Functions, Options, Storage};

/// The whole sign-up service on this machine.
///
/// The functions' own settings are taken from the environment: `REGISTRATION_BACKEND`, `REGISTRATION_OPEN` and so on.
#[derive(Debug, Parser)]
#[command(name = "local", version)]
pub(crate) struct Arguments {
    /// The port to serve at, on 127.0.0.1; 0 picks a free one [default: 9000, with --services-only 9001]
    #[arg(long)]
    port: Option<u16>,
    /// The folder to keep the data in
    #[arg(long, value_name = "DIR", default_value = Options::FOLDER)]
    data: PathBuf,
    /// Keep nothing: the data ends with the process
    #[arg(long, conflicts_with = "data")]
    memory: bool,
    /// Keep the data in a DynamoDB that runs elsewhere, such as DynamoDB Local at <http://127.0.0.1:8000>
    #[arg(long, value_name = "URL", conflicts_with_all = ["data", "memory"])]
    dynamodb: Option<String>,
    /// Send the mails through an SES that runs elsewhere, such as moto's; they are not in the inbox then
    #[arg(long, value_name = "URL")]
    ses: Option<String>,
    /// Put the events on the bus of an EventBridge that runs elsewhere; they are not in the event log then
    #[arg(long, value_name = "URL", conflicts_with = "rules")]
    eventbridge: Option<String>,
    /// A CloudFormation or SAM template whose EventBridge rules are on the bus; may be given several times
    #[arg(long, value_name = "TEMPLATE", requires = "target")]
    rules: Vec<PathBuf>,
    /// Where a target of the rules is: its name in the template, and the URL that is posted the events; for a function
    /// of `cargo lambda watch`, <http://127.0.0.1:9000/2015-03-31/functions/NAME/invocations>
    #[arg(long, value_name = "NAME=URL", value_parser = target)]
    target: Vec<(String, String)>,
    /// Run all but the functions, and call those of `cargo lambda watch`
    #[arg(long)]
    pub(crate) services_only: bool,
    /// Where `cargo lambda watch` serves
    #[arg(long, value_name = "URL", default_value = Options::FUNCTIONS_URL, requires = "services_only")]
    functions_url: String,
}

impl Arguments {
    /// What the arguments ask for, with the functions' variables of this process.
    pub(crate) fn options(&self) -> Options {
        let (port, functions) = if self.services_only {
            (Options::SERVICES_PORT, Functions::At(self.functions_url.clone()))
        } else {
            (Options::PORT, Functions::InProcess)
        };
        Options {
            port: self.port.unwrap_or(port),
            storage: self.storage(),
            functions,
            variables: variables().into_iter().chain(self.endpoints()).collect(),
            rules: self.rules.clone(),
            targets: self.target.clone(),
            ..Options::default()
        }
    }

    /// What is asked for of AWS's services elsewhere. The credentials stay those that open nothing.
    fn endpoints(&self) -> impl Iterator<Item = (String, String)> {
        let endpoints = [("AWS_ENDPOINT_URL_SESV2", &self.ses), ("AWS_ENDPOINT_URL_EVENTBRIDGE", &self.eventbridge)];
        endpoints.into_iter().filter_map(|(name, url)| Some((name.to_owned(), url.clone()?)))
    }

    /// Where the data is kept.
    pub(crate) fn storage(&self) -> Storage {
        match &self.dynamodb {
            Some(url) => Storage::At(url.clone()),
            None if self.memory => Storage::Memory,
            None => Storage::Folder(self.data.clone()),
        }
    }
}

/// The functions' own variables. AWS's are left where they are: nothing here may reach a real account.
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
    fn rules_require_target_urls() {
        assert!(Arguments::try_parse_from(["local", "--rules", "template.yaml"]).is_err());
        assert!(Arguments::try_parse_from(["local", "--rules", "template.yaml", "--target", "Queue"]).is_err());
        let options = options(&["--rules", "template.yaml", "--target", "Queue=http://127.0.0.1:1/a=b"]);
        assert_eq!(options.targets, [("Queue".to_owned(), "http://127.0.0.1:1/a=b".to_owned())]);
    }
}
