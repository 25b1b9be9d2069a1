//! SES's events about an email.
//!
//! No email leaves this machine, so every email counts as delivered. The addresses of SES's mailbox simulator produce
//! the other outcomes.

use std::sync::Arc;

use async_trait::async_trait;
use domain::clock::Clock;
use serde_json::{Value, json};

use super::{DeliveryError, DeliveryHandler};
use crate::aws;
use crate::functions::{Function, Invoke, InvokeError};
use crate::ses::Mail;

/// Invokes `feedback` with the events that the stack's rule would select.
pub(crate) struct Feedback {
    pub(crate) functions: Arc<dyn Invoke>,
    pub(crate) clock: Arc<dyn Clock>,
}

#[async_trait]
impl DeliveryHandler for Feedback {
    type Entry = Mail;

    async fn take(&self, mail: &Mail) -> Result<(), DeliveryError> {
        let now = self.clock.now().to_string();
        for event in mail.to.split(", ").flat_map(|to| events(mail, to, &now)) {
            self.functions.invoke(Function::Feedback, event).await.map_err(|error| match error {
                InvokeError::Unreachable(_) | InvokeError::Failed(_) => DeliveryError::Unavailable(error.into()),
                InvokeError::Json(_) | InvokeError::Panicked => DeliveryError::Failed(error.into()),
            })?;
        }
        Ok(())
    }
}

/// The domain of the mailbox simulator.
///
/// The user name selects the outcome, and may have a `+label`.
const SIMULATOR: &str = "simulator.amazonses.com";

fn events(mail: &Mail, to: &str, now: &str) -> Vec<Value> {
    let (user, domain) = to.rsplit_once('@').unwrap_or_default();
    let simulated = (domain == SIMULATOR).then(|| user.split('+').next().unwrap_or_default());
    let delivery = || {
        let delivery = json!({
            "timestamp": now, "processingTimeMillis": 0, "recipients": [to], "smtpResponse": "250 ok",
            "reportingMTA": "localhost"
        });
        event(mail, now, "Email Delivered", "Delivery", ("delivery", delivery))
    };
    let bounce = |kind: &str| {
        let bounce = json!({
            "timestamp": now, "feedbackId": mail.id, "bounceType": "Permanent", "bounceSubType": kind,
            "bouncedRecipients": [{
                "emailAddress": to, "action": "failed", "status": "5.1.1",
                "diagnosticCode": "smtp; 550 5.1.1 user unknown"
            }]
        });
        event(mail, now, "Email Bounced", "Bounce", ("bounce", bounce))
    };
    match simulated {
        Some("bounce") => vec![bounce("General")],
        Some("suppressionlist") => vec![bounce("Suppressed")],
        Some("complaint") => {
            let complaint = json!({
                "timestamp": now, "feedbackId": mail.id, "complaintFeedbackType": "abuse",
                "complainedRecipients": [{ "emailAddress": to }]
            });
            vec![delivery(), event(mail, now, "Email Complaint Received", "Complaint", ("complaint", complaint))]
        }
        _ => vec![delivery()],
    }
}

fn event(mail: &Mail, now: &str, detail_type: &str, kind: &str, (name, about): (&str, Value)) -> Value {
    json!({
        "version": "0", "id": mail.id, "detail-type": detail_type, "source": "aws.ses", "account": aws::ACCOUNT,
        "time": now, "region": aws::REGION, "resources": [],
        "detail": {
            "eventType": kind,
            "mail": {
                "timestamp": mail.sent_at, "messageId": mail.id, "source": mail.from, "destination": mail.to.split(", ").collect::<Vec<_>>(),
                "tags": mail.tags
            },
            (name): about
        }
    })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn kinds(to: &str) -> Vec<String> {
        let mail = json!({
            "id": "1", "to": to, "from": "a@example.com", "subject": "", "text": "", "html": null,
            "sent_at": Timestamp::UNIX_EPOCH
        });
        let mail: Mail = serde_json::from_value(mail).unwrap();
        events(&mail, to, "now").iter().map(|event| event["detail"]["eventType"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn simulator_addresses_bounce_and_complain() {
        assert_eq!(kinds("bounce@simulator.amazonses.com"), ["Bounce"]);
        assert_eq!(kinds("bounce+label@simulator.amazonses.com"), ["Bounce"]);
        assert_eq!(kinds("suppressionlist@simulator.amazonses.com"), ["Bounce"]);
        assert_eq!(kinds("complaint@simulator.amazonses.com"), ["Delivery", "Complaint"]);
        for reached in ["success@simulator.amazonses.com", "ooto@simulator.amazonses.com", "bounce@example.com", "x"] {
            assert_eq!(kinds(reached), ["Delivery"], "{reached}");
        }
    }
}
