//! Users of another system, and the checks before they are imported.
//!
//! They exist there already, so names and addresses that a new registration could not have are kept by default.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use sha2::{Digest, Sha256};
use ulid::Ulid;
use unic_langid::LanguageIdentifier;

use super::{Operator, OperatorError};
use domain::form::NameRules;
use domain::locale::Text;
use domain::settings::{ActivationSettings, Reader};
use domain::{EmailAddress, PasswordHash, RequestMetadata, Status, User, UserId, Username, is_line_control};
use table::{Imported, ItemKey, UserItem};

/// A user as exported from another system.
///
/// It has no `Debug`, because it may hold a hash.
#[derive(Clone, Default)]
pub struct ForeignUser {
    /// The user's identifier there, the same in every import. Default: the address.
    pub id: Option<String>,
    /// The address, which counts as proven unless the user is pending.
    pub email: String,
    /// The name, if the user has one.
    pub username: Option<String>,
    /// The password's hash, if there is one: see [`password_hashing::foreign_hash`].
    pub password_hash: Option<String>,
    /// The time of the registration, if it is known.
    pub created_at: Option<Timestamp>,
    /// The time of the activation. The default is the time of the registration.
    pub activated_at: Option<Timestamp>,
    /// The status: any except [`Status::Rejected`]. Default: active.
    pub status: Option<Status>,
    /// The language of emails, such as `de-CH`.
    pub locale: Option<String>,
    /// The type of the user: the name of a form.
    pub kind: Option<String>,
    /// Further fields, which signals contain.
    pub fields: BTreeMap<String, Value>,
    /// Further fields, which are stored but in no signal.
    pub private_fields: BTreeMap<String, Value>,
}

/// The settings of an import.
#[derive(Debug, Clone)]
pub struct ImportRules {
    from: String,
    /// The operator who imports.
    by: String,
    signals: bool,
    /// Whether all rules of new registrations apply.
    strict: bool,
    names: NameRules,
    /// The time after which a pending user expires.
    activation_period: SignedDuration,
}

/// A user who can be imported.
#[derive(Debug)]
pub struct Candidate {
    pub(super) item: UserItem,
    pub(super) password_hash: Option<PasswordHash>,
    pub(super) strict: bool,
}

/// The reason why a user cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct ImportRejection {
    /// A stable code for programs.
    pub code: &'static str,
    /// The name of the field in `plain`, if it is about one.
    pub field: Option<String>,
    /// A sentence for people.
    pub reason: String,
}

impl ImportRejection {
    /// Creates a rejection with this code and this reason.
    pub fn new(code: &'static str, reason: impl Into<String>) -> Self {
        Self { code, field: None, reason: reason.into() }
    }

    /// Sets the field.
    #[must_use]
    pub fn of(self, field: &str) -> Self {
        Self { field: Some(field.to_owned()), ..self }
    }

    /// Returns the first one, for a report with one for each user.
    ///
    /// # Panics
    /// Panics if there is none.
    #[must_use]
    pub fn first(rejections: Vec<Self>) -> Self {
        rejections.into_iter().next().expect("a rejected user has a reason")
    }
}

/// The maximum size of the further fields, in bytes of JSON.
const MAX_FIELDS: usize = 64 * 1024;
/// The maximum length of an identifier or a type, in bytes.
const MAX_WORD: usize = 1024;
/// The maximum nesting of a further field. An item can have 32 levels.
const MAX_DEPTH: usize = 16;

impl Operator {
    /// Creates the settings of an import `from` a system such as `django`.
    ///
    /// A name in the form of another address is rejected unless `REGISTRATION_ADDRESS_AS_NAME` allows it. With
    /// `strict`, users are rejected whose name or address could not register today. With `signals`, `user_registered`
    /// is sent for each active user.
    ///
    /// # Errors
    /// An [`OperatorError`] if the operator is unknown, or a setting for usernames or for activation is malformed.
    pub async fn import_rules(&self, from: &str, strict: bool, signals: bool) -> Result<ImportRules, OperatorError> {
        let mut reader = Reader::new(&self.environment);
        let names = NameRules::read(&mut reader);
        let activation = ActivationSettings::read(&mut reader);
        let (names, activation) = reader.finish(|| Some((names?, activation?)))?;
        let (from, by) = (from.to_owned(), self.name().await?.to_owned());
        Ok(ImportRules { from, by, signals, strict, names, activation_period: activation.period })
    }

