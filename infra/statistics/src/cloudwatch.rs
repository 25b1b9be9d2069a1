//! Queries of CloudWatch Logs Insights over the log groups of a stack.
//!
//! Insights counts where the lines are, so the answers are small. It has each line of the functions, and no need of the
//! dashboard, whose metrics would cost money all the time. The queries are concurrent, and each reads its log groups
//! once.

use std::time::Duration;

use aws::Aws;
use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::types::{QueryStatus, ResultField};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use domain::settings::{Environment, Reader};
use futures_util::future::try_join4;
use jiff::civil::Date;

use crate::call::call_failed;
use crate::log_line::{ACTIVATED, COUNTING, REFUSALS, REFUSING, SCANNED, SIGNALLING};
use crate::statistics::{Statistics, TimeToActivate};
use crate::tally::Tally;
use crate::window::Window;
use crate::{StatisticsError, stack};

/// The timeout of a call.
const TIME_LIMIT: Duration = Duration::from_secs(10);
/// The time between two looks at a query that runs.
const PAUSE: Duration = Duration::from_millis(500);
/// The maximum number of looks at a query: five minutes.
const MAX_LOOKS: u32 = 600;
/// The maximum number of rows of a result.
const MAX_ROWS: i32 = 10_000;

/// The names of the calls and of their permissions.
const START_QUERY: &str = "logs:StartQuery";
const GET_QUERY_RESULTS: &str = "logs:GetQueryResults";

pub(crate) async fn read(environment: &Environment, name: &str, window: Window) -> Result<Statistics, StatisticsError> {
    let mut reader = Reader::new(environment);
    let mut config = |variable| Aws::read(&mut reader, variable).map(|aws| aws.config_within(TIME_LIMIT));
    let configs = (config("AWS_ENDPOINT_URL_CLOUDFORMATION"), config("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"));
    let (cloudformation, logs) = reader.finish(|| Some((configs.0?, configs.1?)))?;
    let requested_days = u16::try_from(window.days().count()).unwrap_or(u16::MAX);
    let window = stack::restrict(&aws_sdk_cloudformation::Client::new(&cloudformation), name, window).await?;

    let logs = Logs { client: Client::new(&logs), stack: name, window };
    let [counted, converted, took, refused] = queries();
    let (counted, converted, took, refused) =
        Box::pin(try_join4(logs.rows(&counted), logs.rows(&converted), logs.rows(&took), logs.rows(&refused))).await?;

    let mut tally = Tally::new(window, requested_days);
    for row in &counted {
        let (statistic, day) = (row.text("fields.statistic")?, row.day("fields.day")?);
        tally.count(statistic, day, row.number()?);
        if statistic == ACTIVATED {
            tally.took(day, row.time_to_activate()?);
        }
    }
    for row in &converted {
        tally.convert(row.day("fields.registered_day")?, row.number()?);
    }
    for row in &took {
        tally.took_in_total(row.time_to_activate()?);
    }
    for row in &refused {
        tally.refuse(row.day("bin(1d)")?, row.text("fields.code")?, row.number()?);
    }
    Ok(tally.finish())
}

/// A query, and the functions whose log groups it reads.
struct Query {
    text: String,
    functions: &'static [&'static str],
}

/// Returns the queries.
///
/// They are the changes by day, the activations by the day of the registration, the times of all activations, and the
/// refused requests by day and code.
fn queries() -> [Query; 4] {
    let times = "pct(fields.seconds, 50) as median, pct(fields.seconds, 90) as p90";
    let one_of = |names: [&str; 2]| format!("[\"{}\"]", names.join("\", \""));
    [
        Query {
            text: format!(
                "filter ispresent(fields.statistic) | stats count(*) as number, {times} by fields.statistic, fields.day"
            ),
            functions: &COUNTING,
        },
        Query {
            text: format!(
                "filter fields.statistic = \"{ACTIVATED}\" | stats count(*) as number by fields.registered_day"
            ),
            functions: &SIGNALLING,
        },
        Query { text: format!("filter fields.statistic = \"{ACTIVATED}\" | stats {times}"), functions: &SIGNALLING },
        Query {
            text: format!(
                "filter fields.decision in {} and fields.code not in {} | stats count(*) as number by bin(1d), fields.code",
                one_of(REFUSALS),
                one_of(SCANNED)
            ),
            functions: &REFUSING,
        },
    ]
}

/// The log groups of a stack.
struct Logs<'a> {
    client: Client,
    stack: &'a str,
    window: Window,
}

