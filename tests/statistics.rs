//! `registration stats`: the numbers of a local service and of a stack, from what the functions really logged.

use std::collections::BTreeSet;

use clap::Parser;
use domain::clock::Clock;
use serde_json::{Value, json};

use crate::support::{Grant, LogService, Service, initial_time, options, seeded, start_over_path};

const DAY: i64 = 24 * 3600;

/// Registers, activates, refuses and bounces over nine days, beginning at noon of 1 March.
async fn nine_days() -> Service {
    let service = Service::start().await;
    // The first day: two activations after 10 and 60 seconds, a correction, and refusals.
    for (name, seconds) in [("ann", 10), ("bob", 60)] {
        let link = service.pending(name, &format!("{name}@example.com")).await;
        service.advance(seconds);
        assert_eq!(service.activate(&link).await.status, 200);
        assert_eq!(service.activate(&link).await.status, 409);
    }
    let late = service.pending("cas", "cas@example.com").await;
    let registered = service.register("dan", "dan@exmaple.com").await.json();
    let correction = json!({ "registration": registered["registration"], "email": "dan@example.com" });
    assert_eq!(service.post_json("/register/email", &correction).await.status, 202);
    assert_eq!(service.register_with("eve", "eve@example.com", "short").await.status, 422);
    // Neither a visit nor a scan is a refusal.
    assert_eq!(service.get("/register").await.status, 200);
    assert_eq!(service.get_json("/wp-login.php").await.status, 404);
    service.local.settle().await;

    // The second day: an activation of yesterday's user, a bounce, a complaint, and the canary.
    service.advance(DAY);
    assert_eq!(service.activate(&late).await.status, 200);
    service.register("eli", "bounce@simulator.amazonses.com").await;
    service.register("fay", "complaint@simulator.amazonses.com").await;
    service.register("test1", "success+canary1@simulator.amazonses.com").await;
    service.local.settle().await;

    // The ninth day: the registrations of the first two days have expired.
    service.advance(7 * DAY + 60);
    service.local.sweep_expired().await.unwrap();
    service.local.settle().await;
    service
}

/// Returns the numbers of a day as registered, activated, converted, expired, bounced, complained, refused.
fn numbers(counts: &Value) -> [u64; 7] {
    let refused = counts["refused"].as_object().unwrap().values().map(|number| number.as_u64().unwrap()).sum();
    let number = |name: &str| counts[name].as_u64().unwrap();
    let names = ["registered", "activated", "converted", "expired", "bounced", "complained"].map(number);
    [names[0], names[1], names[2], names[3], names[4], names[5], refused]
}

/// Returns the grants of the policies that a stack's statistics need.
pub(crate) async fn policies_of_stack() -> BTreeSet<Grant> {
    let service = Service::start().await;
    let logs = LogService::with_lines_of(&service, "2026-01-01T00:00:00Z", 30).await;
    statistics::read(&logs.source("registration"), 1, initial_time()).await.unwrap();
    logs.iam_enforcer.used()
}

#[tokio::test]
async fn numbers_of_nine_days_are_exact() {
    let service = nine_days().await;
    let statistics = service.operator("stats --days 10").await.unwrap();
    let days = statistics["days"].as_array().unwrap();
    let dates: Vec<_> = days.iter().map(|day| day["date"].as_str().unwrap()).collect();
    assert_eq!((dates.len(), dates[0], dates[9]), (10, "2026-02-28", "2026-03-09"));
    for (day, expected) in [
        (0, [0, 0, 0, 0, 0, 0, 0]),
        (1, [4, 2, 3, 0, 0, 0, 3]),
        (2, [2, 1, 0, 0, 1, 1, 0]),
        (7, [0; 7]),
        (8, [0, 0, 0, 1, 0, 0, 0]),
        (9, [0, 0, 0, 2, 0, 0, 0]),
    ] {
        assert_eq!(numbers(&days[day]), expected, "{}", dates[day]);
        assert_eq!(days[day]["complete"], day < 9);
    }
    assert_eq!(numbers(&statistics["total"]), [6, 3, 3, 3, 1, 1, 3]);
    assert_eq!(days[1]["refused"], json!({ "already_activated": 2, "validation_failed": 1 }));
    assert_eq!((&days[1]["conversion"], &days[2]["conversion"]), (&json!(0.75), &json!(0.0)));
    assert_eq!((&days[0]["conversion"], &statistics["total"]["conversion"]), (&Value::Null, &json!(0.5)));
    assert_eq!(days[1]["time_to_activate"], json!({ "median_seconds": 10, "p90_seconds": 60 }));
    assert_eq!(days[2]["time_to_activate"]["median_seconds"], DAY);
    assert_eq!(statistics["total"]["time_to_activate"], json!({ "median_seconds": 60, "p90_seconds": DAY }));

    // The window cuts off the first day's registrations, and the conversion with them.
    let later = service.operator("stats --days 8").await.unwrap();
    assert_eq!(numbers(&later["total"]), [2, 1, 0, 3, 1, 1, 0]);
    let (text, outcome) = service.operator_writes("stats --days 10").await;
    assert!(outcome.is_ok() && text.contains("3 of 6 registrations are active by now (50 %)"), "{text}");
    assert!(text.contains("CODE               REFUSED\nalready_activated  2\nvalidation_failed  1\n"), "{text}");
}

