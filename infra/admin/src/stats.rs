//! The command `registration stats`.

use std::fmt::Write;

use domain::settings::Environment;
use jiff::Timestamp;
use serde_json::json;
use statistics::{Counts, Source, Statistics, TimeToActivate, duration};

use crate::arguments::Stats;
use crate::chart::{self, Glyphs};
use crate::{AdminError, Report, environment, text};

/// The lines of a chart.
const HEIGHT: usize = 3;

/// Counts in the logs of a stack of the AWS environment, or of the service at `local`.
pub(crate) async fn run(arguments: &Stats, local: Option<&str>, now: Timestamp) -> Result<Report, AdminError> {
    let source = match (local, &arguments.stack) {
        (Some(url), None) => Source::Local { url: url.to_owned() },
        (None, Some(stack)) => Source::Stack { environment: environment::read(None).await?, stack: stack.clone() },
        (Some(_), Some(_)) => return Err(AdminError::Usage("--local has no stack: leave out --stack")),
        (None, None) => return Err(AdminError::Usage("there is nothing to count: add --stack STACK or --local URL")),
    };
    let statistics = statistics::read(&source, arguments.days, now).await?;
    let process = Environment::process();
    let glyphs = Glyphs::of_locale(["LC_ALL", "LC_CTYPE", "LANG"].map(|name| process.get(name)));
    Ok(Report::new(json!(statistics), describe(&statistics, glyphs)))
}

/// Describes the numbers: the chart, the days, the totals, and the refusals.
fn describe(statistics: &Statistics, glyphs: Glyphs) -> String {
    let Statistics { days, total, requested_days, .. } = statistics;
    let mut text = charts(statistics, glyphs);
    let mut rows: Vec<_> = days
        .iter()
        .map(|day| row(format!("{}{}", day.date, if day.complete { "" } else { "*" }), &day.counts))
        .collect();
    rows.push(row("total".to_owned(), total));
    let head = ["DAY", "REGISTERED", "ACTIVATED", "CONVERTED", "MEDIAN", "EXPIRED", "REFUSED", "BOUNCED"];
    text.push_str(&text::table(head, &rows));
    text.push_str("* Today is not over. Days are those of UTC.\n");
    if let Some(first) = days.first().filter(|_| days.len() < usize::from(*requested_days)) {
        _ = writeln!(text, "The logs go back to {} only.", first.date);
    }
    let share = total.conversion.map(|share| {
        format!("{} of {} registrations are active by now ({})", total.converted, total.registered, percent(share))
    });
    let took = total.time_to_activate.map(|TimeToActivate { median_seconds, p90_seconds }| {
        format!("{} (median), {} (90th percentile)", duration(median_seconds), duration(p90_seconds))
    });
    text.push('\n');
    text.push_str(&text::fields(&[
        ("converted", share.unwrap_or_else(|| "nobody registered".to_owned())),
        ("time to activate", took.unwrap_or_else(|| "nobody activated".to_owned())),
        ("emails", format!("{} bounced, {} complaints", total.bounced, total.complained)),
    ]));
    if !total.refused.is_empty() {
        let mut refused: Vec<_> = total.refused.iter().collect();
        // The sort is stable, so equal numbers stay in the order of their codes.
        refused.sort_by_key(|(_, number)| std::cmp::Reverse(**number));
        let rows: Vec<_> = refused.iter().map(|(code, number)| [(*code).clone(), number.to_string()]).collect();
        text.push('\n');
        text.push_str(&text::table(["CODE", "REFUSED"], &rows));
    }
    text
}

fn row(day: String, counts: &Counts) -> [String; 8] {
    [
        day,
        counts.registered.to_string(),
        counts.activated.to_string(),
        counts.conversion.map(percent).unwrap_or_default(),
        counts.time_to_activate.map(|took| duration(took.median_seconds)).unwrap_or_default(),
        counts.expired.to_string(),
        counts.refusals().to_string(),
        counts.bounced.to_string(),
    ]
}

