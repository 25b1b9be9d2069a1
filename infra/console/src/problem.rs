//! The reasons why a request is not fulfilled. The router makes a page of each.

use std::error::Error;

use axum::response::{IntoResponse, Response};
use hyper::StatusCode;
use operator::{ActError, OperatorError};
use table::StoreError;

use crate::connection::ConnectError;
use crate::session::SessionError;

/// The advice for failures of AWS.
const CREDENTIALS: &str = "If your login to AWS has expired, log in again, for example by aws sso login. Then reload \
                           this page, or send the form again. Nothing was changed, unless the page says so.";

/// The reason why a request is not fulfilled, with advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) title: &'static str,
    /// The paragraphs.
    pub(crate) lines: Vec<String>,
}

impl Problem {
    fn new(status: StatusCode, title: &'static str, line: &str) -> Self {
        Self { status, title, lines: vec![line.to_owned()] }
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is no such page", "Check the URL, or choose a page from the menu.")
    }

    pub(crate) fn unknown_user() -> Self {
        let line = "There is no user with this id. A user who was erased, or whose registration was ended, is gone.";
        Self::new(StatusCode::NOT_FOUND, "There is no such user", line)
    }

    pub(crate) fn unknown_invitation() -> Self {
        let line = "Nothing was revoked. Copy the code from the link, or the id from the list.";
        Self::new(StatusCode::NOT_FOUND, "There is no such invitation", line)
    }

    /// The logs cannot be read.
    pub(crate) fn no_statistics(error: &ConnectError) -> Self {
        let title = "The statistics cannot be read";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, title, &sentence(&**error)).because(&**error).and(CREDENTIALS)
    }

    pub(crate) fn method_not_allowed() -> Self {
        let line = "A page is opened by a link, and an act is done by its button. Choose a page from the menu.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "This is not possible here", line)
    }

    pub(crate) fn failed() -> Self {
        let line = "This is a bug of the console. Look at the user or the mailbox before you repeat an act.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "The page cannot be shown", line)
    }

    pub(crate) fn unreadable_form() -> Self {
        let line = "The request is not a form of this console. Nothing was changed.";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "The form cannot be read", line)
    }

    pub(crate) fn too_large() -> Self {
        let line = "Nothing was changed. Shorten the texts, and send the form again.";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "The form is too large", line)
    }

    pub(crate) fn cross_site() -> Self {
        let line = "The request came from another page than those of this console. Nothing was changed.";
        Self::new(StatusCode::FORBIDDEN, "Requests of other sites are rejected", line)
    }

    pub(crate) fn wrong_host() -> Self {
        let line = "Use the URL that registration console printed, which begins with http://127.0.0.1.";
        Self::new(StatusCode::MISDIRECTED_REQUEST, "This console has another URL", line)
    }

    pub(crate) fn session(error: SessionError) -> Self {
        let line = match error {
            SessionError::Unknown => {
                "Open the URL that registration console printed, in one browser only. It works once: for another \
                 browser, start the command again."
            }
            SessionError::LinkExpired => "The link was not used within 10 minutes. Start registration console again.",
            SessionError::LinkUsedTwice => {
                "The link was used twice, so the session is over. Stop registration console with Ctrl-C and start it \
                 again. If you opened the link once only, another user of this machine has read it: see the acts that \
                 are recorded in your name."
            }
            SessionError::Expired => {
                "The session is over, after an hour without a request or 12 hours in all. Stop registration console \
                 with Ctrl-C and start it again."
            }
            SessionError::Ended => "You ended the session. Stop registration console with Ctrl-C.",
        };
        let title = if error == SessionError::Ended { "The session is over" } else { "You are not let in" };
        Self::new(StatusCode::FORBIDDEN, title, line)
    }

    /// Adds the sources of an error.
    fn because(mut self, error: &dyn Error) -> Self {
        self.lines.extend(causes(error).map(|cause| format!("Because: {cause}")));
        self
    }

    fn and(mut self, line: &str) -> Self {
        self.lines.push(line.to_owned());
        self
    }
}

/// Returns the sources of an error.
pub(crate) fn causes(error: &dyn Error) -> impl Iterator<Item = String> {
    std::iter::successors(error.source(), |cause| (**cause).source()).map(ToString::to_string)
}

impl From<&StoreError> for Problem {
    fn from(error: &StoreError) -> Self {
        let status = match error {
            StoreError::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            StoreError::Malformed(_) => StatusCode::BAD_GATEWAY,
        };
        Self::new(status, "The table does not answer", &sentence(error)).because(error).and(CREDENTIALS)
    }
}

impl From<OperatorError> for Problem {
    fn from(error: OperatorError) -> Self {
        match &error {
            OperatorError::Store(error) => error.into(),
            OperatorError::Invalid(_) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "This is not possible", &sentence(&error))
            }
            OperatorError::Settings(_) => {
                let line = "Set the variables of the deployment's functions, and start registration console again.";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "Settings are missing", &sentence(&error)).and(line)
            }
            // Also a new kind of failure, whose text says what it is.
            _ => Self::new(StatusCode::SERVICE_UNAVAILABLE, "AWS does not answer", &sentence(&error))
                .because(&error)
                .and(CREDENTIALS),
        }
    }
}

impl From<ActError> for Problem {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Unknown => Self::unknown_user(),
            ActError::Operator(error) => error.into(),
            ActError::Store(error) => (&error).into(),
            error => Self::new(StatusCode::CONFLICT, "This is not possible", &sentence(&error)),
        }
    }
}

impl From<ConnectError> for Problem {
    fn from(error: ConnectError) -> Self {
        let title = "The deployment cannot be used";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, title, &sentence(&*error)).because(&*error).and(CREDENTIALS)
    }
}

/// A template that fails is a bug: the tests render each.
impl From<minijinja::Error> for Problem {
    fn from(error: minijinja::Error) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "The page cannot be shown", &sentence(&error))
    }
}

/// Returns the text of an error, with a capital letter and a full stop.
fn sentence(error: &dyn Error) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