#[tokio::test]
async fn stack_counts_same_lines_alike() {
    let service = nine_days().await;
    let logs = LogService::with_lines_of(&service, "2026-01-01T00:00:00Z", 30).await;
    let now = service.clock.now();
    for days in [10, 8, 1] {
        let stack = statistics::read(&logs.source("registration"), days, now).await.unwrap();
        let local = service.operator(&format!("stats --days {days}")).await.unwrap();
        assert_eq!(json!(stack), local, "{days}");
    }
    // All lines are read, and from the beginning of the first day.
    let first = &logs.queries()[0];
    assert_eq!((&first["startTime"], &first["limit"]), (&json!(1_772_236_800), &json!(10_000)));
}

#[tokio::test]
async fn days_without_whole_logs_are_left_out() {
    let service = nine_days().await;
    let now = service.clock.now();
    for (created, retention, first) in [
        ("2026-01-01T00:00:00Z", 7, "2026-03-03"),
        ("2026-03-05T18:00:00Z", 30, "2026-03-05"),
        ("2026-03-05T18:00:00Z", 1, "2026-03-09"),
    ] {
        let logs = LogService::with_lines_of(&service, created, retention).await;
        let statistics = statistics::read(&logs.source("registration"), 10, now).await.unwrap();
        assert_eq!((statistics.days[0].date.to_string().as_str(), statistics.requested_days), (first, 10), "{created}");
    }
}

#[tokio::test]
async fn failures_of_aws_name_remedy() {
    let service = Service::start().await;
    let error = |code: &str| json!({ "__type": code, "message": "no" });
    let with_status = |status: &str| json!({ "status": status });
    for (operation, status, body, expected) in [
        ("StartQuery", 400, error("AccessDeniedException"), "do not allow logs:StartQuery: attach the policy"),
        ("GetQueryResults", 400, error("AccessDeniedException"), "do not allow logs:GetQueryResults"),
        ("StartQuery", 400, error("ResourceNotFoundException"), "no log group /aws/lambda/registration-"),
        ("StartQuery", 400, error("LimitExceededException"), "wait for the others"),
        ("StartQuery", 400, error("MalformedQueryException"), "logs:StartQuery failed: "),
        ("StartQuery", 200, json!({}), "update this command"),
        ("GetQueryResults", 200, with_status("Failed"), "ended as Failed: try again"),
        ("GetQueryResults", 200, with_status("Timeout"), "ended as Timeout: try again"),
        (
            "GetQueryResults",
            200,
            json!({ "status": "Complete", "results": [[{ "field": "number", "value": "1" }]] }),
            "row without",
        ),
        (
            "GetQueryResults",
            200,
            json!({ "status": "Complete", "results": vec![json!([]); 10_000] }),
            "over 10000 rows: try again with a smaller --days",
        ),
        ("DescribeStacks", 403, "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>".into(), "do not allow cloudformation:DescribeStacks"),
        (
            "DescribeStacks",
            200,
            "<DescribeStacksResponse><DescribeStacksResult><Stacks><member/></Stacks></DescribeStacksResult></DescribeStacksResponse>".into(),
            "is not a stack of template.yaml",
        ),
    ] {
        let logs = LogService::with_lines_of(&service, "2026-01-01T00:00:00Z", 30).await;
        logs.fail(operation, status, body);
        let failure = statistics::read(&logs.source("registration"), 1, initial_time()).await.unwrap_err().to_string();
        assert!(failure.contains(expected), "{expected}: {failure}");
    }
}

#[tokio::test]
async fn missing_stack_is_named() {
    let service = Service::start().await;
    let logs = LogService::with_lines_of(&service, "2026-01-01T00:00:00Z", 30).await;
    // The policy is for one stack, and this is another one's name.
    let failure = statistics::read(&logs.source("registrations"), 1, initial_time()).await.unwrap_err().to_string();
    assert!(failure.contains("do not allow cloudformation:DescribeStacks"), "{failure}");
    assert_eq!(logs.iam_enforcer.take_denied().len(), 1);
    let missing = "<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack with id registration does not \
                   exist</Message></Error></ErrorResponse>";
    logs.fail("DescribeStacks", 400, missing.into());
    let failure = statistics::read(&logs.source("registration"), 1, initial_time()).await.unwrap_err().to_string();
    assert!(failure.contains("there is no stack registration") && failure.contains("correct --stack"), "{failure}");
}

