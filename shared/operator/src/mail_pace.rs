//! The pace of invitations to many people, which leaves a part of SES's rate to registrations.

use std::time::Duration;

use tokio::time::{Interval, MissedTickBehavior, interval, sleep};

use super::OperatorError;
use super::invitations::{CreatedInvitation, Inviter, NewInvitation};
use mailer::MailError;

/// The part of SES's rate that is used. The rest is for the emails of registrations.
const SHARE: f64 = 0.5;
/// The waits before an email is sent again that SES did not accept.
const WAITS: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4), Duration::from_secs(8)];

/// Lets emails be sent at a rate.
#[derive(Debug)]
pub struct MailPace(Interval);

impl MailPace {
    /// Waits until the next email may be sent. The first one may be sent immediately.
    pub async fn wait(&mut self) {
        self.0.tick().await;
    }
}

impl Inviter<'_> {
    /// Returns the pace of this number of emails a second, by default half of what SES permits.
    ///
    /// # Errors
    /// As [`Self::mail_rate`], without a number.
    pub async fn mail_pace(&self, rate: Option<u16>) -> Result<MailPace, OperatorError> {
        let rate = match rate {
            Some(rate) => f64::from(rate),
            None => self.mail_rate().await? * SHARE,
        };
        let mut interval = interval(Duration::from_secs_f64(1.0 / rate.clamp(0.01, 10_000.0)));
        interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Ok(MailPace(interval))
    }

    /// Creates and mails an invitation as [`Self::invite`] does. It sends an email again that SES did not accept.
    ///
    /// It tries for 15 seconds, and the time that SES takes. `invite` needs a code, so that all tries are of one
    /// invitation.
    ///
    /// # Errors
    /// As [`Self::invite`].
    pub async fn invite_patiently(&self, invite: &NewInvitation) -> Result<CreatedInvitation, OperatorError> {
        for wait in WAITS {
            let created = Box::pin(self.invite(invite.clone())).await?;
            if !matches!(created.not_mailed, Some(MailError::Ses(_))) {
                return Ok(created);
            }
            sleep(wait).await;
        }
        Box::pin(self.invite(invite.clone())).await
    }
}
