//! The limits at the door: of a source, of its guesses, and of the emails of the service.

use domain::settings::RateLimit;
use domain::{Notification, Permission, Status};
use registration::Request;

use super::{App, Problem};

/// The factor by which the limit of a source is higher where requests beyond the limit must pass a bot check.
const FACTOR_WITH_CAPTCHA: u64 = 10;

impl App {
    /// Counts a request at its source, before it costs anything.
    ///
    /// A valid key, starting over and a code with its handle are not counted: nobody can lock their owner out.
    ///
    /// With a bot check, a source may send more than its limit, because many people can share one. Each request then
    /// must pass the check ([`Request::exceeds_limit`]).
    ///
    /// # Errors
    /// 429 if the source has reached its limit.
    pub async fn count_request(&self, request: &mut Request) -> Result<(), Problem> {
        let Some(limit) = self.settings().source_limit else { return Ok(()) };
        let factor = if self.has_captcha() { FACTOR_WITH_CAPTCHA } else { 1 };
        let counted = Box::pin(self.backend().accounts().count_request(request, limit, factor)).await?;
        let counted = counted.ok_or_else(|| rate_limited(request, limit))?;
        request.exceeds_limit = counted > u64::from(limit.max);
        Ok(())
    }

    /// Returns whether the backend lets this request register, and counts a secret that it rejects at the source.
    ///
    /// # Errors
    /// 429 if the source has shown too many wrong secrets, even if this one is right.
    pub(crate) async fn permission(&self, request: &Request) -> Result<Permission, Problem> {
        let limit = self.settings().source_limit.filter(|_| request.shows_secret());
        let Some(limit) = limit else { return Ok(self.backend().registration_allowed(request).await?) };
        let accounts = self.backend().accounts();
        if Box::pin(accounts.guesses_too_often(request, limit)).await? {
            return Err(rate_limited(request, limit));
        }
        let permission = self.backend().registration_allowed(request).await?;
        if let Permission::Denied(_) = permission {
            Box::pin(accounts.count_wrong_guess(request, limit)).await?;
        }
        Ok(permission)
    }

    /// Refuses a registration that would cause an email while the service has used up its budget.
    ///
    /// # Errors
    /// 503 until the period of the budget ends.
    pub(crate) async fn check_mail_budget(&self, request: &Request) -> Result<(), Problem> {
        let Some(budget) = self.settings().mail_budget else { return Ok(()) };
        let backend = self.backend();
        let proven = request.identity.as_ref().is_some_and(|proven| proven.email_proven);
        let mails = !proven
            && backend.initial_status() == Status::Pending
            && backend.notifications().contains(&Notification::Activation);
        if mails && Box::pin(backend.accounts().mail_budget_exhausted(request, budget)).await? {
            tracing::warn!(request_id = request.id, limit = "mail_budget", "the budget of emails is used up");
            let window = budget.window(request.received_at);
            return Err(Problem::mail_budget_exhausted(window.remaining(request.received_at)));
        }
        Ok(())
    }
}

fn rate_limited(request: &Request, limit: RateLimit) -> Problem {
    tracing::info!(request_id = request.id, limit = "source", "a request was refused");
    Problem::rate_limited(limit.window(request.received_at).remaining(request.received_at))
}
