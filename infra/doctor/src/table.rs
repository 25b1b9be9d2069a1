//! The table of users.

use aws_sdk_dynamodb::types::{
    ContinuousBackupsDescription, GlobalSecondaryIndexDescription, IndexStatus, PointInTimeRecoveryStatus,
    StreamViewType, TableDescription, TableStatus, TimeToLiveDescription, TimeToLiveStatus,
};

use crate::actions;
use crate::call::CallError;
use crate::clients::Clients;
use crate::finding::{Check, Finding};
use crate::stack::Stack;

/// The attribute by which DynamoDB deletes items.
const EXPIRES_AT: &str = "expires_at";

/// The index of the items that operators list.
const INDEX: &str = "listed";

/// The values in the stack that the table has to match.
#[derive(Debug, Clone, Default)]
pub(crate) struct Expected {
    /// The stream that the functions read.
    stream: Option<String>,
    /// Whether the stack leaves the table unprotected, by `DeletionProtection=false`.
    unprotected: bool,
}

impl Expected {
    pub(crate) fn of(stack: &Stack) -> Self {
        Self {
            stream: stack.output("StreamArn").map(str::to_owned),
            unprotected: stack.parameter("DeletionProtection") == Some("false"),
        }
    }
}

pub(crate) async fn check(clients: &Clients, table: &str, expected: &Expected) -> Vec<Finding> {
    let mut findings = described(clients, table, expected).await;
    let backups = clients.dynamodb.describe_continuous_backups().table_name(table).send().await;
    match backups.map_err(CallError::from) {
        Ok(answer) => findings.push(recovery(table, answer.continuous_backups_description.as_ref())),
        // The finding about the table itself says so.
        Err(CallError::Missing) => {}
        Err(error) => findings.push(Check::Recovery.failed(table, actions::DESCRIBE_CONTINUOUS_BACKUPS, error)),
    }
    findings
}

/// Checks the parts that the table of a local service has.
pub(crate) async fn check_local(clients: &Clients, table: &str) -> Vec<Finding> {
    let findings = described(clients, table, &Expected::default()).await.into_iter();
    findings.filter(|finding| finding.check != Check::DeletionProtection).collect()
}

async fn described(clients: &Clients, table: &str, expected: &Expected) -> Vec<Finding> {
    let described = clients.dynamodb.describe_table().table_name(table).send().await.map_err(CallError::from);
    let mut findings = match described {
        Ok(answer) => answer.table.as_ref().map(|found| assess(table, found, expected)).unwrap_or_default(),
        Err(CallError::Missing) => return vec![missing(table)],
        Err(error) => vec![Check::Table.failed(table, actions::DESCRIBE_TABLE, error)],
    };
    match clients.dynamodb.describe_time_to_live().table_name(table).send().await.map_err(CallError::from) {
        Ok(answer) => findings.push(time_to_live(table, answer.time_to_live_description.as_ref())),
        Err(error) => findings.push(Check::Ttl.failed(table, actions::DESCRIBE_TIME_TO_LIVE, error)),
    }
    findings
}

fn missing(table: &str) -> Finding {
    let remedy = "Restore it into a table of another name, and deploy with ExistingTable, as docs/operate/backup.md \
                  describes.";
    Check::Table
        .wrong(table, "does not exist", remedy)
        .with_command(format!("aws dynamodb list-backups --table-name {table} --backup-type ALL"))
}

fn assess(table: &str, found: &TableDescription, expected: &Expected) -> Vec<Finding> {
    vec![status(table, found), index(table, found), stream(table, found, expected), protection(table, found, expected)]
}

fn status(table: &str, found: &TableDescription) -> Finding {
    let check = Check::Table;
    match found.table_status() {
        Some(TableStatus::Active) => check.ok(table, "is active"),
        Some(TableStatus::Updating) => check.ok(table, "is active, and being updated"),
        status => {
            let status = status.map_or("unknown", TableStatus::as_str);
            let remedy = match status {
                "INACCESSIBLE_ENCRYPTION_CREDENTIALS" => "Enable the key of KmsKeyArn, and permit DynamoDB to use it.",
                "ARCHIVED" | "ARCHIVING" => "Restore it from its backup: its key was not usable for a week.",
                _ => "Wait until it is active.",
            };
            check
                .wrong(table, format!("is not active (status {status})"), remedy)
                .with_command(format!("aws dynamodb describe-table --table-name {table}"))
        }
    }
}

