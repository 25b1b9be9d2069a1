//! The sender of signals and emails.

use domain::Notification;

/// The backend that a user is registered with, as it is stored with the user: django-registration's `sender`.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// The name that `REGISTRATION_BACKEND` selects the backend by.
    pub name: &'a str,
    /// The emails that the backend wants sent.
    pub notifications: &'a [Notification],
}
