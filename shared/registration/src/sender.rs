//! The sender of signals and emails.

use domain::Notification;

/// The backend of a registration, stored with the user (django's `sender`).
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// The backend's name, as in `REGISTRATION_BACKEND`.
    pub name: &'a str,
    /// The emails that the backend chose.
    pub notifications: &'a [Notification],
}
