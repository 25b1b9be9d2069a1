//! The numbers of registrations, activations and refusals by day.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use hyper::StatusCode;
use minijinja::{Value, context};
use statistics::{Counts, MAX_DAYS, Statistics, TimeToActivate, duration};

use crate::fields::Query;
use crate::problem::Problem;
use crate::site::Site;

/// The days that the form suggests.
const DAYS: u16 = 30;
/// The height of the chart, in units of the chart.
const HEIGHT: u64 = 100;

/// Handles `GET /statistics`. Without `days` in the query it reads nothing, because the queries cost money in AWS.
pub(crate) async fn show(State(site): State<Arc<Site>>, Query(query): Query) -> Result<Response, Problem> {
    let page = |status, page| site.page_with_status(status, "/statistics", "statistics.html", page);
    let Some(text) = query.text("days") else { return page(StatusCode::OK, context! { days => DAYS }) };
    let Some(days) = text.parse().ok().filter(|days| (1..=MAX_DAYS).contains(days)) else {
        let error = format!("Enter a whole number from 1 to {MAX_DAYS}.");
        return page(StatusCode::UNPROCESSABLE_ENTITY, context! { days => text, error });
    };
    match site.connection.statistics(days).await {
        Ok(Some(statistics)) => {
            let shown = describe(&statistics);
            page(StatusCode::OK, context! { days, ..shown })
        }
        Ok(None) => page(StatusCode::OK, context! { days, no_stack => true }),
        Err(error) => Err(Problem::no_statistics(&error)),
    }
}

fn describe(statistics: &Statistics) -> Value {
    let Statistics { days, total, .. } = statistics;
    let highest = days.iter().map(|day| day.counts.registered.max(day.counts.activated)).max().unwrap_or_default();
    let height = |value: u64| if highest == 0 { 0 } else { (value * HEIGHT).div_ceil(highest) };
    let bars: Vec<_> = days
        .iter()
        .map(|day| context! { registered => height(day.counts.registered), activated => height(day.counts.activated) })
        .collect();
    let shown = days.iter().rev().map(|day| {
        let date = day.date.strftime("%-d %B %Y").to_string();
        context! { date, iso => day.date.to_string(), complete => day.complete, ..counts(&day.counts) }
    });
    let mut refused: Vec<_> = total.refused.iter().collect();
    refused.sort_by_key(|(_, number)| std::cmp::Reverse(**number));
    let refused: Vec<_> = refused.into_iter().map(|(code, number)| context! { code, number }).collect();
    let is_short = days.len() < usize::from(statistics.requested_days);
    let first = days.first().filter(|_| is_short).map(|day| day.date.strftime("%-d %B %Y").to_string());
    let p90 = total.time_to_activate.map(|TimeToActivate { p90_seconds, .. }| duration(p90_seconds));
    context! {
        shown => shown.collect::<Vec<_>>(),
        total => context! { converted => total.converted, complained => total.complained, p90, ..counts(total) },
        refused,
        first,
        bars => (highest > 0).then_some(bars),
        highest,
        height => HEIGHT,
    }
}

fn counts(counts: &Counts) -> Value {
    context! {
        registered => counts.registered,
        activated => counts.activated,
        conversion => counts.conversion.map(|share| format!("{:.0} %", share * 100.0)),
        median => counts.time_to_activate.map(|took| duration(took.median_seconds)),
        expired => counts.expired,
        refusals => counts.refusals(),
        bounced => counts.bounced,
    }
}
