//! The waiting list: showing it, and admitting people from it.
//!
//! An admission claims the place, invites the person, and then takes the place off the list. If it is interrupted, the
//! place is still on the list, and can be claimed again after [`CLAIM_PERIOD`]. So nobody is lost, and a person gets a
//! second email at worst. The place has the hash of its invitation, so that it never has two.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use ulid::Ulid;

use super::invitations::{CreatedInvitation, Inviter, NewInvitation};
use super::mail_pace::MailPace;
use super::{Operator, OperatorError};
use domain::{ActKind, EmailAddress, Invitation, InvitationMail, InvitationState, Token, WaitlistPlaceId};
use mailer::MailError;
use table::{WaitingContext, WaitingItem};

/// The time after which an interrupted admission can be repeated. An email takes seconds.
const CLAIM_PERIOD: SignedDuration = SignedDuration::from_mins(5);
/// The time for which admissions skip a person who gets no emails.
const SKIP_PERIOD: SignedDuration = SignedDuration::from_hours(24);

/// A person on the waiting list.
#[derive(Debug, Serialize)]
pub struct WaitingPerson {
    /// The number of the place, from 1.
    pub place: usize,
    /// The address.
    pub email: EmailAddress,
    /// The type of user that the person asked for: the name of a form.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The time when the person joined.
    pub joined_at: Timestamp,
}

/// A person who was to be admitted.
#[derive(Debug, Serialize)]
pub struct AdmittedPerson {
    /// The address.
    pub email: EmailAddress,
    /// The time when the person joined.
    pub joined_at: Timestamp,
    /// The outcome.
    pub outcome: AdmissionOutcome,
    /// The end of the invitation, if it was emailed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Timestamp>,
}

/// The outcome of an admission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AdmissionOutcome {
    /// The person is invited, and off the list.
    Admitted,
    /// The address has an account by now, so the place was removed.
    HasAccount,
    /// No email is sent to the mailbox now. The person keeps the place, and is skipped for a day.
    Suppressed,
    /// SES rejects the address. The person keeps the place, and is skipped for a day.
    Rejected,
    /// Another admission of the person is in progress, or was interrupted in the last minutes.
    Claimed,
    /// The place was removed or claimed again in the meantime.
    ///
    /// The invitation was withdrawn, unless the other command admitted the person with it.
    Changed,
}

/// The results of admissions, up to a failure.
#[derive(Debug, Default)]
pub struct Admissions {
    /// The result for each person.
    pub people: Vec<AdmittedPerson>,
    /// The number of people who were skipped, because they got no email in the last day.
    pub skipped: usize,
    /// The failure, after which the rest was not tried. The person of the failure keeps the place.
    pub failure: Option<OperatorError>,
}

/// The terms of the admissions by one command.
struct Terms<'a> {
    inviter: Inviter<'a>,
    /// The pace of the emails to several people.
    pace: Option<MailPace>,
    valid_for: SignedDuration,
}

impl Admissions {
    /// Returns the number of people who are off the list with an invitation.
    #[must_use]
    pub fn admitted(&self) -> usize {
        self.people.iter().filter(|person| person.outcome == AdmissionOutcome::Admitted).count()
    }
}

impl Operator {
    /// Lists up to `limit` people on the waiting list, the oldest first, and whether there are more.
    ///
    /// `after` is the person after whom the list goes on. It reads the index from the start of the list, because a
    /// place is the number of those before it.
    ///
    /// # Errors
    /// [`OperatorError::NotWaiting`] if `after` is not on the list. Another [`OperatorError`] if the table cannot be
    /// read.
    pub async fn waitlist(
        &self,
        limit: usize,
        after: Option<&EmailAddress>,
    ) -> Result<(Vec<WaitingPerson>, bool), OperatorError> {
        let after_mailbox = after.map(EmailAddress::mailbox);
        let (mut passed, mut found, mut cursor) = (0, Vec::new(), None);
        let mut is_after = after.is_none();
        loop {
            let page = self.store.waiting_page(cursor).await?;
            for mailbox in page.mailboxes {
                if is_after {
                    found.push(mailbox);
                } else {
                    passed += 1;
                    is_after = after_mailbox.as_ref() == Some(&mailbox);
                }
            }
            cursor = page.next;
            if cursor.is_none() || found.len() > limit {
                break;
            }
        }
        if let Some(after) = after.filter(|_| !is_after) {
            return Err(OperatorError::NotWaiting(after.clone()));
        }
        let is_more = found.len() > limit;
        found.truncate(limit);
        let places = self.store.waiting_places(&found).await?;
        let people = (passed + 1..).zip(places).filter_map(|(place, item)| {
            let WaitingItem { email, kind, joined_at, .. } = item?;
            Some(WaitingPerson { place, email, kind, joined_at })
        });
        Ok((people.collect(), is_more))
    }

