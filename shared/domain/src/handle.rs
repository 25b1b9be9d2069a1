//! The handle of a registration: what shows that a client is the one that registered.

use std::str::FromStr;

use crate::token::Token;
use crate::user::UserId;

/// Names a registration and shows that its bearer made it: the user's identifier and a secret of 160 random bits.
///
/// The client that registers gets it, a browser as a cookie and a program as `registration` in the response. The table
/// has only the hash of the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationHandle {
    /// The user that the registration made.
    pub user_id: UserId,
    /// The secret. It is never logged.
    pub secret: Token,
}

impl RegistrationHandle {
    /// The field of a JSON body that has it.
    pub const FIELD: &'static str = "registration";
    /// The header in which a program sends it with a request that only reads.
    pub const HEADER: &'static str = "registration";

    /// Parses the text that [`Self::expose`] returns. Returns `None` if it is malformed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (user_id, secret) = text.trim().split_once('.')?;
        Some(Self { user_id: UserId::from_str(user_id).ok()?, secret: Token::parse(secret)? })
    }

    /// Returns the text for the client, secret included: 59 characters of letters, digits and one period.
    #[must_use]
    pub fn expose(&self) -> String {
        format!("{}.{}", self.user_id, self.secret.expose())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;
    use jiff::Timestamp;

    fn handle() -> RegistrationHandle {
        let random = Random::from_source(|bytes| bytes.fill(0x5a));
        RegistrationHandle { user_id: UserId(random.ulid(Timestamp::UNIX_EPOCH)), secret: Token::generate(&random) }
    }

    #[test]
    fn exposed_handle_parses() {
        let text = handle().expose();
        assert_eq!(text.len(), 59);
        assert_eq!(RegistrationHandle::parse(&text), Some(handle()));
    }

    #[test]
    fn malformed_handle_is_none() {
        let text = handle().expose();
        for wrong in ["", ".", &text[..58], &text.replace('.', ""), &format!("{text}a"), &format!("a{text}"), "é.é"] {
            assert_eq!(RegistrationHandle::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn debug_output_hides_the_secret() {
        assert!(!format!("{:?}", handle()).contains(handle().secret.expose()));
    }
}
