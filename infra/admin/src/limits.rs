//! The commands `registration limits`.

use operator::Operator;
use serde_json::json;

use crate::arguments::LimitsCommand;
use crate::{AdminError, Report, text};

pub(crate) async fn run(operator: &Operator, command: &LimitsCommand) -> Result<Report, AdminError> {
    match command {
        LimitsCommand::Show => show(operator).await,
        LimitsCommand::Clear { name } => {
            let cleared = operator.clear_count(name).await?;
            let line = if cleared { "The number is zero again.\n" } else { "Nothing is counted under this name.\n" };
            Ok(Report::new(json!({ "changed": cleared }), line.to_owned()))
        }
    }
}

async fn show(operator: &Operator) -> Result<Report, AdminError> {
    let counts = operator.counts().await?;
    let rows: Vec<_> = counts
        .iter()
        .map(|count| {
            let until = count.until.map(|until| until.to_string()).unwrap_or_default();
            [count.name.clone(), count.counted.to_string(), until]
        })
        .collect();
    let lines = if rows.is_empty() {
        "Nothing is counted now.\n".to_owned()
    } else {
        text::table(["NAME", "NUMBER", "UNTIL"], &rows)
    };
    Ok(Report::new(json!(counts), lines))
}
