//! The command `registration invite send`: invitations from a file.

use std::path::{Path, PathBuf};

use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::{Value, json};

use crate::support::Service;

/// A folder with the file of addresses.
struct Files(tempfile::TempDir);

impl Files {
    fn new(csv: &str) -> Self {
        let files = Self(tempfile::tempdir().unwrap());
        files.write(csv);
        files
    }

    fn csv(&self) -> PathBuf {
        self.0.path().join("people.csv")
    }

    fn write(&self, csv: &str) {
        std::fs::write(self.csv(), csv).unwrap();
    }

    fn journal(&self) -> PathBuf {
        self.0.path().join("people.csv.journal")
    }

    fn words(&self, options: &str) -> String {
        format!("--json invite send {} {options}", self.csv().display()).trim_end().to_owned()
    }
}

async fn service() -> Service {
    Service::with(&[("REGISTRATION_BACKEND", "invitation")]).await
}

/// Runs the command. Returns its report, and its error.
async fn send(service: &Service, files: &Files, options: &str) -> (Value, Option<String>) {
    let (written, outcome) = service.operator_writes(&files.words(options)).await;
    (serde_json::from_str(&written).unwrap_or_default(), outcome.err())
}

async fn subjects(service: &Service) -> Vec<String> {
    let mut subjects: Vec<_> = service
        .mails()
        .await
        .iter()
        .map(|mail| format!("{} {}", mail["to"].as_str().unwrap(), mail["subject"].as_str().unwrap()))
        .collect();
    subjects.sort();
    subjects
}

#[tokio::test]
async fn each_row_is_invited_in_its_language() {
    let service = service().await;
    let files = Files::new(
        "email,type,language,inviter\nann@example.com,,,\nbob@example.com,terms,de,Grace\ncas@example.com,,fr,\n",
    );
    let (report, error) = send(&service, &files, "--inviter Ada --expires 3d").await;
    assert_eq!(error, None);
    assert_eq!((&report["read"], &report["outcomes"]), (&json!(3), &json!({ "mailed": 3 })));
    assert_eq!(
        subjects(&service).await,
        [
            "ann@example.com Ada invites you to Example",
            "bob@example.com Grace lädt Sie zu Example ein",
            "cas@example.com Ada vous invite à rejoindre Example",
        ]
    );
    let listed = service.operator("invite list").await.unwrap()["invitations"].clone();
    let bob = listed.as_array().unwrap().iter().find(|invitation| invitation["email"] == "bob@example.com").unwrap();
    assert_eq!((&bob["type"], &bob["mailed"], &bob["inviter"]), (&json!("terms"), &json!(true), &json!("Grace")));
    assert_eq!(bob["valid_until"], "2026-03-04T12:00:00Z");
    let link = service.invitation_link_to("ann@example.com").await;
    assert_eq!(service.get(&link).await.status, 200);
}

#[tokio::test]
async fn emails_of_operators_count_for_bounce_rate() {
    let service = service().await;
    let files = Files::new("email\nann@example.com\nbob@example.com\n");
    send(&service, &files, "").await;
    assert_eq!(service.operator("bounces show").await.unwrap()["of"], 2);
    service.operator("invite create --email cas@example.com").await.unwrap();
    assert_eq!(service.operator("bounces show").await.unwrap()["of"], 3);
}

#[tokio::test]
async fn repetition_sends_nothing_again() {
    let service = service().await;
    let files = Files::new("email\nann@example.com\nbob@example.com\n");
    send(&service, &files, "").await;
    files.write("email\nann@example.com\nANN@EXAMPLE.COM\nbob@example.com\ncas@example.com\n");
    let (report, error) = send(&service, &files, "").await;
    assert_eq!(error, None, "{report}");
    assert_eq!((&report["already_done"], &report["outcomes"]), (&json!(3), &json!({ "mailed": 1 })));
    assert_eq!(service.mails().await.len(), 3);
    assert_eq!(service.operator("invite list").await.unwrap()["invitations"].as_array().unwrap().len(), 3);
}

/// Leaves only the first line of the journal, as after a kill before the rows were recorded.
fn forget_rows(journal: &Path) {
    let text = std::fs::read_to_string(journal).unwrap();
    std::fs::write(journal, text.lines().next().unwrap().to_owned() + "\n{\"email\":\"ann@ex").unwrap();
}

