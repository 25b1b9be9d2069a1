//! The answers to a registration: committed, or not allowed.

use domain::{Denial, RegistrationHandle, Status, User};
use http::StatusCode;
use registration::Request;
use registration::backend::Redirect;
use serde_json::json;

use super::{Answer, App, Format, Incoming, Problem, RequestOutcome};

/// The page that says why registration is not allowed.
const CLOSED: &str = "/register/closed";

/// The page that says that the address is on the waiting list.
const WAITING: &str = "/register/complete?status=waiting";

impl Answer {
    /// Answers a request that may not register, whatever its method.
    ///
    /// # Errors
    /// The denial as a [`Problem`], for a program.
    pub fn denied(app: &App, incoming: &Incoming, denial: Denial) -> Result<Self, Problem> {
        let page = match incoming.format {
            Format::Html if denial == Denial::CLOSED => Redirect::page(CLOSED),
            Format::Html => Redirect::Page(format!("{CLOSED}?{}={}", Denial::PARAMETER, denial.code)),
            Format::Json => return Err(Problem::registration_denied(denial)),
        };
        let outcome = RequestOutcome::refused(StatusCode::FORBIDDEN, denial.code);
        Ok(Self::see_other(app, &incoming.request, &page)?.with_outcome(outcome))
    }

    /// Answers a request that joined the waiting list: 303 for a page, 202 for a program.
    ///
    /// The answer is the same for every address.
    ///
    /// # Errors
    /// As [`Self::see_other`].
    pub fn joined(app: &App, incoming: &Incoming, request: &Request) -> Result<Self, Problem> {
        let redirect = Redirect::page(WAITING);
        match incoming.format {
            Format::Html => Self::see_other(app, request, &redirect),
            Format::Json => {
                let body = json!({ "status": "waiting", "next": app.location(request, &redirect) });
                Self::json(StatusCode::ACCEPTED, Format::JSON, &body)
            }
        }
    }

    /// Answers a registration: 303 for a page, 201 or 202 for a program.
    ///
    /// 201 is for an active user, and 202 while something has yet to be proven.
    ///
    /// A 202 contains no user, so that the answer is the same for an address that is registered already.
    ///
    /// # Errors
    /// As [`Self::see_other`].
    pub fn registered(
        app: &App,
        incoming: &Incoming,
        request: &Request,
        user: &User,
        redirect: &Redirect,
    ) -> Result<Self, Problem> {
        let secret = request.handle_secret.clone().filter(|_| user.status == Status::Pending);
        let handle = secret.map(|secret| RegistrationHandle { user_id: user.id, secret });
        let next = app.next(request, redirect, user);
        let answer = match (incoming.format, &handle) {
            (Format::Html, Some(handle)) if incoming.sets_cookies() => {
                Ok(Self::see_other(app, request, redirect)?.with_registration(app, Some(handle)))
            }
            (Format::Html, None) if user.status == Status::Active => {
                Self::see_other(app, request, redirect)?.naming(app, user, redirect)
            }
            (Format::Html, _) => Self::see_other(app, request, redirect),
            (Format::Json, Some(handle)) => Self::json(
                StatusCode::ACCEPTED,
                Format::JSON,
                &json!({
                    "status": user.status,
                    "next": next,
                    "registration": handle.expose(),
                    "activation_by": app.settings().activation.by.names(),
                }),
            ),
            (Format::Json, None) if user.status == Status::Active => Self::json(
                StatusCode::CREATED,
                Format::JSON,
                &json!({ "status": user.status, "user": user, "next": next }),
            ),
            (Format::Json, None) => {
                Self::json(StatusCode::ACCEPTED, Format::JSON, &json!({ "status": user.status, "next": next }))
            }
        };
        Ok(answer?.with_outcome(RequestOutcome::registered(user)))
    }
}