#[tokio::test]
async fn registration_without_proof_is_active_at_once() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "simple")]).await;
    service.register("ann", "ann@example.com").await;
    service.local.settle().await;
    let total = service.operator("stats --days 1").await.unwrap()["total"].clone();
    assert_eq!(numbers(&total), [1, 0, 1, 0, 0, 0, 0]);
    assert_eq!((&total["conversion"], &total["time_to_activate"]), (&json!(1.0), &Value::Null));
}

#[tokio::test]
async fn starting_over_is_second_registration_without_time() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let body = json!({ "username": "bob", "email": "ann@example.com", "password": crate::support::PASSWORD });
    assert_eq!(service.post_json(&start_over_path(&link), &body).await.status, 201);
    service.local.settle().await;
    let total = service.operator("stats --days 1").await.unwrap()["total"].clone();
    assert_eq!((numbers(&total), &total["time_to_activate"]), ([2, 1, 1, 0, 0, 0, 0], &Value::Null));
}

#[tokio::test]
async fn imported_users_are_not_counted() {
    let service = Service::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("users.csv");
    std::fs::write(&file, "email,username\nann@example.com,ann\n").unwrap();
    let command = format!("users import {} --from plain --signals --trust-addresses", file.display());
    assert_eq!(service.operator(&command).await.unwrap()["imported"], 1);
    assert_eq!(service.events().await.len(), 1, "the import is signalled");
    let total = service.operator("stats --days 1").await.unwrap()["total"].clone();
    assert_eq!(numbers(&total), [0; 7]);
}

#[tokio::test]
async fn numbers_survive_restart() {
    let folder = tempfile::tempdir().unwrap();
    let first = Service::in_folder(folder.path(), &[]).await;
    first.active("ann", "ann@example.com").await;
    first.local.settle().await;
    first.local.stop().await;
    let second = Service::in_folder(folder.path(), &[]).await;
    let total = second.operator("stats --days 1").await.unwrap()["total"].clone();
    assert_eq!(numbers(&total), [1, 1, 1, 0, 0, 0, 0]);
    second.local.stop().await;
}

#[tokio::test]
async fn approval_is_activation_after_wait() {
    let backend = [("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")];
    let service = Service::with(&backend).await;
    for name in ["ann", "bob"] {
        let link = service.pending(name, &format!("{name}@example.com")).await;
        assert_eq!(service.activate(&link).await.status, 200);
    }
    service.advance(3600);
    for (act, name) in [("approve", "ann"), ("reject", "bob")] {
        let id = service.user_id(name).await;
        service.operator(&format!("users {act} {id}")).await.unwrap();
    }
    service.local.settle().await;
    let total = service.operator("stats --days 1").await.unwrap()["total"].clone();
    assert_eq!(numbers(&total), [2, 1, 1, 0, 0, 0, 0]);
    assert_eq!(total["time_to_activate"]["median_seconds"], 3600);
}

#[tokio::test]
async fn functions_elsewhere_have_no_statistics() {
    let clock = std::sync::Arc::new(domain::clock::ManualClock::new(initial_time()));
    let functions = local::Functions::At("http://127.0.0.1:1".to_owned());
    let service = Service::of(local::Options { functions, ..options(clock.clone(), seeded(7)) }, clock).await;
    let failure = service.operator("stats").await.unwrap_err();
    assert!(failure.contains("run elsewhere") && failure.contains("without --services-only"), "{failure}");
}

#[tokio::test]
async fn wrong_source_is_usage_error() {
    for words in ["stats", "--local http://127.0.0.1:1 stats --stack s", "--local http://127.0.0.1:1 stats"] {
        let arguments = admin::Arguments::parse_from(["registration"].into_iter().chain(words.split(' ')));
        let (clock, random) = (std::sync::Arc::new(domain::clock::SystemClock), domain::Random::system());
        let error = Box::pin(admin::run(&arguments, clock, random, &mut Vec::new())).await.unwrap_err();
        assert_eq!(error.exit_code(), if words.ends_with("1 stats") { 1 } else { 2 }, "{words}: {error}");
        assert!(error.to_string().contains("--local"), "{error}");
    }
    for days in ["0", "367", "x"] {
        let words = ["registration", "stats", "--stack", "s", "--days", days];
        assert!(admin::Arguments::try_parse_from(words).is_err(), "{days}");
    }
}
