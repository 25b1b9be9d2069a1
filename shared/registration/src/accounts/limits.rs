//! The counts that the limits of a source and the budget of emails are about.

use super::Accounts;
use crate::request::Request;
use domain::settings::RateLimit;
use table::{MAILS, StoreError};

/// The number of sources in a /48 of IPv6 addresses that can reach their limit at the same time.
const SOURCES_OF_SITE: u64 = 10;

impl Accounts {
    /// Counts a request of a kind at its source, and returns the number of requests in the window of `limit`.
    ///
    /// Returns `None`, and counts nothing at the source, if it has made `factor` times the limit before. The sources of
    /// one /48 of IPv6 addresses share ten times as much.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be written.
    pub async fn count_request(
        &self,
        request: &Request,
        kind: &str,
        limit: RateLimit,
        factor: u64,
    ) -> Result<Option<u64>, StoreError> {
        let (window, max) = (limit.window(request.received_at), u64::from(limit.max) * factor);
        let counted = self.store.count_request(&format!("{kind}#{}", request.source()), max, window).await?;
        // A request that its source refuses is not counted here, or one source could use up the limit of all.
        let prefix = request.site_prefix().filter(|_| counted.is_some());
        if let Some(prefix) = prefix {
            let of_site = self.store.count_request(&format!("{kind}#{prefix}"), max * SOURCES_OF_SITE, window).await?;
            return Ok(counted.filter(|_| of_site.is_some()));
        }
        Ok(counted)
    }

    /// Returns whether the source of the request has shown as many wrong secrets as `limit` permits.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be read.
    pub async fn guesses_too_often(&self, request: &Request, limit: RateLimit) -> Result<bool, StoreError> {
        let wrong = self.store.wrong_guesses(&[guesses(request)], limit.window(request.received_at)).await?;
        Ok(wrong.iter().any(|wrong| *wrong >= limit.max))
    }

    /// Counts a wrong secret at the source of the request.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be written.
    pub async fn count_wrong_guess(&self, request: &Request, limit: RateLimit) -> Result<(), StoreError> {
        self.store.count_wrong_guess(&[guesses(request)], limit.window(request.received_at)).await
    }

    /// Returns whether `budget` is used up.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be read.
    pub async fn mail_budget_exhausted(&self, request: &Request, budget: RateLimit) -> Result<bool, StoreError> {
        let counted = self.store.mails_of_budget(budget.window(request.received_at)).await?;
        Ok(counted >= u64::from(budget.max))
    }

    /// Counts the email that the request will cause, and returns whether `budget` permits it.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be written.
    pub async fn reserve_mail(&self, request: &Request, budget: RateLimit) -> Result<bool, StoreError> {
        let window = budget.window(request.received_at);
        Ok(self.store.count_request(MAILS, budget.max.into(), window).await?.is_some())
    }

    /// Counts an email that the request may cause even if `budget` is used up.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be written.
    pub async fn count_mail(&self, request: &Request, budget: RateLimit) -> Result<(), StoreError> {
        self.store.count_request(MAILS, u64::MAX, budget.window(request.received_at)).await.map(drop)
    }
}

/// Returns the scope of the wrong secrets from a source.
fn guesses(request: &Request) -> String {
    format!("secret#source#{}", request.source())
}
