//! The command `registration users erase`, for a few users, for a file of them, or again after a restore.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use domain::UserId;
use domain::clock::Clock;
use jiff::Timestamp;
use operator::{Erasure, ErasureOutcome, Erasures, Operator};
use serde_json::json;

use crate::arguments::Erase;
use crate::progress::Progress;
use crate::{AdminError, Report};

/// The number of users who are erased with one scan of the table, which is a bound on the memory.
const CHUNK: usize = 25_000;
/// The maximum number of users in the report about many.
const MAX_SHOWN: usize = 100;

pub(crate) async fn run(operator: &Operator, clock: &dyn Clock, arguments: &Erase) -> Result<Report, AdminError> {
    arguments.confirmation.require()?;
    match (&arguments.file, arguments.since, &arguments.from_table) {
        (Some(file), ..) => Box::pin(erase_many(operator, clock, &read(file)?)).await,
        (None, Some(since), Some(table)) => Box::pin(replay(operator, clock, since, table)).await,
        _ => erase_named(operator, &arguments.ids).await,
    }
}

/// Erases users, each of whom must exist.
async fn erase_named(operator: &Operator, ids: &[UserId]) -> Result<Report, AdminError> {
    let Erasures { results, failure: failed } = operator.erase(ids).await?;
    let lines = results.iter().map(|erasure| describe(erasure) + "\n").collect();
    let left = results.iter().filter(|erasure| is_left(erasure.outcome, true)).count();
    Ok(Report { failure: failure(failed, left), ..Report::new(json!(results), lines) })
}

/// Repeats the removals from the waiting list and the erasures since an instant, which the replaced table has.
async fn replay(
    operator: &Operator,
    clock: &dyn Clock,
    since: Timestamp,
    replaced: &str,
) -> Result<Report, AdminError> {
    let wrong = |source| AdminError::ReplacedTable { table: replaced.to_owned(), source };
    let replaced = operator.at_table(replaced)?;
    let erased = replaced.erased_since(since).await.map_err(wrong)?;
    let places = Box::pin(operator.remove_waiting_again(&replaced, since)).await?;
    let mut report = erase_many(operator, clock, &erased).await?;
    report.text.extend(places.iter().map(|id| format!("The place {id} is off the waiting list.\n")));
    if report.text.is_empty() {
        report.text.push_str("Nobody was erased since then.\n");
    }
    report.json["places"] = json!(places);
    Ok(report)
}

/// Erases many users, and reports their number.
///
/// Those who were erased before are no failure, so that a stopped command can be repeated. After a restore, they may
/// have been erased before the backup.
async fn erase_many(operator: &Operator, clock: &dyn Clock, ids: &[UserId]) -> Result<Report, AdminError> {
    let (mut counts, mut shown, mut failed) = (BTreeMap::<&str, usize>::new(), Vec::new(), None);
    let (mut done, mut left, mut progress) = (0, 0, Progress::new(Some(ids.len() as u64), clock.now()));
    for ids in ids.chunks(CHUNK) {
        let show = |finished: usize| {
            let finished = done + finished as u64;
            progress.show(finished, finished, clock.now(), || format!("{finished} users done"));
        };
        let Erasures { results, failure } = operator.erase_and_report(ids, show).await?;
        for erasure in results {
            *counts.entry(erasure.outcome.as_str()).or_default() += 1;
            let is_left = is_left(erasure.outcome, false);
            left += usize::from(is_left);
            if (is_left || erasure.suppressed.is_some()) && shown.len() < MAX_SHOWN {
                shown.push(erasure);
            }
        }
        done += ids.len() as u64;
        if failure.is_some() {
            failed = failure;
            break;
        }
    }
    progress.finish();
    let mut lines: String = counts.iter().fold(String::new(), |mut lines, (outcome, count)| {
        _ = writeln!(lines, "{count}  {outcome}");
        lines
    });
    lines.extend(shown.iter().map(|erasure| describe(erasure) + "\n"));
    let json = json!({ "counts": counts, "first": shown });
    Ok(Report { failure: failure(failed, left), ..Report::new(json, lines) })
}

/// Reads all ids before the first erasure, so that a wrong line erases nobody.
fn read(file: &Path) -> Result<Vec<UserId>, AdminError> {
    let wrong = |problem: String| AdminError::File { file: file.display().to_string(), problem };
    let text = std::fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let lines = text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty());
    let ids = lines
        .map(|(at, line)| line.parse().map_err(|_| wrong(format!("line {}: {line:?} is no id of a user", at + 1))));
    let ids: Vec<_> = ids.collect::<Result<_, _>>()?;
    if ids.is_empty() { Err(wrong("it names no user".to_owned())) } else { Ok(ids) }
}

/// Returns whether the user still has to be erased. `unknown` says whether one who does not exist counts.
fn is_left(outcome: ErasureOutcome, unknown: bool) -> bool {
    match outcome {
        ErasureOutcome::Erased => false,
        ErasureOutcome::Unknown => unknown,
        ErasureOutcome::Changed | ErasureOutcome::Unreadable | ErasureOutcome::Failed => true,
    }
}

fn failure(failed: Option<table::StoreError>, left: usize) -> Option<AdminError> {
    match failed {
        Some(error) => Some(AdminError::Operator(error.into())),
        None => (left > 0).then_some(AdminError::NotErased(left)),
    }
}

fn describe(erasure: &Erasure) -> String {
    let Erasure { id, outcome, suppressed, suppressed_until } = erasure;
    match (outcome, suppressed, suppressed_until) {
        (ErasureOutcome::Unknown, ..) => format!("{id} does not exist."),
        (ErasureOutcome::Changed, ..) => format!("{id} was changed at the same time: erase it again."),
        (ErasureOutcome::Unreadable, ..) => {
            format!("{id} is not erased, because the item cannot be read: repair USER#{id}, and erase it again.")
        }
        (ErasureOutcome::Failed, ..) => format!("{id} is not erased: erase it again."),
        (ErasureOutcome::Erased, Some(state), Some(until)) => format!(
            "{id} is erased. The mailbox gets no emails until {until} ({}), so its address stays: `mailbox release` ends that.",
            state.as_str()
        ),
        (ErasureOutcome::Erased, ..) => format!("{id} is erased."),
    }
}
