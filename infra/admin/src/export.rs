//! The command `registration users export`, for one user or for all.

use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use domain::UserId;
use domain::clock::Clock;
use operator::Operator;
use serde::Deserialize;
use serde_json::json;

use crate::arguments::Export;
use crate::progress::Progress;
use crate::{AdminError, Report, resumable, text};

/// The number of bytes at the end of a file that contain its last user, whose item has up to 400 KB.
const END: u64 = 1024 * 1024;

/// The option that names the file.
const OPTION: &str = "--output";

/// The part of a line that says after whom the export goes on.
#[derive(Deserialize)]
struct Line {
    id: UserId,
}

pub(crate) async fn run(operator: &Operator, clock: &dyn Clock, arguments: &Export) -> Result<Report, AdminError> {
    match (&arguments.id, &arguments.output) {
        (_, Some(output)) if output.as_os_str() == "-" => {
            Err(AdminError::Usage("--output needs a file: without it a user goes to standard output"))
        }
        (Some(id), output) => one(operator, *id, output.as_deref()).await,
        (None, Some(output)) => all(operator, clock, output).await,
        (None, None) => Err(AdminError::Usage("name a user, or add --all with --output FILE")),
    }
}

async fn one(operator: &Operator, id: UserId, output: Option<&Path>) -> Result<Report, AdminError> {
    let user = operator.export(id).await?;
    let pretty = serde_json::to_string_pretty(&user).unwrap_or_default() + "\n";
    let Some(path) = output else { return Ok(Report::new(json!(user), text::json(&pretty))) };
    let wrong =
        |error: std::io::Error| AdminError::File { file: path.display().to_string(), problem: error.to_string() };
    resumable::create(path, OPTION)?.write_all(pretty.as_bytes()).map_err(wrong)?;
    std::fs::rename(resumable::part_of(path), path).map_err(wrong)?;
    Ok(Report::new(json!({ "written": 1 }), format!("The user is in {}.\n", path.display())))
}

/// Writes all users as lines of JSON.
///
/// The file has `.part` behind its name until it is complete. Such a part is continued after its last complete line.
async fn all(operator: &Operator, clock: &dyn Clock, path: &Path) -> Result<Report, AdminError> {
    let part = resumable::part_of(path);
    let (whole, path) = (path, part.as_path());
    let wrong = |problem: String| AdminError::File { file: path.display().to_string(), problem };
    let failed = |error: std::io::Error| wrong(error.to_string());
    resumable::require_new(whole, OPTION)?;
    let mut file = resumable::open(path)?;
    let mut after = last_user(&mut file).map_err(failed)?.map_err(wrong)?;
    let is_continued = after.is_some();
    let (mut written, mut progress) = (0_u64, Progress::new(None, clock.now()));
    let mut file = BufWriter::new(file);
    loop {
        let (users, next) = operator.export_page(after).await?;
        for user in &users {
            serde_json::to_writer(&mut file, user).map_err(|error| wrong(error.to_string()))?;
            file.write_all(b"\n").map_err(failed)?;
        }
        file.flush().map_err(failed)?;
        written += users.len() as u64;
        progress.show(written, written, clock.now(), || format!("{written} users written"));
        after = next;
        if after.is_none() {
            break;
        }
    }
    progress.finish();
    std::fs::rename(path, whole).map_err(failed)?;
    let further = if is_continued { " further" } else { "" };
    let text = format!("{written}{further} users are in {}.\n", whole.display());
    Ok(Report::new(json!({ "written": written, "continued": is_continued }), text))
}

/// Removes a last line that is not complete, and returns the user of the line before it.
///
/// The inner error says why the file is no export.
fn last_user(file: &mut File) -> std::io::Result<Result<Option<UserId>, String>> {
    let length = file.metadata()?.len();
    let start = length.saturating_sub(END);
    file.seek(SeekFrom::Start(start))?;
    let mut end = Vec::new();
    file.read_to_end(&mut end)?;
    let Some(at) = end.iter().rposition(|byte| *byte == b'\n') else {
        if start > 0 || (length > 0 && !end.starts_with(b"{\"id\"")) {
            return Ok(Err("it is no part of an export: name another file for --output".to_owned()));
        }
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        return Ok(Ok(None));
    };
    let last = end[..at].rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    match serde_json::from_slice::<Line>(last) {
        Ok(line) => {
            let complete = start + at as u64 + 1;
            file.set_len(complete)?;
            file.seek(SeekFrom::Start(complete))?;
            Ok(Ok(Some(line.id)))
        }
        Err(_) => Ok(Err("it is no part of an export: name another file for --output".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01KJMVGY00B10WNQA3Z3B5QXSP";

    fn read(content: &str) -> (Result<Option<UserId>, String>, String) {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(content.as_bytes()).unwrap();
        let last = last_user(&mut file).unwrap();
        file.seek(SeekFrom::Start(0)).unwrap();
        let mut left = String::new();
        file.read_to_string(&mut left).unwrap();
        (last, left)
    }

    #[test]
    fn export_goes_on_after_last_complete_line() {
        let line = format!("{{\"id\":\"{ID}\",\"status\":\"active\"}}\n");
        let id = Some(ID.parse().unwrap());
        assert_eq!(read(""), (Ok(None), String::new()));
        assert_eq!(read(&line), (Ok(id), line.clone()));
        assert_eq!(read(&format!("{line}{{\"id\":\"01K")), (Ok(id), line.clone()));
        assert_eq!(read("{\"id\":\"01K"), (Ok(None), String::new()));
        let long = format!("{}{line}", format!("{{\"id\":\"{ID}\",\"x\":\"{}\"}}\n", "a".repeat(300_000)).repeat(5));
        assert_eq!(read(&long), (Ok(id), long.clone()));
    }

    #[test]
    fn other_file_is_not_changed() {
        for content in ["email\nann@example.com\n", "no line", "{}\n"] {
            let (last, left) = read(content);
            assert!(last.unwrap_err().contains("no part of an export"));
            assert_eq!(left, content);
        }
    }
}
