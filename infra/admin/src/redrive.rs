//! The command `registration redrive`.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use operator::{FailedInvocation, Operator, RedriveOutcome};
use serde_json::json;

use crate::{AdminError, Report, text};

/// Redrives the files in the order of their names, which begin with the time.
///
/// All files are read before the first function is invoked.
pub(crate) async fn run(operator: &Operator, files: &[PathBuf]) -> Result<Report, AdminError> {
    let mut failures = Vec::new();
    for file in files {
        read(file, &mut failures)?;
    }
    failures.sort_by(|(a, _), (b, _)| a.file_name().cmp(&b.file_name()));
    let (mut json, mut lines, mut failed) = (Vec::new(), String::new(), 0);
    for (file, failure) in &failures {
        let outcome = operator.redrive(failure).await?;
        let error = match outcome {
            RedriveOutcome::Done => None,
            RedriveOutcome::Failed(error) => Some(error),
        };
        failed += usize::from(error.is_some());
        let result = error.as_deref().map_or_else(|| "done".to_owned(), text::one_line);
        _ = writeln!(lines, "{}: {result}", file.display());
        json.push(json!({ "file": file, "function": failure.function(), "done": error.is_none(), "error": error }));
    }
    if failures.is_empty() {
        lines.push_str("There are no files.\n");
    }
    let failure = (failed > 0).then_some(AdminError::FailedAgain(failed));
    Ok(Report { failure, ..Report::new(json.into(), lines) })
}

fn read(file: &Path, failures: &mut Vec<(PathBuf, FailedInvocation)>) -> Result<(), AdminError> {
    let wrong = |problem: &dyn std::fmt::Display| AdminError::File {
        file: file.display().to_string(),
        problem: problem.to_string(),
    };
    if file.is_dir() {
        for entry in std::fs::read_dir(file).map_err(|error| wrong(&error))? {
            read(&entry.map_err(|error| wrong(&error))?.path(), failures)?;
        }
        return Ok(());
    }
    let document = std::fs::read_to_string(file).map_err(|error| wrong(&error))?;
    failures.push((file.to_owned(), FailedInvocation::parse(&document).map_err(|error| wrong(&error))?));
    Ok(())
}
