//! Codes: their verification, and the pause after many wrong ones.

use jiff::Timestamp;

use super::{Accounts, Activatable};
use crate::error::ActivationError;
use crate::request::Request;
use domain::{ActivationCode, EmailAddress};
use table::{CodeItem, NotActivatable};

/// The hour in which wrong codes are counted.
#[derive(Debug)]
struct WrongCodes {
    scopes: [String; 3],
    /// The end of the hour, in epoch seconds.
    end: i64,
}

impl WrongCodes {
    /// The length of the time in which wrong codes are counted, in seconds.
    const PERIOD: i64 = 3600;
    /// The maximum numbers of wrong codes in that time: from a source, for a domain, and in all.
    ///
    /// A guess is right with a chance of one in a million. Guessing at the whole service's codes takes 58 days, and 100
    /// registrations an hour, for an even chance of one account.
    const LIMITS: [u32; 3] = [20, 100, 500];

    /// Returns the counts for a code that `request` sends for `email`.
    fn of(request: &Request, email: &EmailAddress) -> Self {
        let start = request.received_at.as_second().div_euclid(Self::PERIOD) * Self::PERIOD;
        let source = request.source().unwrap_or_else(|| "unknown".to_owned());
        let scopes = [
            format!("source#{source}"),
            format!("domain#{}", email.domain().to_ascii_lowercase()),
            "service".to_owned(),
        ];
        Self { scopes: scopes.map(|scope| format!("{scope}#{start}")), end: start + Self::PERIOD }
    }

    /// Returns whether one of the counts, in the order of the scopes, has reached its limit.
    fn are_too_many(counts: &[u32]) -> bool {
        counts.iter().zip(Self::LIMITS).any(|(count, limit)| *count >= limit)
    }

    /// Returns the seconds until the counts end.
    fn remaining(&self, now: Timestamp) -> u32 {
        u32::try_from(self.end - now.as_second()).unwrap_or(0).max(1)
    }
}

impl Accounts {
    /// Returns the pending registration whose handle the request has, if `code` is that of its last email.
    ///
    /// The try is counted before the code is compared, so that requests at the same time have no more tries.
    pub(super) async fn verify_code(
        &self,
        request: &Request,
        code: ActivationCode,
    ) -> Result<Activatable, ActivationError> {
        let codes = self.codes.as_ref().ok_or(ActivationError::NotSupported)?;
        let now = request.received_at;
        let handle = request.handle.as_ref().ok_or(ActivationError::RegistrationUnknown)?;
        let state = self.store.code_state(handle.user_id).await?;
        let item = state.user.filter(|item| item.has_handle(&handle.secret.hash()));
        let item = item.ok_or(ActivationError::RegistrationUnknown)?;
        match item.activation_error(now) {
            None => {}
            Some(NotActivatable::Unknown | NotActivatable::Expired) => {
                return Err(ActivationError::RegistrationUnknown);
            }
            Some(reason) => return Err(reason.into()),
        }
        let user = item.user;
        let mailed = state.code.filter(|mailed| mailed.is_valid(&user.email, now));
        let mailed = mailed.ok_or(ActivationError::CodeExpired)?;
        let wrong_codes = WrongCodes::of(request, &user.email);
        if WrongCodes::are_too_many(&self.store.wrong_codes(&wrong_codes.scopes).await?) {
            return Err(ActivationError::CodesPaused { retry_after: wrong_codes.remaining(now) });
        }
        let tries = self.store.count_try(user.id, &mailed, now).await?.ok_or(ActivationError::CodeExpired)?;
        let tries_left = CodeItem::MAX_TRIES.saturating_sub(tries);
        // A decoy's is derived, too, so that the time does not reveal it.
        let is_right = code == codes.derive(user.id, &mailed.email, &mailed.mail);
        if is_right && !mailed.decoy {
            return Ok(Activatable { user, tries_left: Some(tries_left) });
        }
        self.store.count_wrong_code(&wrong_codes.scopes, wrong_codes.end).await?;
        Err(ActivationError::CodeWrong { tries_left })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64, ip: &str, email: &str) -> WrongCodes {
        let received_at = Timestamp::from_second(second).unwrap();
        let request = Request { received_at, source_ip: Some(ip.to_owned()), ..Request::default() };
        WrongCodes::of(&request, &EmailAddress::parse(email).unwrap())
    }

    #[test]
    fn each_scope_has_its_limit() {
        for (counts, expected) in
            [([19, 99, 499], false), ([20, 20, 20], true), ([0, 100, 100], true), ([0, 0, 500], true)]
        {
            assert_eq!(WrongCodes::are_too_many(&counts), expected, "{counts:?}");
        }
    }

    #[test]
    fn wrong_codes_are_counted_by_source_domain_and_hour() {
        let counts = at(7199, "2001:db8::1", "Ann@Example.com");
        let expected = ["source#2001:db8::/64#3600", "domain#example.com#3600", "service#3600"];
        assert_eq!((&counts.scopes.each_ref().map(String::as_str), counts.end), (&expected, 7200));
        assert_eq!(counts.remaining(Timestamp::from_second(7199).unwrap()), 1);
        assert_ne!(at(7200, "2001:db8::1", "Ann@Example.com").scopes, counts.scopes, "the next hour");
    }
}
