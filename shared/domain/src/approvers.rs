//! The operators who approve users.

use crate::email_address::EmailAddress;
use crate::settings::Reader;

/// `REGISTRATION_APPROVERS`: the addresses of the operators who approve users, with commas between them.
pub fn read_approvers(reader: &mut Reader<'_>) -> Option<Vec<EmailAddress>> {
    reader.required(
        "REGISTRATION_APPROVERS",
        "the addresses of those who approve users, separated by commas",
        |value| {
            let address = |text: &str| {
                EmailAddress::parse(text.trim())
                    .map_err(|_| format!("{text:?} must be an address such as ops@example.com"))
            };
            value.split(',').map(address).collect()
        },
    )
}
