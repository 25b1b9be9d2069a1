//! Users of another system, and whether they can be users here. What they have there are facts: names and addresses that nobody
//! could register with here any more are kept, unless that is asked for otherwise.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};
use ulid::Ulid;
use unic_langid::LanguageIdentifier;

use super::{Operator, OperatorError};
use domain::form::ReservedNames;
use domain::locale::Text;
use domain::settings::Reader;
use domain::{EmailAddress, RequestMetadata, Status, User, UserId, Username};
use password_hashing::PasswordHash;
use table::{Imported, ItemKey, UserItem};

/// A user as another system has it. It has no `Debug`, because a hash may be in it, or what should have been one.
#[derive(Clone, Default)]
pub struct ForeignUser {
    /// Who the user is there: what stays the same when the same user is imported again. Without one it is the address.
    pub id: Option<String>,
    /// The address; proven.
    pub email: String,
    /// The name, if the user has one.
    pub username: Option<String>,
    /// The hash of the password: see [`PasswordHash::foreign`]. Without one the user has no password.
    pub password_hash: Option<String>,
    /// When the user registered, if that is known.
    pub created_at: Option<Timestamp>,
    /// When the user became active, if that is known and not the same.
    pub activated_at: Option<Timestamp>,
    /// Whether the user has been switched off.
    pub disabled: bool,
    /// The language of mails, such as `de-CH`.
    pub locale: Option<String>,
    /// The kind of user: the name of a form.
    pub kind: Option<String>,
    /// What may be told of the user beside that.
    pub fields: BTreeMap<String, Value>,
    /// What is stored and told to nobody.
    pub private_fields: BTreeMap<String, Value>,
}

/// How users are imported.
#[derive(Debug, Clone)]
pub struct ImportRules {
    from: String,
    signals: bool,
    /// What nobody may be called, if today's rules are to hold.
    strict: Option<ReservedNames>,
}

/// A user who can be imported.
#[derive(Debug)]
pub struct Candidate {
    pub(super) item: UserItem,
    pub(super) strict: bool,
}

/// Why a user cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct ImportRejection {
    /// A stable word for it.
    pub code: &'static str,
    /// What it is, for people.
    pub reason: String,
}

impl ImportRejection {
    /// A refusal with this code, for this reason.
    pub fn new(code: &'static str, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into() }
    }
}

/// Of an item of 400 KB, what further fields may take: in bytes of JSON.
const MAX_FIELDS: usize = 64 * 1024;
/// The most of an identifier or a kind, in bytes.
const MAX_WORD: usize = 1024;
/// Of the 32 levels that an item can have.
const MAX_DEPTH: usize = 16;

impl Operator {
    /// How users are imported `from` another system, a word such as `django`. With `strict`, what nobody could register with
    /// today is refused. `user_registered` is sent of the users who are active, if `signals` are asked for.
    ///
    /// # Errors
    /// When `REGISTRATION_RESERVED_NAMES` is malformed, which `strict` asks.
    pub fn import_rules(&self, from: &str, strict: bool, signals: bool) -> Result<ImportRules, OperatorError> {
        let mut reader = Reader::new(&self.environment);
        let reserved = if strict { ReservedNames::read(&mut reader) } else { None };
        let strict = reader.finish(|| Some(reserved))?;
        Ok(ImportRules { from: from.to_owned(), signals, strict })
    }

    /// Looks at a user of another system.
    ///
    /// # Errors
    /// What cannot be kept, or what `strict` rules do not allow.
    pub fn candidate(&self, user: ForeignUser, rules: &ImportRules) -> Result<Candidate, ImportRejection> {
        let now = self.now();
        let email = address(&user.email, rules)?;
        let username = user.username.filter(|name| !name.is_empty()).map(|name| username(&name, rules)).transpose()?;
        let password_hash = PasswordHash::foreign(user.password_hash.as_deref().unwrap_or_default())
            .map_err(|error| ImportRejection::new("password_hash_unknown", format!("the password's hash: {error}")))?;
        for (what, text) in [("identifier", &user.id), ("type", &user.kind)] {
            if text.as_ref().is_some_and(|text| text.len() > MAX_WORD) {
                return Err(ImportRejection::new("too_large", format!("the {what} has over {MAX_WORD} bytes")));
            }
        }
        check_fields(user.fields.iter().chain(&user.private_fields))?;
        let id = user_id(&rules.from, user.id.as_deref().unwrap_or(&email.canonical()), user.created_at);
        let created_at = in_milliseconds(user.created_at).unwrap_or(now);
        let item = UserItem {
            user: User {
                id,
                kind: user.kind,
                username,
                email,
                status: if user.disabled { Status::Disabled } else { Status::Active },
                created_at,
                activated_at: Some(in_milliseconds(user.activated_at).unwrap_or(created_at)),
                fields: user.fields,
            },
            private_fields: user.private_fields,
            password_hash,
            sender: "import".to_owned(),
            expires_at: None,
            registration_request: RequestMetadata {
                id: "import".to_owned(),
                ip: None,
                user_agent: None,
                locale: user.locale.and_then(|locale| Some(locale.parse::<LanguageIdentifier>().ok()?.to_string())),
            },
            activation_request: None,
            rejected_at: None,
            mail_state: None,
            delivered_at: None,
            mailed: BTreeSet::new(),
            imported: Some(Imported { from: rules.from.clone(), id: user.id, at: now }),
            notifications: None,
            silent: user.disabled || !rules.signals,
        };
        Ok(Candidate { item, strict: rules.strict.is_some() })
    }
}

