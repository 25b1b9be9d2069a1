//! The completions and the manual, from the definitions of the command line.

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use serde_json::Value;

use crate::arguments::EXIT_CODES;
use crate::{AdminError, Arguments, Report};

pub(crate) fn completions(shell: Shell) -> Report {
    let mut command = Arguments::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    report(&script)
}

pub(crate) fn page(words: &[String]) -> Result<Report, AdminError> {
    let mut command = without_help(Arguments::command());
    command.build();
    let mut chosen = &command;
    for word in words {
        let named = chosen.find_subcommand(word);
        chosen = named.ok_or(AdminError::Usage("there is no such command: see registration --help"))?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(chosen.clone().after_long_help(EXIT_CODES)).render(&mut page)?;
    Ok(report(&page))
}

/// Removes the commands `help`, which have no pages.
fn without_help(command: Command) -> Command {
    command.disable_help_subcommand(true).mut_subcommands(without_help)
}

fn report(text: &[u8]) -> Report {
    let text = String::from_utf8_lossy(text).into_owned();
    Report::new(Value::from(text.clone()), text)
}
