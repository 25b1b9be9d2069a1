//! The fields of `--from plain`, which are also those of a seed of `local`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::candidate::{ForeignUser, ImportRejection, keep};
use super::fields::{Fields, REJECTED_COLUMNS, malformed};
use domain::Status;

const COLUMNS: [&str; 9] =
    ["id", "email", "username", "password_hash", "created_at", "activated_at", "status", "type", "locale"];

/// Returns a sentence with the names of all fields.
#[must_use]
pub fn columns_sentence() -> String {
    format!("the columns are {}, fields.* and private_fields.*", COLUMNS.join(", "))
}

/// Returns whether there is a field of this name.
#[must_use]
pub fn is_known(column: &str) -> bool {
    COLUMNS.contains(&column)
        || REJECTED_COLUMNS.contains(&column)
        || ["fields.", "private_fields."].iter().any(|beginning| column.starts_with(beginning))
}

/// Reads a user, without the fields that are invalid, and everything that is wrong with them.
#[must_use]
pub fn user(mut fields: Fields) -> (ForeignUser, Vec<ImportRejection>) {
    let mut faults = Vec::new();
    let status = fields.text("status").and_then(|status| match status.as_deref() {
        None | Some("active") => Ok(Status::Active),
        Some("disabled") => Ok(Status::Disabled),
        Some(_) => Err(malformed("status", "active or disabled")),
    });
    let mut user = ForeignUser {
        status: keep(&mut faults, status),
        id: keep(&mut faults, fields.text("id")).flatten(),
        email: keep(&mut faults, fields.text("email")).flatten().unwrap_or_default(),
        username: keep(&mut faults, fields.text("username")).flatten(),
        password_hash: keep(&mut faults, fields.text("password_hash")).flatten(),
        created_at: keep(&mut faults, fields.timestamp_field("created_at")).flatten(),
        activated_at: keep(&mut faults, fields.timestamp_field("activated_at")).flatten(),
        locale: keep(&mut faults, fields.text("locale")).flatten(),
        kind: keep(&mut faults, fields.text("type")).flatten(),
        fields: keep(&mut faults, further(&mut fields, "fields")).unwrap_or_default(),
        private_fields: keep(&mut faults, further(&mut fields, "private_fields")).unwrap_or_default(),
    };
    for (name, value) in fields.rest() {
        if let Some(name) = name.strip_prefix("fields.") {
            user.fields.insert(name.to_owned(), value);
        } else if let Some(name) = name.strip_prefix("private_fields.") {
            user.private_fields.insert(name.to_owned(), value);
        } else {
            let reason = format!("there is no field {name:?}; {}", columns_sentence());
            faults.push(ImportRejection::new("malformed", reason).of(&name));
        }
    }
    (user, faults)
}

fn further(fields: &mut Fields, name: &str) -> Result<BTreeMap<String, Value>, ImportRejection> {
    match fields.take(name) {
        None => Ok(BTreeMap::new()),
        Some(Value::Object(inner)) => Ok(Fields::new(inner).rest().into_iter().collect()),
        Some(_) => Err(malformed(name, "an object")),
    }
}