/// Draws registrations and activations on the same scale. Without any there is no chart.
fn charts(statistics: &Statistics, glyphs: Glyphs) -> String {
    let days = &statistics.days;
    let series = [
        ("registered", days.iter().map(|day| day.counts.registered).collect::<Vec<_>>()),
        ("activated", days.iter().map(|day| day.counts.activated).collect()),
    ];
    let per_column = chart::values_per_column(days.len());
    let columns = series.iter().flat_map(|(_, values)| values.chunks(per_column).map(|some| some.iter().sum::<u64>()));
    let (Some(highest), Some(first)) = (columns.max().filter(|highest| *highest > 0), days.first()) else {
        return String::new();
    };
    let unit = if per_column == 1 { "a day".to_owned() } else { format!("in {per_column} days, one column") };
    let mut text = String::new();
    for (name, values) in &series {
        _ = writeln!(text, "{name} since {} (full height: {highest} {unit})", first.date);
        for line in chart::columns(values, highest, HEIGHT, glyphs) {
            text.push_str(format!("  {line}").trim_end());
            text.push('\n');
        }
    }
    text.push('\n');
    text
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;
    use statistics::Day;

    use super::*;

    fn counts(registered: u64, activated: u64, refused: &[(&str, u64)]) -> Counts {
        Counts {
            registered,
            activated,
            converted: activated,
            conversion: (registered > 0).then_some(0.5),
            refused: refused.iter().map(|(code, number)| ((*code).to_owned(), *number)).collect(),
            ..Counts::default()
        }
    }

    fn statistics() -> Statistics {
        let took = TimeToActivate { median_seconds: 150, p90_seconds: 9_000 };
        let day = |date: &str, complete, counts| Day { date: date.parse().unwrap(), complete, counts };
        let refused = [("taken", 2), ("rate_limited", 9), ("code_wrong", 2)];
        Statistics {
            as_of: "2026-03-02T12:00:00Z".parse().unwrap(),
            requested_days: 30,
            days: vec![
                day("2026-03-01", true, Counts { time_to_activate: Some(took), ..counts(4, 2, &refused) }),
                day("2026-03-02", false, Counts { bounced: 1, ..counts(0, 0, &[]) }),
            ],
            total: Counts { time_to_activate: Some(took), bounced: 1, ..counts(4, 2, &refused) },
        }
    }

    /// Describes the numbers without styles.
    fn plain(statistics: &Statistics, glyphs: Glyphs) -> String {
        strip_str(&describe(statistics, glyphs)).to_string()
    }

    #[test]
    fn text_has_chart_days_totals_and_refusals() {
        let expected = "\
registered since 2026-03-01 (full height: 4 a day)
  ###
  ###
  ###
activated since 2026-03-01 (full height: 4 a day)

  :::
  ###

DAY          REGISTERED  ACTIVATED  CONVERTED  MEDIAN  EXPIRED  REFUSED  BOUNCED
2026-03-01   4           2          50 %       3 min   0        13       0
2026-03-02*  0           0          -          -       0        0        1
total        4           2          50 %       3 min   0        13       1
* Today is not over. Days are those of UTC.
The logs go back to 2026-03-01 only.

converted         2 of 4 registrations are active by now (50 %)
time to activate  3 min (median), 3 h (90th percentile)
emails            1 bounced, 0 complaints

CODE          REFUSED
rate_limited  9
code_wrong    2
taken         2
";
        assert_eq!(plain(&statistics(), Glyphs::Ascii), expected);
        assert!(plain(&statistics(), Glyphs::Blocks).contains("███"));
    }

    #[test]
    fn text_fits_terminal() {
        let day = |number: i32| Day {
            date: "2026-01-01".parse::<jiff::civil::Date>().unwrap().saturating_add(jiff::Span::new().days(number)),
            complete: true,
            counts: counts(1_000_000, 999_999, &[("rate_limited", 999_999)]),
        };
        for days in [1, 30, 366] {
            let statistics = Statistics { requested_days: 366, days: (0..days).map(day).collect(), ..statistics() };
            for line in plain(&statistics, Glyphs::Blocks).lines() {
                assert!(line.chars().count() <= 80, "{line}");
            }
        }
    }

    #[test]
    fn quiet_service_has_no_chart() {
        let mut quiet = statistics();
        (quiet.days, quiet.total, quiet.requested_days) = (quiet.days.split_off(1), Counts::default(), 1);
        let text = plain(&quiet, Glyphs::Blocks);
        assert!(text.starts_with("DAY"), "{text}");
        assert!(text.contains("nobody registered") && text.contains("nobody activated"), "{text}");
        assert!(!text.contains("go back") && !text.contains("CODE"), "{text}");
    }
}