/// Checks the index, which a table that came from elsewhere may lack.
fn index(table: &str, found: &TableDescription) -> Finding {
    let check = Check::Index;
    let found = found.global_secondary_indexes().iter().find(|index| index.index_name() == Some(INDEX));
    match found.map(GlobalSecondaryIndexDescription::index_status) {
        Some(Some(status @ (IndexStatus::Creating | IndexStatus::Deleting))) => {
            let remedy = "Wait until it is active.";
            check.warning(table, format!("has the index of the lists in the status {status}"), remedy)
        }
        Some(_) => check.ok(table, "has the index of the lists"),
        None => {
            let remedy =
                "Add it. Without it `registration invite list` and the lists of users who await approval fail.";
            check.wrong(table, "has no index of the lists", remedy).with_command(format!(
                "aws dynamodb update-table --table-name {table} --attribute-definitions \
                 AttributeName=listed,AttributeType=S AttributeName=listed_at,AttributeType=S \
                 --global-secondary-index-updates \
                 '[{{\"Create\":{{\"IndexName\":\"{INDEX}\",\"Projection\":{{\"ProjectionType\":\"KEYS_ONLY\"}},\
                 \"KeySchema\":[{{\"AttributeName\":\"listed\",\"KeyType\":\"HASH\"}},\
                 {{\"AttributeName\":\"listed_at\",\"KeyType\":\"RANGE\"}}]}}}}]'"
            ))
        }
    }
}

fn stream(table: &str, found: &TableDescription, expected: &Expected) -> Finding {
    let check = Check::Stream;
    let Some(stream) = found.stream_specification().filter(|stream| stream.stream_enabled()) else {
        let remedy = "Enable it, and deploy with its label in ExistingTableStream. Without it no email and no signal \
                      is sent.";
        return check.wrong(table, "has no stream", remedy).with_command(format!(
            "aws dynamodb update-table --table-name {table} --stream-specification \
             StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES"
        ));
    };
    if stream.stream_view_type() != Some(&StreamViewType::NewAndOldImages) {
        let view = stream.stream_view_type().map_or("nothing", StreamViewType::as_str);
        let remedy = "Disable it, enable it with NEW_AND_OLD_IMAGES, and deploy with its label in ExistingTableStream.";
        return check.wrong(table, format!("has a stream with {view}"), remedy).with_command(format!(
            "aws dynamodb update-table --table-name {table} --stream-specification StreamEnabled=false"
        ));
    }
    let latest = found.latest_stream_arn().unwrap_or_default();
    match expected.stream.as_deref() {
        Some(read) if read != latest => {
            let label = found.latest_stream_label().unwrap_or_default();
            let remedy = format!("Deploy with ExistingTable={table} and ExistingTableStream={label}.");
            check.wrong(table, "has a newer stream than the functions read", remedy).with_command("sam deploy")
        }
        _ => check.ok(table, "has a stream with new and old images"),
    }
}

fn protection(table: &str, found: &TableDescription, expected: &Expected) -> Finding {
    let check = Check::DeletionProtection;
    if found.deletion_protection_enabled() == Some(true) {
        return check.ok(table, "rejects its deletion");
    }
    if expected.unprotected {
        let remedy = "Deploy with DeletionProtection=true if the users matter.";
        return check.warning(table, "can be deleted, by DeletionProtection=false", remedy).with_command("sam deploy");
    }
    check
        .wrong(table, "can be deleted", "Enable the protection.")
        .with_command(format!("aws dynamodb update-table --table-name {table} --deletion-protection-enabled"))
}

fn time_to_live(table: &str, found: Option<&TimeToLiveDescription>) -> Finding {
    let check = Check::Ttl;
    let enabled = found.filter(|found| {
        matches!(found.time_to_live_status(), Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling))
    });
    match enabled.and_then(TimeToLiveDescription::attribute_name) {
        Some(EXPIRES_AT) => check.ok(table, "deletes expired items"),
        Some(other) => check
            .wrong(
                table,
                format!("deletes items by {other}, and not by {EXPIRES_AT}"),
                format!("Disable it, and an hour later enable it for {EXPIRES_AT}."),
            )
            .with_command(format!(
                "aws dynamodb update-time-to-live --table-name {table} --time-to-live-specification \
                 Enabled=false,AttributeName={other}"
            )),
        None => check
            .wrong(
                table,
                "keeps expired items",
                "Enable it. Without it pending users with their data stay, and registration_expired is not sent.",
            )
            .with_command(format!(
                "aws dynamodb update-time-to-live --table-name {table} --time-to-live-specification \
                 Enabled=true,AttributeName={EXPIRES_AT}"
            )),
    }
}

