//! The SES identity that emails are sent from.

use aws_sdk_sesv2::operation::get_email_identity::GetEmailIdentityOutput;
use aws_sdk_sesv2::types::{DkimAttributes, DkimStatus, MailFromDomainStatus};

use crate::actions;
use crate::call::CallError;
use crate::clients::Clients;
use crate::finding::{Check, Finding};

pub(crate) async fn check(clients: &Clients, identity: &str) -> Vec<Finding> {
    match clients.ses.get_email_identity().email_identity(identity).send().await.map_err(CallError::from) {
        Ok(found) => assess(identity, &clients.region, &found),
        Err(CallError::Missing) => vec![missing(identity)],
        Err(error) => vec![Check::Identity.failed(identity, actions::GET_EMAIL_IDENTITY, error)],
    }
}

/// Returns the finding that there is no identity to check.
pub(crate) fn not_given() -> Finding {
    let remedy = "Add --mail-identity with the value of MailIdentity.".to_owned();
    Check::Identity.unchecked("-", "could not be checked: no identity is given", Some(remedy))
}

fn missing(identity: &str) -> Finding {
    let remedy = if is_domain(identity) {
        "Create it and its DNS records, or deploy with MakeMailIdentity=true."
    } else {
        "Create it, and open the link in the email from SES."
    };
    Check::Identity
        .wrong(identity, "does not exist in this region", remedy)
        .with_command(format!("aws sesv2 create-email-identity --email-identity {identity}"))
}

fn is_domain(identity: &str) -> bool {
    !identity.contains('@')
}

fn assess(identity: &str, region: &str, found: &GetEmailIdentityOutput) -> Vec<Finding> {
    let mut findings = vec![verification(identity, found)];
    // An address is signed with the key of its domain, which is another identity.
    if is_domain(identity) {
        findings.push(dkim(identity, found.dkim_attributes()));
    }
    findings.push(mail_from(identity, region, found));
    findings
}

fn verification(identity: &str, found: &GetEmailIdentityOutput) -> Finding {
    let check = Check::Identity;
    if found.verified_for_sending_status() {
        return check.ok(identity, "is verified");
    }
    let remedy = if is_domain(identity) {
        records(identity, found.dkim_attributes())
    } else {
        "Open the link in the email that SES has sent to the address. To get another, delete the identity and create \
         it again."
            .to_owned()
    };
    let status = found.verification_status().map_or("PENDING", |status| status.as_str());
    check
        .wrong(identity, format!("is not verified (status {status})"), remedy)
        .with_command(format!("aws sesv2 get-email-identity --email-identity {identity}"))
}

/// Returns the sentence that names the records of a domain.
fn records(domain: &str, dkim: Option<&DkimAttributes>) -> String {
    let zone = dkim.and_then(DkimAttributes::signing_hosted_zone).unwrap_or("dkim.amazonses.com");
    let tokens = dkim.map(DkimAttributes::tokens).unwrap_or_default();
    if tokens.is_empty() {
        return "Create the DNS records that SES shows for the domain.".to_owned();
    }
    let records: Vec<_> =
        tokens.iter().map(|token| format!("{token}._domainkey.{domain} CNAME {token}.{zone}")).collect();
    format!("Create these DNS records, and wait up to 72 hours: {}.", records.join(", "))
}

fn dkim(domain: &str, found: Option<&DkimAttributes>) -> Finding {
    let check = Check::Dkim;
    let status = found.and_then(DkimAttributes::status);
    let signs = found.is_some_and(DkimAttributes::signing_enabled);
    match status {
        Some(DkimStatus::Success) if signs => check.ok(domain, "signs emails"),
        Some(DkimStatus::Success) => check
            .wrong(domain, "does not sign emails, which mailbox providers then reject", "Enable the signature.")
            .with_command(format!(
                "aws sesv2 put-email-identity-dkim-attributes --email-identity {domain} --signing-enabled"
            )),
        _ => {
            let status = status.map_or("NOT_STARTED", DkimStatus::as_str);
            check
                .wrong(domain, format!("does not sign emails (status {status})"), records(domain, found))
                .with_command(format!("aws sesv2 get-email-identity --email-identity {domain} --query DkimAttributes"))
        }
    }
}

