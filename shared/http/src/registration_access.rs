//! Whether a request may register.

use domain::settings::RateLimit;
use domain::{Denial, Permission};
use jiff::SignedDuration;
use registration::{BackendError, Request};

use super::{App, Problem};
use crate::limits::rate_limited;

/// The limit of wrong secrets, where no limit of a source is set.
const SECRETS: RateLimit = RateLimit { max: 30, period: SignedDuration::from_mins(10) };

/// The access of a request to `/register`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegistrationAccess {
    /// The request may register.
    Register,
    /// The request may not register, but join the waiting list.
    Waitlist,
    /// The request may do neither.
    Denied(Denial),
}

impl App {
    /// Returns whether this request may register.
    ///
    /// It guards every route for registration.
    ///
    /// `REGISTRATION_OPEN=false` closes every backend, and `REGISTRATION_PAUSE_WHEN_BOUNCING` pauses it while too many
    /// emails bounce.
    ///
    /// # Errors
    /// - 429 if the source of the request has shown too many wrong credentials or invitation codes
    /// - 503 if a service that the backend depends on does not answer
    pub async fn registration_allowed(&self, request: &Request) -> Result<Permission, Problem> {
        if let Some(denial) = self.denial(request).await {
            return Ok(Permission::Denied(denial));
        }
        self.permission(request, self.backend().registration_allowed(request)).await
    }

    /// Returns what this request may do at `/register`: register, or else join a waiting list.
    ///
    /// # Errors
    /// As [`Self::registration_allowed`].
    pub async fn registration_access(&self, request: &Request) -> Result<RegistrationAccess, Problem> {
        if let Some(denial) = self.denial(request).await {
            return Ok(RegistrationAccess::Denied(denial));
        }
        if self.backend().offers_waitlist(request) {
            return Ok(RegistrationAccess::Waitlist);
        }
        Ok(match self.permission(request, self.backend().registration_allowed(request)).await? {
            Permission::Allowed => RegistrationAccess::Register,
            Permission::Denied(denial) => RegistrationAccess::Denied(denial),
        })
    }

    /// Returns whether the backend lets this request correct the address of its registration.
    ///
    /// Ask [`Self::denial`] before.
    ///
    /// # Errors
    /// As [`Self::registration_allowed`].
    pub async fn correction_allowed(&self, request: &Request) -> Result<Permission, Problem> {
        self.permission(request, self.backend().correction_allowed(request)).await
    }

    /// Returns the reason why the settings of the deployment let nobody register, whatever the backend.
    pub async fn denial(&self, request: &Request) -> Option<Denial> {
        if !self.settings().open {
            return Some(Denial::CLOSED);
        }
        let paused = self.settings().pause_when_bouncing && self.bounce_rate_exceeded(request).await;
        paused.then_some(Denial::PAUSED)
    }

    /// Asks the backend for its permission, and counts a wrong credential or invitation code at the source.
    ///
    /// # Errors
    /// 429 if the source has shown too many wrong ones, even if this one is right.
    async fn permission(
        &self,
        request: &Request,
        ask: impl Future<Output = Result<Permission, BackendError>>,
    ) -> Result<Permission, Problem> {
        if !self.backend().checks_secrets() || !request.shows_secret() {
            return Ok(ask.await?);
        }
        let (accounts, limit) = (self.backend().accounts(), self.settings().source_limit.unwrap_or(SECRETS));
        if Box::pin(accounts.guesses_too_often(request, limit)).await? {
            return Err(rate_limited(request, limit));
        }
        let permission = ask.await?;
        // Other reasons say nothing about the secret.
        let wrong = [Denial::CREDENTIAL_INVALID, Denial::INVITATION_UNKNOWN];
        if matches!(&permission, Permission::Denied(denial) if wrong.contains(denial)) {
            Box::pin(accounts.count_wrong_guess(request, limit)).await?;
        }
        Ok(permission)
    }
}