fn recovery(table: &str, found: Option<&ContinuousBackupsDescription>) -> Finding {
    let check = Check::Recovery;
    let recovery = found.and_then(ContinuousBackupsDescription::point_in_time_recovery_description);
    let enabled = recovery
        .filter(|recovery| recovery.point_in_time_recovery_status() == Some(&PointInTimeRecoveryStatus::Enabled));
    let Some(enabled) = enabled else {
        return check
            .wrong(table, "cannot be restored to an earlier second", "Enable point-in-time recovery.")
            .with_command(format!(
                "aws dynamodb update-continuous-backups --table-name {table} \
                 --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true"
            ));
    };
    let days = enabled.recovery_period_in_days().map(|days| format!(" of {days} days")).unwrap_or_default();
    check.ok(table, format!("can be restored to any second{days}"))
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::builders::TableDescriptionBuilder;
    use aws_sdk_dynamodb::types::{ContinuousBackupsStatus, PointInTimeRecoveryDescription, StreamSpecification};

    use super::*;
    use crate::finding::Status;

    fn expected() -> Expected {
        Expected { stream: Some("stream/1".to_owned()), unprotected: false }
    }

    fn found(view: Option<StreamViewType>) -> TableDescriptionBuilder {
        let stream = view
            .map(|view| StreamSpecification::builder().stream_enabled(true).stream_view_type(view).build().unwrap());
        TableDescription::builder()
            .set_stream_specification(stream)
            .latest_stream_arn("stream/1")
            .latest_stream_label("1")
    }

    #[test]
    fn table_is_active() {
        for (table_status, expected) in [
            (TableStatus::Active, Status::Ok),
            (TableStatus::Updating, Status::Ok),
            (TableStatus::Archived, Status::Wrong),
            (TableStatus::InaccessibleEncryptionCredentials, Status::Wrong),
        ] {
            let table = TableDescription::builder().table_status(table_status.clone()).build();
            assert_eq!(status("t", &table).status, expected, "{table_status}");
        }
    }

    #[test]
    fn index_of_lists_is_active() {
        let with = |status: Option<IndexStatus>| {
            let described = status.map(|status| {
                GlobalSecondaryIndexDescription::builder().index_name(INDEX).index_status(status).build()
            });
            index("t", &TableDescription::builder().set_global_secondary_indexes(described.map(|d| vec![d])).build())
        };
        assert_eq!(with(Some(IndexStatus::Active)).status, Status::Ok);
        assert_eq!(with(Some(IndexStatus::Creating)).status, Status::Warning);
        assert_eq!(with(None).status, Status::Wrong);
    }

    #[test]
    fn stream_has_both_images_and_is_read() {
        let images = found(Some(StreamViewType::NewAndOldImages));
        assert_eq!(stream("t", &images.clone().build(), &expected()).status, Status::Ok);
        assert_eq!(stream("t", &found(None).build(), &expected()).detail, "has no stream");
        let keys = stream("t", &found(Some(StreamViewType::KeysOnly)).build(), &expected());
        assert_eq!((keys.status, keys.detail.as_str()), (Status::Wrong, "has a stream with KEYS_ONLY"));
        let newer = images.latest_stream_arn("stream/2").latest_stream_label("2").build();
        let newer = stream("t", &newer, &expected());
        assert_eq!(newer.status, Status::Wrong);
        assert!(newer.remedy.unwrap().ends_with("ExistingTableStream=2."));
    }

    #[test]
    fn missing_protection_is_wrong_unless_chosen() {
        let protected = TableDescription::builder().deletion_protection_enabled(true).build();
        assert_eq!(protection("t", &protected, &expected()).status, Status::Ok);
        let unprotected = TableDescription::builder().deletion_protection_enabled(false).build();
        assert_eq!(protection("t", &unprotected, &expected()).status, Status::Wrong);
        let chosen = Expected { unprotected: true, ..expected() };
        assert_eq!(protection("t", &unprotected, &chosen).status, Status::Warning);
    }

    #[test]
    fn expired_items_are_deleted_by_their_attribute() {
        let ttl = |status, attribute| {
            let found = TimeToLiveDescription::builder().time_to_live_status(status).attribute_name(attribute).build();
            time_to_live("t", Some(&found))
        };
        assert_eq!(ttl(TimeToLiveStatus::Enabled, "expires_at").status, Status::Ok);
        assert_eq!(ttl(TimeToLiveStatus::Disabled, "expires_at").detail, "keeps expired items");
        assert_eq!(ttl(TimeToLiveStatus::Enabled, "ttl").detail, "deletes items by ttl, and not by expires_at");
        assert_eq!(time_to_live("t", None).status, Status::Wrong);
    }

    #[test]
    fn table_can_be_restored() {
        let backups = |status| {
            let recovery = PointInTimeRecoveryDescription::builder().point_in_time_recovery_status(status);
            ContinuousBackupsDescription::builder()
                .continuous_backups_status(ContinuousBackupsStatus::Enabled)
                .point_in_time_recovery_description(recovery.recovery_period_in_days(35).build())
                .build()
                .unwrap()
        };
        let enabled = recovery("t", Some(&backups(PointInTimeRecoveryStatus::Enabled)));
        assert_eq!(enabled.detail, "can be restored to any second of 35 days");
        assert_eq!(recovery("t", Some(&backups(PointInTimeRecoveryStatus::Disabled))).status, Status::Wrong);
    }
}
