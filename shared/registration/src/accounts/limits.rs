//! The counts that the limits of a source and the budget of emails are about.

use super::Accounts;
use crate::request::Request;
use domain::settings::RateLimit;
use table::StoreError;

/// The number of sources in a /48 of IPv6 addresses that can reach their limit at the same time.
const SOURCES_OF_SITE: u64 = 10;

impl Accounts {
    /// Counts a request at its source, and returns the number of requests in the window of `limit`.
    ///
    /// Returns `None`, and counts nothing at the source, if it has made `factor` times the limit before. The sources of
    /// one /48 of IPv6 addresses share ten times as much.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be written.
    pub async fn count_request(
        &self,
        request: &Request,
        limit: RateLimit,
        factor: u64,
    ) -> Result<Option<u64>, StoreError> {
        let (window, max) = (limit.window(request.received_at), u64::from(limit.max) * factor);
        if let Some(prefix) = request.site_prefix() {
            let counted = self.store.count_request(&format!("source#{prefix}"), max * SOURCES_OF_SITE, window).await?;
            if counted.is_none() {
                return Ok(None);
            }
        }
        self.store.count_request(&format!("source#{}", request.source()), max, window).await
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

    /// Returns whether the service has sent as many emails as `budget` permits.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be read.
    pub async fn mail_budget_exhausted(&self, request: &Request, budget: RateLimit) -> Result<bool, StoreError> {
        let sent = self.store.mails_of_budget(budget.window(request.received_at)).await?;
        Ok(sent >= u64::from(budget.max))
    }
}

/// Returns the scope of the wrong secrets from a source.
fn guesses(request: &Request) -> String {
    format!("secret#source#{}", request.source())
}
