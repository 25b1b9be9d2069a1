//! One record of a seed: a user or an invitation.

use domain::settings::parse_period;
use domain::{EmailAddress, Invitation, Password, PasswordError, Status, Token};
use operator::{Fields, ForeignUser, ImportRejection, NewInvitation, malformed, plain_import};

/// A record whose fields have the right types.
pub(super) enum Record {
    /// A user, and the password in plain text.
    User(Box<ForeignUser>, Option<Password>),
    Invitation(NewInvitation),
}

/// The statuses that a user can have.
const STATUSES: [Status; 4] = [Status::Active, Status::Pending, Status::AwaitingApproval, Status::Disabled];

/// Reads a record, and returns everything that is wrong with it.
///
/// There is no record without a code of an invitation. Other invalid fields are left out.
pub(super) fn read(mut fields: Fields) -> (Option<Record>, Vec<ImportRejection>) {
    let mut faults = Faults::default();
    let record = match fields.take(Invitation::FIELD) {
        Some(code) => invitation(code.as_str(), fields, &mut faults).map(Record::Invitation),
        None => Some(user(fields, &mut faults)),
    };
    (record, faults.0)
}

fn user(mut fields: Fields, faults: &mut Faults) -> Record {
    let status = fields.take("status").map(|status| {
        let known = STATUSES.into_iter().find(|known| status.as_str() == Some(known.as_str()));
        known.ok_or_else(|| malformed("status", "active, pending, awaiting_approval or disabled"))
    });
    let status = status.and_then(|status| faults.keep(status));
    let password = fields.take("password").map(|password| self::password(password.as_str()));
    let password = password.and_then(|password| faults.keep(password));
    let (user, mut wrong) = plain_import::user(fields);
    faults.0.append(&mut wrong);
    if password.is_some() && user.password_hash.is_some() {
        let reason = "there is also a password_hash: remove one of the two";
        faults.0.push(ImportRejection::new("malformed", reason).of("password"));
    }
    Record::User(Box::new(ForeignUser { status, ..user }), password)
}

/// Parses a password, which may be shorter than one of the form.
fn password(text: Option<&str>) -> Result<Password, ImportRejection> {
    let text = text.ok_or_else(|| malformed("password", "a text"))?;
    Password::parse(text, 1, Password::MAX_LENGTH).map_err(|error| {
        let reason = match error {
            PasswordError::TooLong(most) => format!("has over {most} characters"),
            _ => "is one of the passwords that attackers try first, which nobody can register with".to_owned(),
        };
        ImportRejection::new("password_not_allowed", reason).of("password")
    })
}

fn invitation(code: Option<&str>, mut fields: Fields, faults: &mut Faults) -> Option<NewInvitation> {
    let code = code.and_then(Token::parse).ok_or_else(|| malformed(Invitation::FIELD, "a code of 32 of a-z and 2-7"));
    let code = faults.keep(code);
    let email = faults.keep(fields.text("email")).flatten().and_then(|email| {
        faults.keep(EmailAddress::existing(&email).ok_or_else(|| malformed("email", "an email address")))
    });
    let uses = fields.take("uses").map_or(Ok(1), |uses| {
        let uses = uses.as_u64().and_then(|uses| u32::try_from(uses).ok());
        uses.filter(|uses| (1..=1_000_000).contains(uses))
            .ok_or_else(|| malformed("uses", "a number from 1 to 1000000"))
    });
    let uses = faults.keep(uses).unwrap_or(1);
    if email.is_some() && uses > 1 {
        faults.0.push(malformed("uses", "1, because the invitation has an email"));
    }
    let expires = faults.keep(fields.text("expires")).flatten().unwrap_or_else(|| "7d".to_owned());
    let period = parse_period(&expires).map_err(|reason| ImportRejection::new("malformed", reason).of("expires"));
    let period = faults.keep(period);
    let kind = faults.keep(fields.text("type")).flatten();
    for (name, _) in fields.rest() {
        let reason = format!("there is no field {name:?} of invitations: they have email, uses, expires and type");
        faults.0.push(ImportRejection::new("malformed", reason).of(&name));
    }
    Some(NewInvitation { code: Some(code?), email, uses, valid_for: period?, kind, mail: None })
}

#[derive(Default)]
struct Faults(Vec<ImportRejection>);

impl Faults {
    fn keep<T>(&mut self, result: Result<T, ImportRejection>) -> Option<T> {
        result.map_err(|fault| self.0.push(fault)).ok()
    }
}
