//! The mapping from the fields of each system to a user.

use std::collections::{BTreeMap, BTreeSet};

use domain::Status;
use operator::{Fields, ForeignUser, ImportRejection, malformed, plain_import};
use serde_json::{Map, Value};

use crate::arguments::Source;

/// Reads records of one system.
#[derive(Debug)]
pub(super) struct SourceMapping {
    source: Source,
    /// Whether addresses count as proven without evidence.
    trust: bool,
}

/// The fields that are not imported: permissions, and the other system's internals.
const NOT_TAKEN_OVER: [&str; 10] = [
    "is_superuser",
    "is_staff",
    "groups",
    "user_permissions",
    "MFAOptions",
    "UserLastModifiedDate",
    "UserMFASettingList",
    "PreferredMfaSetting",
    "cognito:mfa_enabled",
    "cognito:groups",
];

impl SourceMapping {
    pub(super) fn new(source: Source, trust: bool) -> Self {
        Self { source, trust }
    }

    /// Returns the system's name, which is stored with the users.
    pub(super) fn name(&self) -> &'static str {
        match self.source {
            Source::Django => "django",
            Source::Cognito => "cognito",
            Source::Plain => "plain",
        }
    }

    /// Checks the columns of a CSV: required ones, and unknown ones if all are known.
    pub(super) fn check_header(&self, header: &[String]) -> Result<(), String> {
        let has = |name: &str| header.iter().any(|column| column == name);
        let required: &[&str] = match self.source {
            Source::Django => &["email", "password"],
            Source::Cognito | Source::Plain => &["email"],
        };
        if let Some(missing) = required.iter().find(|name| !has(name)) {
            return Err(format!("the header has no column {missing:?}: it must be the first line, with commas"));
        }
        let unknown = header.iter().find(|column| self.source == Source::Plain && !plain_import::is_known(column));
        match unknown {
            Some(unknown) => {
                Err(format!("there is no column {unknown:?} in --from plain; {}", plain_import::columns_sentence()))
            }
            None => Ok(()),
        }
    }

    /// Converts a record to a user.
    ///
    /// The names of fields that are not imported are added to `skipped_fields`.
    pub(super) fn user(
        &self,
        fields: Fields,
        skipped_fields: &mut BTreeSet<String>,
    ) -> Result<ForeignUser, ImportRejection> {
        let mut user = match self.source {
            Source::Django => self.django(fields)?,
            Source::Cognito => self.cognito(fields)?,
            Source::Plain => match plain_import::user(fields) {
                (user, faults) if faults.is_empty() => user,
                (_, faults) => return Err(ImportRejection::first(faults)),
            },
        };
        if self.source != Source::Plain {
            for name in NOT_TAKEN_OVER {
                if user.private_fields.remove(name).is_some() {
                    skipped_fields.insert(name.to_owned());
                }
            }
        }
        // An address that serves as the name is not stored as a username.
        user.username = user.username.filter(|name| !name.eq_ignore_ascii_case(&user.email));
        Ok(user)
    }

    fn django(&self, fields: Fields) -> Result<ForeignUser, ImportRejection> {
        let mut fields = flatten_dump_fields(fields)?;
        let mut user = ForeignUser {
            id: fields.text("id")?,
            email: fields.text("email")?.unwrap_or_default(),
            username: fields.text("username")?,
            password_hash: fields.text("password")?,
            created_at: fields.timestamp_field("date_joined")?,
            status: disabled_if(!fields.bool_field("is_active")?.unwrap_or(true)),
            ..ForeignUser::default()
        };
        let rest = fields.rest();
        if user.status == Some(Status::Disabled) && !rest.contains_key("last_login") && !self.trust {
            let reason = "was never active, so the address may not be the user's (--trust-addresses accepts it)";
            return Err(ImportRejection::new("unproven", reason));
        }
        user.private_fields = rest.into_iter().collect();
        Ok(user)
    }

    fn cognito(&self, fields: Fields) -> Result<ForeignUser, ImportRejection> {
        let mut fields = flatten_attributes(fields)?;
        let sub = fields.text("sub")?;
        let own_name = fields.text("cognito:username")?;
        let own_name = fields.text("Username")?.or(own_name);
        let status = fields.text("UserStatus")?;
        let (enabled, created_at) = (fields.bool_field("Enabled")?, fields.timestamp_field("UserCreateDate")?);
        let preferred = fields.text("preferred_username")?;
        let verified = fields.bool_field("email_verified")?.unwrap_or(false);
        let has_own_name = own_name != sub && status.as_deref() != Some("EXTERNAL_PROVIDER");
        let chosen = own_name.clone().filter(|name| has_own_name && !is_uuid(name));
        let email = fields.text("email")?.unwrap_or_default();
        if !email.is_empty()
            && !self.trust
            && (!verified || matches!(status.as_deref(), Some("UNCONFIRMED" | "UNKNOWN")))
        {
            let reason = "the address is not verified (--trust-addresses accepts it)";
            return Err(ImportRejection::new("unproven", reason));
        }
        let rest: BTreeMap<_, _> = fields.rest().into_iter().collect();
        Ok(ForeignUser {
            id: sub.or(own_name),
            email,
            username: preferred.or(chosen),
            created_at,
            status: disabled_if(enabled == Some(false) || status.as_deref() == Some("ARCHIVED")),
            locale: rest.get("locale").and_then(|locale| locale.as_str().map(str::to_owned)),
            private_fields: rest,
            ..ForeignUser::default()
        })
    }
}

fn disabled_if(disabled: bool) -> Option<Status> {
    disabled.then_some(Status::Disabled)
}

/// Flattens a record of `dumpdata`, which has its columns in `fields`.
fn flatten_dump_fields(mut fields: Fields) -> Result<Fields, ImportRejection> {
    match (fields.take("model"), fields.take("fields")) {
        (_, None) => Ok(fields),
        (_, Some(Value::Object(inner))) if inner.contains_key("password") => {
            let id = fields.take("pk").map(|pk| ("id".to_owned(), pk));
            Ok(Fields::new(inner.into_iter().chain(id)))
        }
        (model, Some(_)) => {
            let model = model.map(|model| model.to_string()).unwrap_or_default();
            Err(ImportRejection::new("not_a_user", format!("{model} is not a model of users: it has no password")))
        }
    }
}

/// Flattens the list of attributes of `list-users` or `admin-get-user`.
fn flatten_attributes(mut fields: Fields) -> Result<Fields, ImportRejection> {
    let attributes = fields.take("Attributes").or_else(|| fields.take("UserAttributes"));
    let Some(attributes) = attributes else { return Ok(fields) };
    let wrong = || malformed("Attributes", "a list of Name and Value");
    let Value::Array(attributes) = attributes else { return Err(wrong()) };
    let mut all: Map<String, Value> = fields.rest();
    for mut attribute in attributes {
        let (Some(Value::String(name)), Some(value)) =
            (attribute.get_mut("Name").map(Value::take), attribute.get_mut("Value").map(Value::take))
        else {
            return Err(wrong());
        };
        all.insert(name, value);
    }
    Ok(Fields::new(all))
}

/// Returns whether a name is a UUID, as Cognito generates for users without a name.
fn is_uuid(text: &str) -> bool {
    let digits =
        |(at, byte): (usize, u8)| if matches!(at, 8 | 13 | 18 | 23) { byte == b'-' } else { byte.is_ascii_hexdigit() };
    text.len() == 36 && text.bytes().enumerate().all(digits)
}
