//! The page that waits for the proof of an address.

use http::StatusCode;
use serde_json::json;

use super::{Answer, App, Page, Problem, RequestOutcome};
use domain::{ActivationCode, FieldError};
use registration::Request;
use table::UserItem;

impl App {
    /// Returns the page after a registration, with the errors of its forms.
    ///
    /// With the `pending` registration of the browser, it has forms for the code and for another email. If the function
    /// takes a `correction`, it has a form for another address.
    ///
    /// # Errors
    /// A [`Problem`] if the page cannot be rendered, which is a bug.
    pub async fn registration_page(
        &self,
        request: &Request,
        status: StatusCode,
        pending: Option<&UserItem>,
        correction: bool,
        errors: &[FieldError],
    ) -> Result<Answer, Problem> {
        let translator = self.translator(request);
        let captcha = match pending {
            Some(item) if correction && item.allows_correction() => self.captcha(request).await,
            _ => None,
        };
        let errors: Vec<_> = errors.iter().map(|error| error.localized(&translator)).collect();
        let by = self.settings().activation.by;
        let typed = |field| request.submission.text(field).unwrap_or_default();
        let registration = pending.map(|item| {
            json!({
                "email": item.user.email,
                "username": item.user.username,
                "can_be_corrected": correction && item.allows_correction(),
                "can_be_corrected_elsewhere": !correction && item.allows_correction(),
                "again": request.query("again").is_some(),
                "typed": typed("email"),
                "typed_code": typed(ActivationCode::FIELD),
                "by_code": by.code(),
                "by_link": by.link(),
            })
        });
        // The browser gets here from the form of the waiting list, and has no registration by it.
        let waits = request.query("status") == Some("waiting") && self.backend().offers_waitlist(request);
        let page = json!({
            "status": if waits { json!("waiting") } else { json!(self.backend().initial_status()) },
            "account": self.account_name(request),
            "registration": registration,
            "captcha": captcha.map(|captcha| captcha.widget(&errors)),
            "errors": &errors,
        });
        let page = self.page(request, status, Page::RegistrationComplete, &page)?.with_captcha_sources(captcha)?;
        Ok(if status.is_success() { page } else { page.with_outcome(RequestOutcome::invalid(status, &errors)) })
    }

    /// Returns the page for an `error` of the code that a browser sent.
    ///
    /// # Errors
    /// A [`Problem`] if the table does not answer, or the registration is gone.
    pub async fn code_page(&self, request: &Request, status: StatusCode, error: FieldError) -> Result<Answer, Problem> {
        let item = self.pending_registration(request).await?.ok_or_else(Problem::registration_unknown)?;
        let page = self.registration_page(request, status, Some(&item), false, &[error]).await?;
        Ok(page.with_registration(self, request.handle.as_ref()))
    }

    /// Returns the page for a problem of the code that a browser sent.
    ///
    /// # Errors
    /// As [`Self::code_page`].
    pub async fn code_problem_page(&self, request: &Request, problem: &Problem) -> Result<Answer, Problem> {
        let error = FieldError::new(ActivationCode::FIELD, problem.code().to_owned(), problem.detail().clone());
        let page = self.code_page(request, problem.status(), error).await?.with_outcome(problem.outcome());
        Ok(match problem.header() {
            Some((name, value)) => page.with_header(name, value),
            None => page,
        })
    }

    /// Returns the pending registration whose handle the request has.
    ///
    /// # Errors
    /// A [`Problem`] if the table does not answer.
    pub async fn pending_registration(&self, request: &Request) -> Result<Option<UserItem>, Problem> {
        // Boxed, as a backend's futures are: the SDK's nest deeper than the compiler follows.
        let found = Box::pin(self.backend().accounts().registration(request)).await?;
        Ok(found.filter(|item| item.is_pending(request.received_at)))
    }
}
