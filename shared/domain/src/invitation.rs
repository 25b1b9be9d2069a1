//! Invitations.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::email_address::EmailAddress;
use crate::operator_act::OperatorAct;
use crate::outcome::Denial;
use crate::settings::parse_line;
use crate::token::Token;

/// An invitation to register. Its code is stored as a hash only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The only address that can register with it. Without one, any can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// Whether the code was mailed to that address, so that it proves the address.
    pub mailed: bool,
    /// The type of user that it is for: the name of a form.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The name of the person who invites, as the email has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inviter: Option<InviterName>,
    /// The number of remaining uses.
    pub uses_left: u32,
    /// The time of its creation.
    pub created_at: Timestamp,
    /// The time from which it cannot be used, in epoch seconds.
    pub valid_until: i64,
    /// The time when an operator revoked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// The acts of operators on it: its creation, and its revocation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<OperatorAct>,
}

/// The email with an invitation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvitationMail {
    /// The name of the person who invites.
    pub inviter: Option<InviterName>,
    /// The text of the person who invites.
    pub text: Option<InvitationText>,
    /// The language tag of the reader. If it is not offered, the email is in the default language.
    pub locale: Option<String>,
}

/// The name of a person who invites: one line of 1 to 100 code points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviterName(String);

impl InviterName {
    /// The maximum length in code points.
    pub const MAX_LENGTH: usize = 100;

    /// Parses a name, and removes spaces around it.
    ///
    /// # Errors
    /// A sentence with the expected format.
    pub fn parse(text: &str) -> Result<Self, String> {
        let name = parse_line(text)?;
        if name.chars().count() > Self::MAX_LENGTH {
            return Err(format!("must have at most {} characters", Self::MAX_LENGTH));
        }
        Ok(Self(name))
    }

    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text in an invitation's email: paragraphs of 1 to 2,000 code points in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationText(Vec<String>);

impl InvitationText {
    /// The maximum length in code points.
    pub const MAX_LENGTH: usize = 2000;

    /// Parses a text, whose paragraphs are separated by empty lines.
    ///
    /// # Errors
    /// A sentence with the expected format.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.replace("\r\n", "\n");
        if text.chars().count() > Self::MAX_LENGTH {
            return Err(format!("must have at most {} characters", Self::MAX_LENGTH));
        }
        if text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')) {
            return Err("must have no control characters".to_owned());
        }
        let lines: Vec<_> = text.lines().map(str::trim_end).collect();
        let paragraphs = lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty());
        let paragraphs: Vec<_> = paragraphs.map(|lines| lines.join("\n")).collect();
        if paragraphs.is_empty() { Err("must not be empty".to_owned()) } else { Ok(Self(paragraphs)) }
    }

    /// Returns the paragraphs, which can have several lines.
    #[must_use]
    pub fn paragraphs(&self) -> &[String] {
        &self.0
    }
}

/// The state of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationState {
    /// It can be used.
    Open,
    /// An operator revoked it.
    Revoked,
    /// All its uses are used.
    Spent,
    /// Its period is over.
    Expired,
}

impl InvitationState {
    /// Returns the state in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Revoked => "revoked",
            Self::Spent => "spent",
            Self::Expired => "expired",
        }
    }
}

impl Invitation {
    /// The name of the code in a link's query and in a body.
    pub const FIELD: &'static str = "invitation";

    /// Returns the path of the form for the holder of a code.
    #[must_use]
    pub fn path(code: &Token) -> String {
        format!("/register?{}={}", Self::FIELD, code.expose())
    }

    /// Returns its state at `now`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> InvitationState {
        if self.revoked_at.is_some() {
            InvitationState::Revoked
        } else if self.uses_left == 0 {
            InvitationState::Spent
        } else if self.valid_until <= now.as_second() {
            InvitationState::Expired
        } else {
            InvitationState::Open
        }
    }

    /// Returns the reason why it cannot be used at `now`.
    #[must_use]
    pub fn denial_reason(&self, now: Timestamp) -> Option<Denial> {
        match self.state(now) {
            InvitationState::Open => None,
            InvitationState::Revoked => Some(Denial::INVITATION_REVOKED),
            InvitationState::Spent => Some(Denial::INVITATION_SPENT),
            InvitationState::Expired => Some(Denial::INVITATION_EXPIRED),
        }
    }

    /// Returns whether an address can register with it.
    ///
    /// A code that was mailed proves its mailbox, and so every spelling of it.
    #[must_use]
    pub fn admits(&self, email: &EmailAddress) -> bool {
        self.email.as_ref().is_none_or(|invited| {
            let is_proven = self.mailed && invited.mailbox() == email.mailbox();
            is_proven || invited.canonical() == email.canonical()
        })
    }

    /// Returns the address that the code proves.
    #[must_use]
    pub fn proven_address(&self) -> Option<&EmailAddress> {
        self.email.as_ref().filter(|_| self.mailed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_has_paragraphs() {
        let text = InvitationText::parse("\r\nDear Ann,\r\n\r\njoin  \nus.\n\n\n").unwrap();
        assert_eq!(text.paragraphs(), ["Dear Ann,", "join\nus."]);
        for wrong in ["", " \n\n", "a\u{7}", &"a".repeat(2001)] {
            assert!(InvitationText::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn inviter_is_one_short_line() {
        assert_eq!(InviterName::parse(" Ada Lovelace ").unwrap().as_str(), "Ada Lovelace");
        for wrong in ["", "a\nb", &"é".repeat(101)] {
            assert!(InviterName::parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
