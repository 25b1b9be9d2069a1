//! The limits of a source, and of the emails that strangers cause.

use domain::settings::RateLimit;
use registration::Request;

use super::{App, Problem};

/// The factor by which the limit of a source is higher where requests beyond the limit must pass a bot check.
const FACTOR_WITH_CAPTCHA: u64 = 10;

impl App {
    /// Counts a registration or a correction at its source, before it costs anything.
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
        let accounts = self.backend().accounts();
        let counted = Box::pin(accounts.count_request(request, "source", limit, factor)).await?;
        let counted = counted.ok_or_else(|| rate_limited(request, limit))?;
        request.exceeds_limit = counted > u64::from(limit.max);
        Ok(())
    }

    /// Counts a request for another email at its source. It has its own number, because no bot check applies to it.
    ///
    /// # Errors
    /// 429 if the source has reached its limit.
    pub async fn count_resend(&self, request: &Request) -> Result<(), Problem> {
        let accounts = self.backend().accounts();
        if let Some(limit) = self.settings().source_limit {
            let counted = Box::pin(accounts.count_request(request, "resend", limit, 1)).await?;
            counted.ok_or_else(|| rate_limited(request, limit))?;
        }
        if let Some(budget) = self.settings().mail_budget {
            Box::pin(accounts.count_mail(request, budget)).await?;
        }
        Ok(())
    }

    /// Refuses to show the form while the budget of emails is used up.
    ///
    /// With OpenID providers on the form, it is shown, because they may prove the address.
    ///
    /// # Errors
    /// 503 until the period of the budget ends.
    pub async fn check_mail_budget(&self, request: &Request) -> Result<(), Problem> {
        let may_be_proven = !self.settings().openid_providers.is_empty() && !self.backend().offers_waitlist(request);
        let Some(budget) = self.budget_of(request).filter(|_| !may_be_proven) else { return Ok(()) };
        let exhausted = Box::pin(self.backend().accounts().mail_budget_exhausted(request, budget)).await?;
        if exhausted { Err(budget_exhausted(request, budget)) } else { Ok(()) }
    }

    /// Counts the email that a registration, a correction or joining a waiting list will cause, if a stranger's.
    ///
    /// # Errors
    /// 503 until the period of the budget ends, if it is used up.
    pub async fn reserve_mail(&self, request: &Request) -> Result<(), Problem> {
        let Some(budget) = self.budget_of(request) else { return Ok(()) };
        let reserved = Box::pin(self.backend().accounts().reserve_mail(request, budget)).await?;
        if reserved { Ok(()) } else { Err(budget_exhausted(request, budget)) }
    }

    /// Returns the budget, if there is one and it applies to this request.
    fn budget_of(&self, request: &Request) -> Option<RateLimit> {
        let proven = request.identity.as_ref().is_some_and(|proven| proven.email_proven);
        let registers = self.mails_link() && !proven && self.backend().admits_strangers();
        self.settings().mail_budget.filter(|_| registers || self.backend().offers_waitlist(request))
    }
}

fn budget_exhausted(request: &Request, budget: RateLimit) -> Problem {
    Problem::mail_budget_exhausted(budget.window(request.received_at).remaining(request.received_at))
}

pub(crate) fn rate_limited(request: &Request, limit: RateLimit) -> Problem {
    Problem::rate_limited(limit.window(request.received_at).remaining(request.received_at))
}