fn mail_from(identity: &str, region: &str, found: &GetEmailIdentityOutput) -> Finding {
    let check = Check::MailFrom;
    let Some(attributes) = found.mail_from_attributes().filter(|found| !found.mail_from_domain().is_empty()) else {
        return check.ok(identity, "is SES's own domain");
    };
    let domain = attributes.mail_from_domain();
    let status = attributes.mail_from_domain_status();
    if *status == MailFromDomainStatus::Success {
        return check.ok(identity, format!("is {domain}"));
    }
    let remedy = format!(
        "Create these DNS records, and wait up to 72 hours: {domain} MX 10 feedback-smtp.{region}.amazonses.com, \
         {domain} TXT \"v=spf1 include:amazonses.com ~all\"."
    );
    check
        .wrong(identity, format!("{domain} is not verified (status {status})"), remedy)
        .with_command(format!("aws sesv2 get-email-identity --email-identity {identity} --query MailFromAttributes"))
}

#[cfg(test)]
mod tests {
    use aws_sdk_sesv2::types::{BehaviorOnMxFailure, MailFromAttributes, VerificationStatus};

    use super::*;
    use crate::finding::Status;

    fn dkim_of(status: DkimStatus, signs: bool) -> DkimAttributes {
        DkimAttributes::builder().status(status).signing_enabled(signs).tokens("abc").tokens("def").build()
    }

    fn statuses(findings: &[Finding]) -> Vec<(Check, Status)> {
        findings.iter().map(|finding| (finding.check, finding.status)).collect()
    }

    #[test]
    fn verified_domain_is_in_order() {
        let found = GetEmailIdentityOutput::builder().verified_for_sending_status(true);
        let found = found.dkim_attributes(dkim_of(DkimStatus::Success, true)).build();
        assert_eq!(
            statuses(&assess("example.com", "r", &found)),
            [(Check::Identity, Status::Ok), (Check::Dkim, Status::Ok), (Check::MailFrom, Status::Ok)]
        );
    }

    #[test]
    fn unverified_domain_names_its_records() {
        let found = GetEmailIdentityOutput::builder().verification_status(VerificationStatus::Pending);
        let found = found.dkim_attributes(dkim_of(DkimStatus::Pending, true)).build();
        let findings = assess("example.com", "r", &found);
        assert_eq!(statuses(&findings)[..2], [(Check::Identity, Status::Wrong), (Check::Dkim, Status::Wrong)]);
        for finding in &findings[..2] {
            let remedy = finding.remedy.as_deref().unwrap();
            assert!(remedy.contains("abc._domainkey.example.com CNAME abc.dkim.amazonses.com, def."), "{remedy}");
        }
    }

    #[test]
    fn missing_identity_is_wrong() {
        let domain = missing("example.com");
        assert_eq!((domain.check, domain.status), (Check::Identity, Status::Wrong));
        assert!(domain.remedy.unwrap().contains("DNS records"));
        assert!(missing("ann@example.com").remedy.unwrap().contains("open the link"));
    }

    #[test]
    fn disabled_signature_is_wrong() {
        let finding = dkim("example.com", Some(&dkim_of(DkimStatus::Success, false)));
        assert_eq!(finding.status, Status::Wrong);
        assert!(finding.command.unwrap().ends_with("--email-identity example.com --signing-enabled"));
    }

    #[test]
    fn address_is_verified_by_email() {
        let found = GetEmailIdentityOutput::builder().build();
        let findings = assess("ann@example.com", "r", &found);
        assert_eq!(statuses(&findings), [(Check::Identity, Status::Wrong), (Check::MailFrom, Status::Ok)]);
        assert!(findings[0].remedy.as_deref().unwrap().starts_with("Open the link"));
    }

    #[test]
    fn return_path_needs_its_records() {
        for (status, expected) in [
            (MailFromDomainStatus::Success, Status::Ok),
            (MailFromDomainStatus::Pending, Status::Wrong),
            (MailFromDomainStatus::Failed, Status::Wrong),
        ] {
            let attributes = MailFromAttributes::builder().mail_from_domain("bounce.example.com");
            let attributes = attributes.behavior_on_mx_failure(BehaviorOnMxFailure::UseDefaultValue);
            let attributes = attributes.mail_from_domain_status(status.clone()).build().unwrap();
            let found = GetEmailIdentityOutput::builder().mail_from_attributes(attributes).build();
            assert_eq!(mail_from("example.com", "eu-west-1", &found).status, expected, "{status}");
        }
    }
}
