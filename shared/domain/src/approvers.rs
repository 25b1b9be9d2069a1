//! The operators who approve users.

use crate::email_address::EmailAddress;
use crate::settings::Reader;

/// Reads `REGISTRATION_APPROVERS`: the comma-separated addresses of the operators.
pub fn read_approvers(reader: &mut Reader<'_>) -> Option<Vec<EmailAddress>> {
    reader.required(
        "REGISTRATION_APPROVERS",
        "the comma-separated addresses of the operators who approve users",
        |value| {
            let address = |text: &str| {
                EmailAddress::parse(text.trim())
                    .map_err(|_| format!("{text:?} must be an address such as ops@example.com"))
            };
            value.split(',').map(address).collect()
        },
    )
}
