//! The lines that `cargo run -p local` keeps of its functions' log.

use std::collections::BTreeMap;

use domain::clock::utc_day;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use crate::StatisticsError;
use crate::log_line::{ACTIVATED, COUNTING, REFUSALS, REFUSING, SCANNED};
use crate::statistics::{Statistics, TimeToActivate};
use crate::tally::Tally;
use crate::window::Window;

/// The answer of `/_local/log`.
#[derive(Debug, Deserialize)]
struct Log {
    /// The time of the service, whose clock tests move.
    now: Timestamp,
    lines: Vec<Line>,
}

#[derive(Debug, Deserialize)]
struct Line {
    at: Timestamp,
    function: String,
    fields: Fields,
}

/// The fields that count. A line has some of them.
#[derive(Debug, Deserialize)]
struct Fields {
    statistic: Option<String>,
    day: Option<Date>,
    registered_day: Option<Date>,
    seconds: Option<u64>,
    decision: Option<String>,
    code: Option<String>,
}

pub(crate) async fn read(url: &str, days: u16) -> Result<Statistics, StatisticsError> {
    let url = format!("{}/_local/log?days={days}", url.trim_end_matches('/'));
    let failed = |source| StatisticsError::Local { url: url.clone(), source };
    let answer = reqwest::get(&url).await.map_err(failed)?;
    if answer.status() == reqwest::StatusCode::CONFLICT {
        return Err(StatisticsError::LocalLogElsewhere);
    }
    let log: Log = answer.error_for_status().map_err(failed)?.json().await.map_err(failed)?;
    Ok(tally(&log, days))
}

/// Counts the lines as the queries in `cloudwatch` do.
fn tally(log: &Log, days: u16) -> Statistics {
    let mut tally = Tally::new(Window::ending(log.now, days), days);
    let mut times: BTreeMap<Date, Vec<u64>> = BTreeMap::new();
    for Line { at, function, fields } in &log.lines {
        if let (true, Some(statistic), Some(day)) = (COUNTING.contains(&&**function), &fields.statistic, fields.day) {
            tally.count(statistic, day, 1);
            if statistic == ACTIVATED {
                if let Some(registered_day) = fields.registered_day {
                    tally.convert(registered_day, 1);
                }
                times.entry(day).or_default().extend(fields.seconds);
            }
        }
        if let (true, Some(decision), Some(code)) = (REFUSING.contains(&&**function), &fields.decision, &fields.code)
            && REFUSALS.contains(&&**decision)
            && !SCANNED.contains(&&**code)
        {
            tally.refuse(utc_day(*at), code, 1);
        }
    }
    tally.took_in_total(TimeToActivate::of(times.values().flatten().copied().collect()));
    for (day, times) in times {
        tally.took(day, TimeToActivate::of(times));
    }
    tally.finish()
}
