//! The list of the built-in templates, each of which a deployment may override.

/// Makes a list of templates with their texts, and a list of their names.
macro_rules! templates {
    ($(#[$doc:meta])+ $texts:ident, $names:ident in $folder:literal: $($name:literal,)+) => {
        $(#[$doc])+
        pub const $texts: &[(&str, &str)] = &[$(($name, include_str!(concat!($folder, $name)))),+];

        pub(super) const $names: &[&str] = &[$($name),+];
    };
}

templates! {
    /// The templates of pages and their parts.
    PAGES, PAGE_NAMES in "../pages/":
    "account.html",
    "activate.html",
    "activation_complete.html",
    "approve.html",
    "base.html",
    "bot_check.html",
    "honeypot.html",
    "icon.html",
    "linked.html",
    "log_in.html",
    "problem.html",
    "register.html",
    "registration_closed.html",
    "registration_complete.html",
    "resend.html",
    "resend_complete.html",
}

templates! {
    /// The templates of emails: a subject, a text and an HTML version of each.
    MAILS, MAIL_NAMES in "../":
    "mail/base.html",
    "mail/button.html",
    "mail/account_exists.html",
    "mail/account_exists.subject.txt",
    "mail/account_exists.txt",
    "mail/activation.html",
    "mail/activation.subject.txt",
    "mail/activation.txt",
    "mail/approved.html",
    "mail/approved.subject.txt",
    "mail/approved.txt",
    "mail/awaiting_approval.html",
    "mail/awaiting_approval.subject.txt",
    "mail/awaiting_approval.txt",
    "mail/invitation.html",
    "mail/invitation.subject.txt",
    "mail/invitation.txt",
    "mail/rejected.html",
    "mail/rejected.subject.txt",
    "mail/rejected.txt",
    "mail/waitlist_joined.html",
    "mail/waitlist_joined.subject.txt",
    "mail/waitlist_joined.txt",
}