    /// Checks a user of another system.
    ///
    /// # Errors
    /// All [`ImportRejection`]s, of which there is at least one, if the table cannot store the user, or the `strict`
    /// rules reject them.
    pub fn candidate(&self, user: ForeignUser, rules: &ImportRules) -> Result<Candidate, Vec<ImportRejection>> {
        let now = self.now();
        let mut faults = Vec::new();
        let email = keep(&mut faults, address(&user.email, rules).map_err(|fault| fault.of("email")));
        let name = user.username.filter(|name| !name.is_empty());
        let username = name.map(|name| username(&name, email.as_ref(), rules).map_err(|fault| fault.of("username")));
        let username = username.and_then(|username| keep(&mut faults, username));
        let password_hash =
            password_hashing::foreign_hash(user.password_hash.as_deref().unwrap_or_default()).map_err(|error| {
                ImportRejection::new("password_hash_unknown", format!("the password's hash: {error}"))
                    .of("password_hash")
            });
        let password_hash = keep(&mut faults, password_hash).flatten();
        for (field, what, text) in [("id", "identifier", &user.id), ("type", "type", &user.kind)] {
            if text.as_ref().is_some_and(|text| text.len() > MAX_WORD) {
                let reason = format!("the {what} has over {MAX_WORD} bytes");
                faults.push(ImportRejection::new("too_large", reason).of(field));
            }
            if text.as_ref().is_some_and(|text| text.contains(is_line_control)) {
                let reason = format!("the {what} has several lines or controls");
                faults.push(ImportRejection::new("field_invalid", reason).of(field));
            }
        }
        keep(&mut faults, check_fields(user.fields.iter().chain(&user.private_fields)));
        let Some(email) = email.filter(|_| faults.is_empty()) else { return Err(faults) };
        let status = user.status.unwrap_or(Status::Active);
        let is_decided = !matches!(status, Status::Pending | Status::AwaitingApproval);
        let id = user_id(&rules.from, user.id.as_deref().unwrap_or(&email.canonical()), user.created_at);
        let created_at = in_milliseconds(user.created_at).unwrap_or(now);
        let imported_user = User {
            id,
            kind: user.kind,
            username,
            email,
            status,
            created_at,
            activated_at: is_decided.then(|| in_milliseconds(user.activated_at).unwrap_or(created_at)),
            fields: user.fields,
            consents: Vec::new(),
            identities: Vec::new(),
        };
        let request = RequestMetadata {
            id: "import".to_owned(),
            ip: None,
            user_agent: None,
            locale: user.locale.and_then(|locale| Some(locale.parse::<LanguageIdentifier>().ok()?.to_string())),
        };
        let item = UserItem {
            private_fields: user.private_fields,
            imported: Some(Imported { from: rules.from.clone(), id: user.id, at: now, by: Some(rules.by.clone()) }),
            expires_at: (status == Status::Pending).then(|| (now + rules.activation_period).as_second()),
            silent: match status {
                // The activation email follows from the insertion.
                Status::Pending => false,
                Status::Active => !rules.signals,
                _ => true,
            },
            ..UserItem::new(imported_user, "import", request)
        };
        // A user who may yet lose the name cannot share it.
        Ok(Candidate { item, password_hash, strict: rules.strict || !is_decided })
    }
}

impl Candidate {
    /// Returns whether a name that is confusable with another one is rejected.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.strict
    }

    /// Returns the key that identifies this user.
    #[must_use]
    pub fn identity(&self) -> String {
        ItemKey::User(self.item.user.id).text()
    }

    /// Returns the key that only one user with this address can hold. A pending user does not hold it.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        let is_proven = self.item.user.status != Status::Pending;
        is_proven.then(|| ItemKey::Email(&self.item.user.email.canonical()).text())
    }

    /// Returns the key that only one user with exactly this name can hold.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        self.item.user.username.as_ref().map(|name| ItemKey::ExactName(&name.exact()).text())
    }

    /// Returns the keys that all names confusable with this one share.
    #[must_use]
    pub fn confusable_skeletons(&self) -> Vec<String> {
        self.item.user.name_claims().iter().map(|claim| ItemKey::Username(claim).text()).collect()
    }

    /// Returns all these keys.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        let own = [self.identity()].into_iter().chain(self.address()).chain(self.name());
        own.chain(self.confusable_skeletons())
    }
}