#[tokio::test]
async fn killed_command_makes_no_second_invitation() {
    let service = service().await;
    let files = Files::new("email\nann@example.com\nbob@example.com\n");
    send(&service, &files, "").await;
    let before = service.operator("invite list").await.unwrap();
    let link = service.invitation_link_to("ann@example.com").await;
    forget_rows(&files.journal());
    let (report, error) = send(&service, &files, "").await;
    assert_eq!((error, &report["outcomes"]), (None, &json!({ "mailed": 2 })));
    assert_eq!(service.mails().await.len(), 2, "the table says that both are mailed");
    assert_eq!(service.operator("invite list").await.unwrap(), before);
    assert_eq!(service.get(&link).await.status, 200);
}

#[tokio::test]
async fn failed_email_is_completed_later() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new("email\nann@example.com\n");
    let settings = [("REGISTRATION_BACKEND", "invitation"), ("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:1")];
    let failing = Service::in_folder(folder.path(), &settings).await;
    let (_, error) = send(&failing, &files, "").await;
    assert!(error.unwrap().contains("add --rate N"));
    assert!(failing.items().await.is_empty(), "nothing was invited");
    failing.local.stop().await;
    let service = Service::in_folder(folder.path(), &settings[..1]).await;
    let (report, error) = send(&service, &files, "").await;
    assert_eq!((error, &report["outcomes"]), (None, &json!({ "mailed": 1 })));
}

#[tokio::test]
async fn unmailed_invitation_gets_new_period() {
    let service = service().await;
    let files = Files::new("email\nann@example.com\nbob@example.com\n");
    send(&service, &files, "--expires 1d").await;
    // As if the command had been killed before the emails.
    for (pk, mut item) in service.items().await {
        if pk.starts_with("INVITE#") {
            item.insert("mailed".to_owned(), AttributeValue::Bool(false));
            service.dynamodb().put_item().table_name(service.table()).set_item(Some(item)).send().await.unwrap();
        }
    }
    forget_rows(&files.journal());
    let listed = service.operator("invite list").await.unwrap()["invitations"].clone();
    let bob = listed.as_array().unwrap().iter().find(|invitation| invitation["email"] == "bob@example.com").unwrap();
    service.operator(&format!("invite revoke {}", bob["id"].as_str().unwrap())).await.unwrap();
    service.advance(2 * 24 * 3600);
    let (report, _) = send(&service, &files, "--expires 1d").await;
    assert_eq!(report["outcomes"], json!({ "mailed": 1, "revoked": 1 }));
    let link = service.invitation_link_to("ann@example.com").await;
    assert_eq!(service.get(&link).await.status, 200, "the link in the new email works");
    assert_eq!(service.mails().await.len(), 3);
}

#[tokio::test]
async fn account_and_suppressed_mailbox_get_no_email() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    service.pending("bob", "complaint@simulator.amazonses.com").await;
    let mails = service.mails().await.len();
    let files = Files::new("email\nAnn@Example.com\ncomplaint@simulator.amazonses.com\n");
    let (report, error) = send(&service, &files, "").await;
    assert_eq!((error, &report["outcomes"]), (None, &json!({ "registered": 1, "suppressed": 1 })));
    assert_eq!(service.mails().await.len(), mails);
    assert!(service.items().await.keys().all(|pk| !pk.starts_with("INVITE#")));
}

#[tokio::test]
async fn wrong_rows_are_reported_with_line() {
    let service = service().await;
    let files = Files::new("email,type\nnobody,\nann@example.com,a b\nbob@example.com,\nBob@example.com,\n,\n");
    let (report, error) = send(&service, &files, "").await;
    assert_eq!(
        error.unwrap(),
        "4 rows are not invited: correct them and run the command again, which skips the others"
    );
    let shown: Vec<_> = report["first_not_invited"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["line"].as_u64().unwrap(), row["code"].as_str().unwrap()))
        .collect();
    assert_eq!(shown, [(2, "email_not_allowed"), (3, "malformed"), (5, "duplicate"), (6, "malformed")]);
    assert_eq!(report["outcomes"], json!({ "mailed": 1 }));
}

#[tokio::test]
async fn unusable_files_are_refused_before_anything_is_sent() {
    let service = service().await;
    let files = Files::new("name,email\nAnn,ann@example.com\n");
    let (_, error) = send(&service, &files, "").await;
    let error = error.unwrap();
    assert!(error.ends_with("there is no column \"name\": the columns are email, type, language, inviter"), "{error}");
    files.write("type\nterms\n");
    assert!(send(&service, &files, "").await.1.unwrap().ends_with("it has no column email"));
    files.write("email\nann@example.com\n");
    std::fs::write(files.journal(), "not a journal\n").unwrap();
    assert!(send(&service, &files, "").await.1.unwrap().contains("no journal of `invite send`"));
    assert!(service.operator("invite send -").await.unwrap_err().contains("add --journal FILE"));
    assert!(service.items().await.is_empty());
}
