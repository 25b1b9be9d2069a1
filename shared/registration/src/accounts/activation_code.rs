//! Codes: their verification, and the pause after many wrong ones.

use jiff::SignedDuration;

use super::{Accounts, Activatable};
use crate::error::ActivationError;
use crate::request::Request;
use domain::settings::Window;
use domain::{ActivationCode, EmailAddress};
use table::{CodeItem, NotActivatable};

/// The scopes in which the wrong codes of one hour are counted.
#[derive(Debug)]
struct WrongCodes {
    scopes: [String; 3],
    hour: Window,
}

impl WrongCodes {
    /// The maximum numbers of wrong codes in an hour: from a source, for a domain, and in all.
    ///
    /// A guess is right with a chance of one in a million. Guessing at the whole service's codes takes 58 days, and 100
    /// registrations an hour, for an even chance of one account.
    const LIMITS: [u32; 3] = [20, 100, 500];

    /// Returns the counts for a code that `request` sends for `email`.
    fn of(request: &Request, email: &EmailAddress) -> Self {
        let domain = email.domain().to_ascii_lowercase();
        let scopes = [format!("source#{}", request.source()), format!("domain#{domain}"), "service".to_owned()];
        Self { scopes, hour: Window::at(request.received_at, SignedDuration::from_hours(1)) }
    }

    /// Returns whether one of the counts, in the order of the scopes, has reached its limit.
    fn are_too_many(counts: &[u32]) -> bool {
        counts.iter().zip(Self::LIMITS).any(|(count, limit)| *count >= limit)
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
        if WrongCodes::are_too_many(&self.store.wrong_guesses(&wrong_codes.scopes, wrong_codes.hour).await?) {
            return Err(ActivationError::CodesPaused { retry_after: wrong_codes.hour.remaining(now) });
        }
        let tries = self.store.count_try(user.id, &mailed, now).await?.ok_or(ActivationError::CodeExpired)?;
        let tries_left = CodeItem::MAX_TRIES.saturating_sub(tries);
        // A decoy's is derived, too, so that the time does not reveal it.
        let is_right = code == codes.derive(user.id, &mailed.email, &mailed.mail);
        if is_right && !mailed.decoy {
            return Ok(Activatable { user, tries_left: Some(tries_left) });
        }
        self.store.count_wrong_guess(&wrong_codes.scopes, wrong_codes.hour).await?;
        Err(ActivationError::CodeWrong { tries_left })
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

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
    fn wrong_codes_count_by_source_domain_and_hour() {
        let counts = at(7199, "2001:db8::1", "Ann@Example.com");
        let expected = ["source#2001:db8::/64", "domain#example.com", "service"];
        assert_eq!((&counts.scopes.each_ref().map(String::as_str), counts.hour.end), (&expected, 7200));
        assert_eq!(at(7200, "2001:db8::1", "Ann@Example.com").hour.start, 7200, "the next hour");
    }
}
