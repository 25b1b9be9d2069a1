//! The operators who approve users.

use crate::email_address::EmailAddress;
use crate::settings::Reader;

/// Reads `REGISTRATION_APPROVERS`: the comma-separated addresses of the operators, each once.
pub fn read_approvers(reader: &mut Reader<'_>) -> Option<Vec<EmailAddress>> {
    reader.required(
        "REGISTRATION_APPROVERS",
        "the comma-separated addresses of the operators who approve users",
        |value| {
            let address = |text: &str| {
                EmailAddress::parse(text.trim())
                    .map_err(|_| format!("{text:?} must be an address such as ops@example.com"))
            };
            let mut approvers: Vec<EmailAddress> = Vec::new();
            for approver in value.split(',').map(address) {
                let approver = approver?;
                if approvers.iter().all(|known| known.canonical() != approver.canonical()) {
                    approvers.push(approver);
                }
            }
            Ok(approvers)
        },
    )
}
