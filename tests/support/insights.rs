//! The queries of CloudWatch Logs Insights over lines of JSON.
//!
//! Insights runs in AWS only. This evaluates the part of its language that the service uses, as documented, and panics
//! on everything else.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

/// A line of a log group: its time, and its JSON.
pub(crate) struct LogLine {
    pub(crate) group: String,
    pub(crate) at: Timestamp,
    pub(crate) json: Value,
}

impl LogLine {
    /// Returns the value at a path such as `fields.code`, as Insights discovers it.
    fn get(&self, path: &str) -> Option<String> {
        let value = path.split('.').try_fold(&self.json, |value, name| value.get(name))?;
        Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    }

    /// Returns the value of a key of `by`, which can be a function.
    fn key(&self, key: &str) -> Option<String> {
        if key == "bin(1d)" {
            let day = self.at.to_zoned(TimeZone::UTC).date();
            return Some(format!("{day} 00:00:00.000"));
        }
        self.get(key)
    }
}

/// Returns the rows of a query over these lines, as `GetQueryResults` has them.
pub(crate) fn evaluate(query: &str, lines: &[&LogLine]) -> Vec<Value> {
    let (filter, stats) = query.split_once(" | ").expect("a filter and stats");
    let filter = filter.strip_prefix("filter ").expect("a filter");
    let stats = stats.strip_prefix("stats ").expect("stats");
    let (aggregates, keys) = stats.split_once(" by ").unwrap_or((stats, ""));
    let keys: Vec<_> = keys.split(", ").filter(|key| !key.is_empty()).collect();
    let mut groups: BTreeMap<Vec<String>, Vec<&LogLine>> = BTreeMap::new();
    for line in lines.iter().filter(|line| filter.split(" and ").all(|condition| holds(condition, line))) {
        let values = keys.iter().map(|key| line.key(key).unwrap_or_else(|| panic!("{key} is not in {}", line.json)));
        groups.entry(values.collect()).or_default().push(line);
    }
    let row = |(values, lines): (Vec<String>, Vec<&LogLine>)| {
        let mut row: Vec<_> = keys.iter().zip(values).map(|(key, value)| cell(key, &value)).collect();
        row.extend(split_calls(aggregates).iter().filter_map(|aggregate| aggregated(aggregate, &lines)));
        Value::from(row)
    };
    groups.into_iter().map(row).collect()
}

fn cell(field: &str, value: &str) -> Value {
    json!({ "field": field, "value": value })
}

/// Splits at commas outside of brackets.
fn split_calls(text: &str) -> Vec<String> {
    let mut depth = 0;
    let at_comma = |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0 && c == ','
    };
    text.split(at_comma).map(|call| call.trim().to_owned()).collect()
}

/// Evaluates `count(*) as NAME` or `pct(FIELD, PERCENT) as NAME`, the latter by the nearest rank.
fn aggregated(aggregate: &str, lines: &[&LogLine]) -> Option<Value> {
    let (call, name) = aggregate.split_once(" as ").expect("a named aggregate");
    if call == "count(*)" {
        return Some(cell(name, &lines.len().to_string()));
    }
    let arguments = call.strip_prefix("pct(").and_then(|rest| rest.strip_suffix(')'));
    let (field, percent) = arguments.and_then(|arguments| arguments.split_once(", ")).expect("count or pct");
    let mut values: Vec<f64> = lines.iter().filter_map(|line| line.get(field)?.parse().ok()).collect();
    values.sort_by(f64::total_cmp);
    let rank = (values.len() * percent.parse::<usize>().unwrap()).div_ceil(100);
    Some(cell(name, &format!("{:.1}", values.get(rank.checked_sub(1)?)?)))
}

/// Evaluates `ispresent(FIELD)`, `FIELD = "TEXT"`, `FIELD in [...]` or `FIELD not in [...]`.
fn holds(condition: &str, line: &LogLine) -> bool {
    if let Some(field) = condition.strip_prefix("ispresent(").and_then(|rest| rest.strip_suffix(')')) {
        return line.get(field).is_some();
    }
    let list = |text: &str| serde_json::from_str::<Vec<String>>(text).expect("a list of texts");
    if let Some((field, texts)) = condition.split_once(" not in ") {
        return !line.get(field).is_some_and(|value| list(texts).contains(&value));
    }
    if let Some((field, texts)) = condition.split_once(" in ") {
        return line.get(field).is_some_and(|value| list(texts).contains(&value));
    }
    let (field, text) = condition.split_once(" = ").expect("a known condition");
    line.get(field) == Some(serde_json::from_str(text).expect("a text"))
}

/// Returns the JSON of a line of a function in Lambda.
pub(crate) fn lambda_json(at: Timestamp, fields: &Map<String, Value>) -> Value {
    json!({ "timestamp": at, "level": "INFO", "fields": fields, "target": "registration" })
}