impl Candidate {
    /// Whether a name that looks like another one is refused.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.strict
    }

    /// What tells this user from every other one.
    #[must_use]
    pub fn identity(&self) -> String {
        ItemKey::User(self.item.user.id).text()
    }

    /// What the user alone can have of the address.
    #[must_use]
    pub fn address(&self) -> String {
        ItemKey::Email(&self.item.user.email.canonical()).text()
    }

    /// What the user alone can have of the name.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        self.item.user.username.as_ref().map(|name| ItemKey::ExactName(&name.exact()).text())
    }

    /// What the user shares with all whose names look like this one.
    #[must_use]
    pub fn confusable_skeletons(&self) -> Vec<String> {
        self.item.user.name_claims().iter().map(|claim| ItemKey::Username(claim).text()).collect()
    }
}

fn address(text: &str, rules: &ImportRules) -> Result<EmailAddress, ImportRejection> {
    if text.trim().is_empty() {
        return Err(ImportRejection::new("email_missing", "there is no address, which every user has here"));
    }
    if rules.strict.is_some()
        && let Err(error) = EmailAddress::parse(text)
    {
        return Err(ImportRejection::new(
            "email_not_allowed",
            format!("the address: {}", Text::from(error).in_english()),
        ));
    }
    EmailAddress::existing(text).ok_or_else(|| ImportRejection::new("email_invalid", "what is there is no address"))
}

fn username(text: &str, rules: &ImportRules) -> Result<Username, ImportRejection> {
    if let Some(reserved) = &rules.strict {
        let name = Username::parse(text);
        let name = name.map_err(|error| {
            ImportRejection::new("username_not_allowed", format!("the name: {}", Text::from(error).in_english()))
        })?;
        if reserved.has(&name) {
            return Err(ImportRejection::new("username_not_allowed", "the name is reserved"));
        }
    }
    let reason = "the name is too long, of several lines, or of nothing that is seen";
    Username::existing(text).ok_or_else(|| ImportRejection::new("username_invalid", reason))
}

/// What DynamoDB takes of further fields, so that none of them fails the whole import.
fn check_fields<'a>(fields: impl Iterator<Item = (&'a String, &'a Value)>) -> Result<(), ImportRejection> {
    let mut size = 0;
    for (name, value) in fields {
        if name.is_empty() || !fits(value, MAX_DEPTH) {
            let reason = format!("the field {name:?} has a name, a number or a depth that the table does not take");
            return Err(ImportRejection::new("field_invalid", reason));
        }
        size += name.len() + value.to_string().len();
    }
    if size > MAX_FIELDS {
        return Err(ImportRejection::new("too_large", format!("the further fields have over {MAX_FIELDS} bytes")));
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

/// The same for the same user, whenever imported: of the time of registration, as every identifier is, and of what tells the
/// user in that system. Who is of an unknown time comes before all others.
fn user_id(from: &str, id: &str, created_at: Option<Timestamp>) -> UserId {
    let milliseconds = created_at.and_then(|at| u64::try_from(at.as_millisecond()).ok()).unwrap_or(0);
    let digest = Sha256::digest(format!("{from}\n{id}"));
    let random = digest.iter().take(10).fold(0, |random, byte| (random << 8) | u128::from(*byte));
    UserId(Ulid::from_parts(milliseconds, random))
}

fn in_milliseconds(at: Option<Timestamp>) -> Option<Timestamp> {
    at.and_then(|at| Timestamp::from_millisecond(at.as_millisecond()).ok())
}
