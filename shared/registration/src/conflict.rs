//! The resolution of conflicts between a registration and the table.

use domain::locale::Text;
use domain::{FieldError, FieldErrorCode, Status, User, UserId};
use table::{InsertConflict, UserItem};

use crate::error::RegistrationError;

/// The resolution of a conflict.
#[derive(Debug)]
pub(crate) enum Resolution {
    /// The submission is a repetition, and this is its user.
    Repeated(Box<User>),
    /// The name is held by a pending registration of the same mailbox, which loses it.
    TakeName(UserId),
    /// The idempotency key was used for something else: the submission is a new one without a key.
    ForgetSubmission,
    /// The registration fails.
    Refuse(RegistrationError),
}

/// Decides about a conflict.
///
/// `repeated` is the user that this very submission made before, with the same idempotency key, address and password.
/// `holder` is the user who holds the name, given only for a `user` whose address is proven.
pub(crate) fn resolve(
    conflict: &InsertConflict,
    repeated: Option<User>,
    holder: Option<&UserItem>,
    user: &User,
) -> Resolution {
    // A registration that is still pending is not the answer to a user who starts over.
    let is_answer = |repeated: &User| user.status == Status::Pending || repeated.status != Status::Pending;
    if let Some(repeated) = repeated.filter(is_answer) {
        return Resolution::Repeated(Box::new(repeated));
    }
    if let Some(denial) = conflict.invitation.clone() {
        return Resolution::Refuse(RegistrationError::Denied(denial));
    }
    if conflict.identity {
        return Resolution::Refuse(RegistrationError::AccountExists);
    }
    if conflict.email {
        return Resolution::Refuse(taken(conflict.username, true));
    }
    if conflict.username {
        let same_mailbox = |holder: &&UserItem| {
            holder.user.status == Status::Pending && holder.user.email.mailbox() == user.email.mailbox()
        };
        return match holder.filter(same_mailbox) {
            Some(holder) => Resolution::TakeName(holder.user.id),
            None => Resolution::Refuse(taken(true, false)),
        };
    }
    Resolution::ForgetSubmission
}

/// Returns the error of a name or an address that another user holds.
pub(crate) fn taken(username: bool, email: bool) -> RegistrationError {
    let error = |field, message| FieldError::new(field, FieldErrorCode::Taken, Text::message(message));
    let username = username.then(|| error("username", "error-username-taken"));
    let email = email.then(|| error("email", "error-email-taken"));
    RegistrationError::InvalidFields(username.into_iter().chain(email).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::{Denial, EmailAddress, RequestMetadata};
    use jiff::Timestamp;

    use super::*;

    fn user(id: &str, email: &str, status: Status) -> User {
        User {
            id: id.parse().unwrap(),
            kind: None,
            username: None,
            email: EmailAddress::parse(email).unwrap(),
            status,
            created_at: Timestamp::UNIX_EPOCH,
            activated_at: None,
            fields: BTreeMap::new(),
            consents: Vec::new(),
            identities: Vec::new(),
        }
    }

    fn held_by(user: User) -> UserItem {
        let request = RequestMetadata { id: "1".to_owned(), ip: None, user_agent: None, locale: None };
        UserItem::new(user, "default", request)
    }

    const NEW: &str = "01ARZ3NDEKTSV4RRFFQ69G5FA0";
    const OLD: &str = "01ARZ3NDEKTSV4RRFFQ69G5FA1";
    const ANN: &str = "ann@example.com";

    /// A conflict: whether it is about the name, the address and the invitation.
    fn conflict(username: bool, email: bool, invitation: bool) -> InsertConflict {
        let invitation = invitation.then_some(Denial::INVITATION_SPENT);
        InsertConflict { username, holder: None, identity: false, email, invitation, repeated_user: None }
    }

    fn name(resolution: &Resolution) -> String {
        match resolution {
            Resolution::Repeated(user) => format!("repeated {}", user.status.as_str()),
            Resolution::TakeName(_) => "take the name".to_owned(),
            Resolution::ForgetSubmission => "forget the submission".to_owned(),
            Resolution::Refuse(RegistrationError::Denied(denial)) => denial.code.to_string(),
            Resolution::Refuse(RegistrationError::InvalidFields(errors)) => {
                errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>().join(" and ")
            }
            Resolution::Refuse(error) => format!("{error:?}"),
        }
    }

    #[test]
    fn each_conflict_has_one_resolution() {
        let old = |email, status| Some(user(OLD, email, status));
        let (active, pending) = (Status::Active, Status::Pending);
        for (conflict, repeated, holder, status, expected) in [
            // A registration, and a user who starts over, that repeat a submission.
            (conflict(true, false, false), old(ANN, pending), None, pending, "repeated pending"),
            (conflict(false, false, true), old(ANN, pending), None, pending, "repeated pending"),
            (conflict(true, true, false), old(ANN, active), None, active, "repeated active"),
            // The submission of the registration is not that of the user who starts over.
            (conflict(true, false, false), old(ANN, pending), old(ANN, pending), active, "take the name"),
            (conflict(false, false, false), old(ANN, pending), None, active, "forget the submission"),
            // A name is taken over within a mailbox only, and only from a pending registration.
            (conflict(true, false, false), None, old(ANN, pending), active, "take the name"),
            (conflict(true, false, false), None, old("ANN@example.com", pending), active, "take the name"),
            (conflict(true, false, false), None, old("ann+x@example.com", pending), active, "username"),
            (conflict(true, false, false), None, old("bob@example.com", pending), active, "username"),
            (conflict(true, false, false), None, old(ANN, active), active, "username"),
            (conflict(true, false, false), None, None, pending, "username"),
            // An address that is proven meanwhile, and an invitation that is spent.
            (conflict(false, true, false), None, None, active, "email"),
            (conflict(true, true, false), None, old(ANN, pending), active, "username and email"),
            (conflict(true, false, true), None, None, pending, "invitation_spent"),
            // An idempotency key that was used for another submission.
            (conflict(false, false, false), None, None, pending, "forget the submission"),
        ] {
            let holder = holder.map(held_by);
            let resolution = resolve(&conflict, repeated, holder.as_ref(), &user(NEW, ANN, status));
            assert_eq!(name(&resolution), expected, "{conflict:?} {status:?}");
        }
        let spelling = held_by(user(OLD, "a.nn+x@gmail.com", pending));
        let resolution =
            resolve(&conflict(true, false, false), None, Some(&spelling), &user(NEW, "ann@gmail.com", active));
        assert_eq!(name(&resolution), "take the name", "another spelling of the mailbox");
    }
}
