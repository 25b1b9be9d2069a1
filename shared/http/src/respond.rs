//! The answers that depend on the deployment: its redirects, its cookies, and the page or the document of a problem.
//!
//! [`Answer`] and [`Problem`] themselves do not depend on the [`App`], whose pages and files are answers. The answers
//! to a registration are in `registered`.

use http::header::SET_COOKIE;
use minijinja::HtmlEscape;

use super::{AccountName, Answer, App, Format, Incoming, Page, Problem, registration_cookie};
use domain::{RegistrationHandle, User};
use registration::Request;
use registration::backend::Redirect;

impl Problem {
    /// Returns the answer, as `application/problem+json` or as a page.
    #[must_use]
    pub fn answer(&self, app: &App, request: &Request, format: Format) -> Answer {
        let (status, translator) = (self.status(), app.translator(request));
        let answer = match format {
            Format::Html => app.page(request, status, Page::Problem, &self.page_values(&translator)),
            Format::Json => {
                let document = self.document(&translator, app.settings().site.login_url.as_ref());
                Answer::json(status, "application/problem+json", &document)
            }
        };
        let answer = answer.unwrap_or_else(|_| {
            let title = translator.translate(self.title());
            Answer::html(status, HtmlEscape(&title).to_string())
        });
        match self.header() {
            Some((name, value)) => answer.with_header(name, value),
            None => answer,
        }
    }
}

impl Answer {
    /// Creates the redirect (303) to the target that a backend chose.
    ///
    /// # Errors
    /// [`Problem::internal`] if the target is not a URL, which is a bug of the backend.
    pub fn see_other(app: &App, request: &Request, redirect: &Redirect) -> Result<Self, Problem> {
        Self::see_other_url(&app.location(request, redirect))
    }

    /// Creates the redirect after an activation.
    ///
    /// It has the cookie with the user's name, and takes the handle of the registration away from the browser.
    ///
    /// # Errors
    /// As [`Self::see_other`] and [`Self::naming`].
    pub fn activated(
        app: &App,
        incoming: &Incoming,
        request: &Request,
        user: &User,
        redirect: &Redirect,
    ) -> Result<Self, Problem> {
        let answer = Self::see_other(app, request, redirect)?.naming(app, user, redirect)?;
        Ok(if incoming.sets_cookies() { answer.with_registration(app, None) } else { answer })
    }

    /// Adds the cookie with the user's name to a redirect to a page of the service.
    ///
    /// # Errors
    /// [`Problem::internal`] if the name is not a valid header, which is a bug.
    pub fn naming(mut self, app: &App, user: &User, redirect: &Redirect) -> Result<Self, Problem> {
        if let Redirect::Page(path) = redirect {
            let path = path.split(['?', '#']).next().unwrap_or_default();
            let cookie = AccountName::cookie(user, &app.settings().site.url, path).map_err(Problem::internal)?;
            self.headers_mut().append(SET_COOKIE, cookie.parse().map_err(Problem::internal)?);
        }
        Ok(self)
    }

    /// Gives a browser the handle of its registration, or takes it away with `None`.
    #[must_use]
    pub fn with_registration(mut self, app: &App, handle: Option<&RegistrationHandle>) -> Self {
        if let Some(cookie) = registration_cookie::write(handle, &app.settings().site.url) {
            self.headers_mut().append(SET_COOKIE, cookie);
        }
        self
    }
}
