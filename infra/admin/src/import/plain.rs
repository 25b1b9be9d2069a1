//! The columns of `--from plain`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use operator::{ForeignUser, ImportRejection};
use serde_json::Value;

use super::record::{Fields, REJECTED, malformed};

pub(super) const KNOWN: &str = "the columns are id, email, username, password_hash, created_at, activated_at, status, type, locale, fields.* and private_fields.*";
const COLUMNS: [&str; 9] =
    ["id", "email", "username", "password_hash", "created_at", "activated_at", "status", "type", "locale"];

pub(super) fn is_known(column: &str) -> bool {
    COLUMNS.contains(&column)
        || REJECTED.contains(&column)
        || ["fields.", "private_fields."].iter().any(|beginning| column.starts_with(beginning))
}

pub(super) fn user(mut fields: Fields) -> Result<ForeignUser, ImportRejection> {
    let disabled = match fields.text("status")?.as_deref() {
        None | Some("active") => false,
        Some("disabled") => true,
        Some(_) => return Err(malformed("status", "active or disabled")),
    };
    let (created_at, activated_at): (Option<Timestamp>, _) =
        (fields.timestamp_field("created_at")?, fields.timestamp_field("activated_at")?);
    let mut user = ForeignUser {
        id: fields.text("id")?,
        email: fields.text("email")?.unwrap_or_default(),
        username: fields.text("username")?,
        password_hash: fields.text("password_hash")?,
        created_at,
        activated_at,
        disabled,
        locale: fields.text("locale")?,
        kind: fields.text("type")?,
        ..ForeignUser::default()
    };
    user.fields = further(&mut fields, "fields")?;
    user.private_fields = further(&mut fields, "private_fields")?;
    for (name, value) in fields.rest() {
        if let Some(name) = name.strip_prefix("fields.") {
            user.fields.insert(name.to_owned(), value);
        } else if let Some(name) = name.strip_prefix("private_fields.") {
            user.private_fields.insert(name.to_owned(), value);
        } else {
            return Err(ImportRejection::new("malformed", format!("there is no field {name:?}; {KNOWN}")));
        }
    }
    Ok(user)
}

fn further(fields: &mut Fields, name: &str) -> Result<BTreeMap<String, Value>, ImportRejection> {
    match fields.take(name) {
        None => Ok(BTreeMap::new()),
        Some(Value::Object(inner)) => Ok(Fields::new(inner).rest().into_iter().collect()),
        Some(_) => Err(malformed(name, "an object")),
    }
}
