//! The settings of activation.

use jiff::SignedDuration;

use super::{ActivationBy, ActivationProof, Reader, parse_period};

/// The terms on which registrations are activated.
///
/// The key of codes is not one of them: only the functions that derive codes read
/// [`ActivationCodes`](crate::ActivationCodes).
#[derive(Debug, Clone)]
pub struct ActivationSettings {
    /// `REGISTRATION_ACTIVATION_PERIOD`: the time after which a registration expires, and so does a link.
    ///
    /// It is a time such as `7d`, `36h` or `2s`, from a second to 366 days. Default: `7d`.
    pub period: SignedDuration,
    /// The proof that a client needs apart from the mailbox.
    pub proof: ActivationProof,
    /// The ways to activate from an email.
    pub by: ActivationBy,
}

impl ActivationSettings {
    /// Reads the settings.
    ///
    /// Returns `None` if one is missing or invalid, which `reader` then reports.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let period = reader.or("REGISTRATION_ACTIVATION_PERIOD", "7d", parse_period);
        let (proof, by) = (ActivationProof::read(reader), ActivationBy::read(reader));
        Some(Self { period: period?, proof: proof?, by: by? })
    }
}