    /// Returns all that the table has about the place of an address on the waiting list, also after the admission.
    ///
    /// # Errors
    /// An [`OperatorError`] if the table cannot be read.
    pub async fn waiting(&self, email: &EmailAddress) -> Result<Option<WaitingItem>, OperatorError> {
        Ok(self.store.waiting(email).await?)
    }

    /// Removes an address from the waiting list, with its unused invitation. Returns the place that it had, if any.
    ///
    /// The history of the mailbox goes, too, unless it is about a user or has a suppression.
    ///
    /// # Errors
    /// An [`OperatorError`]. Nothing but the history of the mailbox was removed then.
    pub async fn remove_waiting(&self, email: &EmailAddress) -> Result<Option<WaitingItem>, OperatorError> {
        Ok(self.store.remove_waiting(email, self.name().await?, self.now()).await?)
    }

    /// Removes the places again that were removed since an instant, as after a restore of the table from a backup.
    ///
    /// `removed` is the operator of the table that was replaced, which has the removals. It scans the whole table, if
    /// there was a removal.
    ///
    /// # Errors
    /// An [`OperatorError`]. The call can be repeated then.
    pub async fn remove_waiting_again(
        &self,
        removed: &Self,
        since: Timestamp,
    ) -> Result<Vec<WaitlistPlaceId>, OperatorError> {
        let mut places = Vec::new();
        for email in self.store.places_removed(&removed.store, since).await? {
            places.extend(self.remove_waiting(&email).await?.map(|place| place.id));
        }
        Ok(places)
    }

    /// Invites the `count` people who have waited longest, for a period. The signal `waitlist_admitted` follows.
    ///
    /// People with an account are removed, and those who cannot be emailed are skipped for a day. Neither counts.
    ///
    /// Several emails are sent at a pace, of `rate` emails a second or half of what SES permits, and again if SES does
    /// not accept one. `progress` is called after each person.
    ///
    /// # Errors
    /// An [`OperatorError`] if the settings of the site are missing, or SES does not say its rate. Nobody was invited
    /// then.
    pub async fn admit(
        &self,
        count: usize,
        valid_for: SignedDuration,
        rate: Option<u16>,
        progress: &mut impl FnMut(&Admissions),
    ) -> Result<Admissions, OperatorError> {
        let inviter = self.inviter()?;
        let pace = if count > 1 { Some(inviter.mail_pace(rate).await?) } else { None };
        let mut admissions = Admissions::default();
        let mut terms = Terms { inviter, pace, valid_for };
        let failure = self.try_to_admit(&mut terms, count, &mut admissions, progress).await.err();
        Ok(Admissions { failure, ..admissions })
    }

    async fn try_to_admit(
        &self,
        terms: &mut Terms<'_>,
        count: usize,
        admissions: &mut Admissions,
        progress: &mut impl FnMut(&Admissions),
    ) -> Result<(), OperatorError> {
        let mut cursor = None;
        loop {
            let page = self.store.waiting_page(cursor).await?;
            let mut rest = page.mailboxes.as_slice();
            while !rest.is_empty() {
                let wanted = count.saturating_sub(admissions.admitted());
                if wanted == 0 {
                    return Ok(());
                }
                let (tried, later) = rest.split_at(wanted.min(rest.len()));
                for place in self.store.waiting_places(tried).await?.into_iter().flatten() {
                    if place.is_skipped(self.now()) {
                        admissions.skipped += 1;
                        continue;
                    }
                    // The SDK's futures are deep, and would fill the stack of a small thread.
                    admissions.people.extend(Box::pin(self.admit_place(terms, &place)).await?);
                    progress(admissions);
                }
                rest = later;
            }
            cursor = page.next;
            if cursor.is_none() {
                return Ok(());
            }
        }
    }

    /// Invites one person on the waiting list, whatever the place. The signal `waitlist_admitted` follows.
    ///
    /// A person who would be skipped is tried again.
    ///
    /// # Errors
    /// [`OperatorError::NotWaiting`] if the address is not on the list. Another [`OperatorError`] if the table cannot
    /// be read or written, or the email was not sent.
    pub async fn admit_address(
        &self,
        email: &EmailAddress,
        valid_for: SignedDuration,
    ) -> Result<AdmittedPerson, OperatorError> {
        let mut terms = Terms { inviter: self.inviter()?, pace: None, valid_for };
        let place = self.store.waiting(email).await?.filter(WaitingItem::is_waiting);
        let person = match place {
            Some(place) => Box::pin(self.admit_place(&mut terms, &place)).await?,
            None => None,
        };
        person.ok_or_else(|| OperatorError::NotWaiting(email.clone()))
    }