impl Logs<'_> {
    /// Runs a query, and returns its rows.
    async fn rows(&self, query: &Query) -> Result<Vec<Row>, StatisticsError> {
        let groups: Vec<_> =
            query.functions.iter().map(|function| format!("/aws/lambda/{}-{function}", self.stack)).collect();
        let started = self
            .client
            .start_query()
            .set_log_group_names(Some(groups.clone()))
            .start_time(self.window.start().as_second())
            .end_time(self.window.now.as_second())
            .query_string(&query.text)
            .limit(MAX_ROWS)
            .send();
        let started = started.await.map_err(|error| match error.code() {
            Some("ResourceNotFoundException") => StatisticsError::NoLogs(groups.join(" or ")),
            Some("LimitExceededException") => StatisticsError::TooManyQueries,
            _ => call_failed(START_QUERY, error),
        })?;
        let id = started.query_id().ok_or_else(|| malformed("query without an id"))?;
        let rows = self.result(id).await?;
        if i32::try_from(rows.len()).is_ok_and(|rows| rows < MAX_ROWS) {
            Ok(rows)
        } else {
            Err(StatisticsError::TooMuch(MAX_ROWS))
        }
    }

    /// Waits for the result of a query, and reads its pages.
    async fn result(&self, id: &str) -> Result<Vec<Row>, StatisticsError> {
        let (mut rows, mut token) = (Vec::new(), None);
        for _ in 0..MAX_LOOKS {
            let answer = self.client.get_query_results().query_id(id).set_next_token(token.take()).send().await;
            let answer = answer.map_err(|error| call_failed(GET_QUERY_RESULTS, error))?;
            match answer.status() {
                Some(QueryStatus::Complete) => {
                    rows.extend(answer.results.unwrap_or_default().into_iter().map(Row));
                    token = answer.next_token;
                    if token.is_none() {
                        return Ok(rows);
                    }
                }
                Some(status @ (QueryStatus::Cancelled | QueryStatus::Failed | QueryStatus::Timeout)) => {
                    return Err(StatisticsError::Query(status.as_str().to_owned()));
                }
                _ => tokio::time::sleep(PAUSE).await,
            }
        }
        Err(StatisticsError::Slow((PAUSE * MAX_LOOKS).as_secs()))
    }
}

/// A row of a result: names and values, all as text.
#[derive(Debug)]
struct Row(Vec<ResultField>);

impl Row {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|field| field.field() == Some(name))?.value().filter(|value| !value.is_empty())
    }

    fn text(&self, name: &str) -> Result<&str, StatisticsError> {
        self.get(name).ok_or_else(|| malformed(&format!("row without {name}")))
    }

    /// Returns a day, which may have a time of day: `2026-03-01 00:00:00.000`.
    fn day(&self, name: &str) -> Result<Date, StatisticsError> {
        let text = self.text(name)?;
        let day = text.split([' ', 'T']).next().unwrap_or_default().parse();
        day.map_err(|_| malformed(&format!("{name}: {text}")))
    }

    fn number(&self) -> Result<u64, StatisticsError> {
        let text = self.text("number")?;
        rounded(text).ok_or_else(|| malformed(&format!("number: {text}")))
    }

    /// Returns the percentiles, which are absent if no line has a time.
    fn time_to_activate(&self) -> Result<Option<TimeToActivate>, StatisticsError> {
        let (Some(median), Some(p90)) = (self.get("median"), self.get("p90")) else { return Ok(None) };
        let percentile = |text: &str| rounded(text).ok_or_else(|| malformed(&format!("percentile: {text}")));
        Ok(Some(TimeToActivate { median_seconds: percentile(median)?, p90_seconds: percentile(p90)? }))
    }
}

/// Reads a number of at least 0, which Insights may write with decimals.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn rounded(text: &str) -> Option<u64> {
    let number: f64 = text.parse().ok()?;
    (0.0..9e15).contains(&number).then(|| number.round() as u64)
}

fn malformed(what: &str) -> StatisticsError {
    StatisticsError::Malformed { call: GET_QUERY_RESULTS, what: what.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(fields: &[(&str, &str)]) -> Row {
        Row(fields.iter().map(|(name, value)| ResultField::builder().field(*name).value(*value).build()).collect())
    }

    #[test]
    fn values_are_read_as_insights_writes_them() {
        let row = row(&[("bin(1d)", "2026-03-01 00:00:00.000"), ("fields.day", "2026-03-02"), ("number", "12")]);
        assert_eq!(row.day("bin(1d)").unwrap().to_string(), "2026-03-01");
        assert_eq!(row.day("fields.day").unwrap().to_string(), "2026-03-02");
        assert_eq!((row.number().unwrap(), row.time_to_activate().unwrap()), (12, None));
        for (text, number) in [("0", 0), ("90.5", 91), ("1.25E2", 125), ("3.0", 3)] {
            assert_eq!(rounded(text), Some(number), "{text}");
        }
    }

    #[test]
    fn unexpected_values_are_named() {
        for text in ["", "-1", "NaN", "inf", "1e99", "many"] {
            assert_eq!(rounded(text), None, "{text}");
        }
        let row = row(&[("fields.day", "yesterday"), ("number", "many"), ("median", "?"), ("p90", "1")]);
        let message = |error: StatisticsError| error.to_string();
        assert!(message(row.day("fields.day").unwrap_err()).contains("fields.day: yesterday"));
        assert!(message(row.number().unwrap_err()).contains("number: many"));
        assert!(message(row.time_to_activate().unwrap_err()).contains("percentile: ?"));
        assert!(message(row.text("fields.code").unwrap_err()).contains("row without fields.code"));
    }
}
