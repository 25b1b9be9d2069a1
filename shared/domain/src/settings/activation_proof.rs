//! The proof that activates a registration.

use super::Reader;

/// The proof that a client needs to activate a registration, apart from the mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivationProof {
    /// The [`RegistrationHandle`](crate::RegistrationHandle), which the client that registered has.
    ///
    /// A user without it chooses name and password again, with the mailbox proven.
    Person,
    /// None: the link activates the registration that it was mailed for, no matter who chose the password.
    Mailbox,
}

impl ActivationProof {
    /// Reads `REGISTRATION_ACTIVATION_PROOF`: `person`, the default, or `mailbox`.
    ///
    /// Returns `None` if it is wrong, which `reader` then reports.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.or("REGISTRATION_ACTIVATION_PROOF", "person", |value| match value {
            "person" => Ok(Self::Person),
            "mailbox" => Ok(Self::Mailbox),
            _ => Err("must be person or mailbox".to_owned()),
        })
    }
}
