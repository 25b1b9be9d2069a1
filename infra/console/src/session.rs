//! The only session: one browser gets in, by a link that works once.
//!
//! The browser proves itself by a cookie. Cookies do not depend on the port, so a server of another user at another
//! port of this machine would get a cookie of the path `/`. So all pages are below a random path, which is also the
//! cookie's.

use domain::{Random, Token};
use jiff::{SignedDuration, Timestamp};
use subtle::ConstantTimeEq;

/// The period in which the link works.
pub const LINK_PERIOD: SignedDuration = SignedDuration::from_mins(10);
/// The period without a request after which the session ends.
const IDLE_PERIOD: SignedDuration = SignedDuration::from_hours(1);
/// The period after which the session ends in any case.
const SESSION_PERIOD: SignedDuration = SignedDuration::from_hours(12);

/// The session, with its secrets.
#[derive(Debug)]
pub(crate) struct Session {
    /// The secret of the link.
    link: Token,
    /// The secret of the cookie.
    secret: Token,
    created_at: Timestamp,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The link was not used yet.
    Unopened,
    /// A browser has the cookie.
    Open { since: Timestamp, used_at: Timestamp },
    /// Nothing opens the session again.
    Ended(SessionError),
}

/// The reason why a request is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SessionError {
    /// It has no right secret.
    Unknown,
    /// The link was not used in time.
    LinkExpired,
    /// The link was used twice, perhaps by somebody else.
    LinkUsedTwice,
    /// The session was not used for too long, or is too old.
    Expired,
    /// The operator ended the session.
    Ended,
}

impl Session {
    pub(crate) fn new(random: &Random, now: Timestamp) -> Self {
        let (link, secret) = (Token::generate(random), Token::generate(random));
        Self { link, secret, created_at: now, state: State::Unopened }
    }

    /// Returns the secret of the link.
    pub(crate) fn link(&self) -> &str {
        self.link.expose()
    }

    /// Exchanges the secret of the link for that of the cookie, once.
    ///
    /// A second use ends the session: one of the two users is not the operator.
    pub(crate) fn open(&mut self, link: &str, now: Timestamp) -> Result<&str, SessionError> {
        if !is_equal(&self.link, link) {
            return Err(SessionError::Unknown);
        }
        self.state = match self.state {
            State::Unopened if now < self.created_at + LINK_PERIOD => State::Open { since: now, used_at: now },
            State::Unopened => State::Ended(SessionError::LinkExpired),
            State::Open { .. } => State::Ended(SessionError::LinkUsedTwice),
            ended @ State::Ended(_) => ended,
        };
        match self.state {
            State::Ended(error) => Err(error),
            _ => Ok(self.secret.expose()),
        }
    }

    /// Lets a request with this cookie in, and records the use.
    pub(crate) fn admit(&mut self, secret: &str, now: Timestamp) -> Result<(), SessionError> {
        if !is_equal(&self.secret, secret) {
            return Err(SessionError::Unknown);
        }
        match self.state {
            State::Unopened => Err(SessionError::Unknown),
            State::Open { since, used_at } if now < used_at + IDLE_PERIOD && now < since + SESSION_PERIOD => {
                self.state = State::Open { since, used_at: now };
                Ok(())
            }
            State::Open { .. } => {
                self.state = State::Ended(SessionError::Expired);
                Err(SessionError::Expired)
            }
            State::Ended(error) => Err(error),
        }
    }

    /// Ends the session.
    pub(crate) fn end(&mut self) {
        self.state = State::Ended(SessionError::Ended);
    }
}

fn is_equal(token: &Token, text: &str) -> bool {
    token.expose().as_bytes().ct_eq(text.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn session() -> Session {
        let mut next = 0;
        let random = Random::from_source(move |bytes| {
            next += 1;
            bytes.fill(next);
        });
        Session::new(&random, NOW)
    }

    fn opened() -> (Session, String) {
        let mut session = session();
        let link = session.link().to_owned();
        let secret = session.open(&link, NOW).unwrap().to_owned();
        (session, secret)
    }

    #[test]
    fn link_gives_cookie_once() {
        let (mut session, secret) = opened();
        let link = session.link().to_owned();
        assert_ne!(link, secret);
        assert_eq!(session.admit(&secret, NOW), Ok(()));
        assert_eq!(session.open(&link, NOW), Err(SessionError::LinkUsedTwice));
        assert_eq!(
            session.admit(&secret, NOW),
            Err(SessionError::LinkUsedTwice),
            "the first use may have been the attacker's"
        );
        assert_eq!(session.open(&link, NOW), Err(SessionError::LinkUsedTwice));
    }

    #[test]
    fn wrong_secrets_change_nothing() {
        let (mut session, secret) = opened();
        let link = session.link().to_owned();
        for wrong in ["", "a", &link[1..], &"a".repeat(32), &secret] {
            assert_eq!(session.open(wrong, NOW), Err(SessionError::Unknown), "{wrong}");
        }
        for wrong in ["", "a", &secret[1..], &link] {
            assert_eq!(session.admit(wrong, NOW), Err(SessionError::Unknown), "{wrong}");
        }
        assert_eq!(session.admit(&secret, NOW), Ok(()));
    }

    #[test]
    fn cookie_is_invalid_before_link_is_used() {
        let mut session = session();
        let secret = session.secret.expose().to_owned();
        assert_eq!(session.admit(&secret, NOW), Err(SessionError::Unknown));
    }

    #[test]
    fn unused_link_expires_at_its_second() {
        for (seconds, is_open) in [(599, true), (600, false)] {
            let mut session = session();
            let link = session.link().to_owned();
            let opened = session.open(&link, NOW + SignedDuration::from_secs(seconds));
            assert_eq!(opened.is_ok(), is_open, "{seconds}");
        }
    }

    #[test]
    fn session_ends_when_idle_or_old() {
        let (mut session, secret) = opened();
        let mut now = NOW;
        for _ in 0..12 {
            now += IDLE_PERIOD - SignedDuration::from_secs(1);
            assert_eq!(session.admit(&secret, now), Ok(()), "{now}");
        }
        assert_eq!(session.admit(&secret, NOW + SESSION_PERIOD), Err(SessionError::Expired), "it is too old");
        let (mut session, secret) = opened();
        assert_eq!(session.admit(&secret, NOW + IDLE_PERIOD), Err(SessionError::Expired), "it was idle");
        assert_eq!(session.admit(&secret, NOW), Err(SessionError::Expired), "nothing opens it again");
    }

    #[test]
    fn ended_session_stays_ended() {
        let (mut session, secret) = opened();
        session.end();
        let link = session.link().to_owned();
        assert_eq!(session.admit(&secret, NOW), Err(SessionError::Ended));
        assert_eq!(session.open(&link, NOW), Err(SessionError::Ended));
    }
}