/// Adds the error to `faults`, if there is one.
pub(super) fn keep<T>(faults: &mut Vec<ImportRejection>, result: Result<T, ImportRejection>) -> Option<T> {
    result.map_err(|fault| faults.push(fault)).ok()
}

fn address(text: &str, rules: &ImportRules) -> Result<EmailAddress, ImportRejection> {
    if text.trim().is_empty() {
        return Err(ImportRejection::new("email_missing", "there is no address, which every user needs"));
    }
    if rules.strict
        && let Err(error) = EmailAddress::parse(text)
    {
        return Err(ImportRejection::new(
            "email_not_allowed",
            format!("the address: {}", Text::from(error).in_english()),
        ));
    }
    EmailAddress::existing(text).ok_or_else(|| ImportRejection::new("email_invalid", "the address is malformed"))
}

fn username(text: &str, own: Option<&EmailAddress>, rules: &ImportRules) -> Result<Username, ImportRejection> {
    if rules.strict {
        let not_allowed =
            |reason: &Text| ImportRejection::new("username_not_allowed", format!("the name: {}", reason.in_english()));
        let name = Username::parse(text).map_err(|error| not_allowed(&error.into()))?;
        if let Some((_, reason)) = rules.names.rejection(&name, own) {
            return Err(not_allowed(&reason));
        }
    }
    let reason = "the name is too long, has several lines, or has no visible characters";
    let name = Username::existing(text).ok_or_else(|| ImportRejection::new("username_invalid", reason))?;
    if own.is_some() && rules.names.is_other_address(&name, own) {
        let reason = "the name is another email address; REGISTRATION_ADDRESS_AS_NAME=any keeps such names";
        return Err(ImportRejection::new("username_not_own_address", reason));
    }
    Ok(name)
}

/// Checks that DynamoDB can store the further fields.
///
/// Otherwise one field would fail the whole import.
fn check_fields<'a>(fields: impl Iterator<Item = (&'a String, &'a Value)>) -> Result<(), ImportRejection> {
    let mut size = 0;
    for (name, value) in fields {
        if name.is_empty() || !fits(value, MAX_DEPTH) {
            let reason = format!("the field {name:?} has a name, a number or a depth that the table cannot store");
            return Err(ImportRejection::new("field_invalid", reason).of("fields"));
        }
        size += name.len() + value.to_string().len();
    }
    if size > MAX_FIELDS {
        let reason = format!("the further fields have over {MAX_FIELDS} bytes");
        return Err(ImportRejection::new("too_large", reason).of("fields"));
    }
    Ok(())
}

fn fits(value: &Value, depth: usize) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => true,
        Value::Number(number) => number.as_f64().is_some_and(|n| n == 0.0 || (1e-120..1e120).contains(&n.abs())),
        Value::Array(values) => depth > 0 && values.iter().all(|value| fits(value, depth - 1)),
        Value::Object(fields) => {
            depth > 0 && fields.iter().all(|(name, value)| !name.is_empty() && fits(value, depth - 1))
        }
    }
}

/// Derives the identifier of an imported user, the same in every import.
///
/// Like every identifier it begins with the time of registration. The rest is a hash of the user's identifier in the
/// other system. Users with an unknown time sort before all others.
fn user_id(from: &str, id: &str, created_at: Option<Timestamp>) -> UserId {
    let milliseconds = created_at.and_then(|at| u64::try_from(at.as_millisecond()).ok()).unwrap_or(0);
    let digest = Sha256::digest(format!("{from}\n{id}"));
    let random = digest.iter().take(10).fold(0, |random, byte| (random << 8) | u128::from(*byte));
    UserId(Ulid::from_parts(milliseconds, random))
}

fn in_milliseconds(at: Option<Timestamp>) -> Option<Timestamp> {
    at.and_then(|at| Timestamp::from_millisecond(at.as_millisecond()).ok())
}