    /// Admits a person by the place that was read before. Returns `None` if it is off the list by now.
    async fn admit_place(
        &self,
        terms: &mut Terms<'_>,
        place: &WaitingItem,
    ) -> Result<Option<AdmittedPerson>, OperatorError> {
        let now = self.now();
        let WaitingContext { place: current, proven, mailbox } = self.store.waiting_context(&place.email).await?;
        let Some(place) = current.filter(|current| current.id == place.id && current.is_waiting()) else {
            return Ok(None);
        };
        let person = |outcome, valid_until| {
            let (email, joined_at) = (place.email.clone(), place.joined_at);
            Ok(Some(AdmittedPerson { email, joined_at, outcome, valid_until }))
        };
        let former = self.store.invitation_of_place(&place).await?;
        let is_spent = |invitation: &Invitation| invitation.state(now) == InvitationState::Spent;
        // The person may have registered with another spelling of the address.
        let is_used = former.as_ref().is_some_and(|(_, former)| former.mailed && is_spent(former));
        if proven || is_used {
            if let Some((code, former)) = former.as_ref().filter(|(_, former)| !is_spent(former)) {
                self.store.delete_invitation(code, former).await?;
            }
            self.store.drop_waiting(&place).await?;
            return person(AdmissionOutcome::HasAccount, None);
        }
        let (claim, code) = (self.random.ulid(now), Token::generate(&self.random));
        let claimed = former.as_ref().map_or_else(|| code.hash(), |(code, _)| code.clone());
        if !self.store.claim_waiting(&place, claim, &claimed, now, now + CLAIM_PERIOD).await? {
            return person(AdmissionOutcome::Claimed, None);
        }
        if let Some((code, former)) = former {
            if former.mailed && former.state(now) == InvitationState::Open {
                let outcome = self.take_off(&place, claim, former.valid_until).await?;
                return person(outcome, Timestamp::from_second(former.valid_until).ok());
            }
            if !self.store.delete_invitation(&code, &former).await? {
                // It was emailed or used at this moment: the next admission reads it again.
                self.store.release_waiting(&place, claim).await?;
                return person(AdmissionOutcome::Claimed, None);
            }
        }
        if mailbox.state(now).is_some() {
            self.store.skip_waiting(&place, claim, now + SKIP_PERIOD).await?;
            return person(AdmissionOutcome::Suppressed, None);
        }
        if claimed != code.hash() && !self.store.replace_invitation(&place, claim, &code.hash()).await? {
            return person(AdmissionOutcome::Claimed, None);
        }
        let hash = code.hash();
        let invite = NewInvitation {
            code: Some(code),
            email: Some(place.email.clone()),
            uses: 1,
            valid_for: terms.valid_for,
            kind: place.kind.clone(),
            mail: Some(InvitationMail { locale: place.request.locale.clone(), ..InvitationMail::default() }),
        };
        let created = match &mut terms.pace {
            Some(mail_pace) => {
                mail_pace.wait().await;
                Box::pin(terms.inviter.invite_patiently(&invite)).await
            }
            None => Box::pin(terms.inviter.invite(invite)).await,
        };
        let invitation = match created {
            Ok(CreatedInvitation { invitation, not_mailed: None, .. }) => invitation,
            Ok(CreatedInvitation { invitation, not_mailed: Some(error), .. }) => {
                let outcome = match error {
                    MailError::Rejected => AdmissionOutcome::Rejected,
                    MailError::Suppressed => AdmissionOutcome::Suppressed,
                    error => {
                        let error = OperatorError::NotInvited(place.email.clone(), error);
                        return Err(self.give_up(&place, claim, error).await);
                    }
                };
                self.store.delete_invitation(&hash, &invitation).await?;
                self.store.skip_waiting(&place, claim, now + SKIP_PERIOD).await?;
                return person(outcome, None);
            }
            Err(error) => return Err(self.give_up(&place, claim, error).await),
        };
        let outcome = self.take_off(&place, claim, invitation.valid_until).await?;
        if outcome == AdmissionOutcome::Changed {
            // Another command may have admitted the person with this very invitation.
            let current = self.store.waiting(&place.email).await?.and_then(|current| current.invitation);
            if current.as_deref() != Some(hash.as_str()) {
                self.store.delete_invitation(&hash, &invitation).await?;
                return person(outcome, None);
            }
        }
        person(outcome, Timestamp::from_second(invitation.valid_until).ok())
    }

    /// Ends the claim of an admission that failed, so that it can be repeated immediately.
    ///
    /// The place keeps its invitation, which the next admission deletes: the email may have arrived all the same.
    async fn give_up(&self, place: &WaitingItem, claim: Ulid, error: OperatorError) -> OperatorError {
        // If this fails, too, the claim ends by itself.
        drop(self.store.release_waiting(place, claim).await);
        error
    }

    /// Takes a claimed person off the list, whose invitation is emailed.
    async fn take_off(
        &self,
        place: &WaitingItem,
        claim: Ulid,
        valid_until: i64,
    ) -> Result<AdmissionOutcome, OperatorError> {
        let act = self.act(ActKind::Admit).await?;
        let admitted = self.store.admit_waiting(place, claim, valid_until, &act).await?;
        Ok(if admitted { AdmissionOutcome::Admitted } else { AdmissionOutcome::Changed })
    }
}
