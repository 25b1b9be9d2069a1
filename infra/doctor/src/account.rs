//! The account: the quotas of Lambda, and SES.

use aws_sdk_lambda::types::{AccountLimit, AccountUsage};
use aws_sdk_sesv2::operation::get_account::GetAccountOutput;

use crate::actions;
use crate::call::CallError;
use crate::clients::Clients;
use crate::finding::{Check, Finding};

/// The executions under which an account is new, or other functions have reserved them.
///
/// Lambda itself keeps as many unreserved.
const FEW_EXECUTIONS: i32 = 100;

/// The share of a quota, in percent, from which it needs attention.
const NEARLY_FULL: i64 = 80;

pub(crate) async fn check(clients: &Clients) -> Vec<Finding> {
    let region = &clients.region;
    let settings = clients.lambda.get_account_settings().send().await.map_err(CallError::from);
    let mut findings = match settings {
        Ok(settings) => {
            let limit = settings.account_limit.unwrap_or_else(|| AccountLimit::builder().build());
            let usage = settings.account_usage.unwrap_or_else(|| AccountUsage::builder().build());
            vec![concurrency(region, &limit), storage(region, &limit, &usage)]
        }
        Err(error) => vec![Check::LambdaConcurrency.failed(region, actions::GET_ACCOUNT_SETTINGS, error)],
    };
    match clients.ses.get_account().send().await.map_err(CallError::from) {
        Ok(account) => findings.extend(ses(region, &account)),
        Err(error) => findings.push(Check::SesSending.failed(region, actions::GET_ACCOUNT, error)),
    }
    findings
}

fn concurrency(region: &str, limit: &AccountLimit) -> Finding {
    let check = Check::LambdaConcurrency;
    let all = limit.concurrent_executions();
    let unreserved = limit.unreserved_concurrent_executions().unwrap_or(all);
    let detail = format!("{unreserved} of {all} simultaneous executions are unreserved");
    if unreserved >= FEW_EXECUTIONS {
        return check.ok(region, detail);
    }
    let remedy = "Request a higher quota, or reserve less for other functions. RegisterConcurrency and the like need \
                  100 unreserved ones.";
    check.warning(region, detail, remedy).with_command(
        "aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 \
         --desired-value 1000",
    )
}

fn storage(region: &str, limit: &AccountLimit, usage: &AccountUsage) -> Finding {
    let check = Check::LambdaStorage;
    let (used, all) = (usage.total_code_size(), limit.total_code_size());
    let detail = format!("{} of {} MB are used for the code of functions", used / 1_000_000, all / 1_000_000);
    if used.saturating_mul(100) < all.saturating_mul(NEARLY_FULL) {
        return check.ok(region, detail);
    }
    let remedy = "Delete versions that nothing needs any more. `aws lambda list-versions-by-function` lists them.";
    check
        .warning(region, detail, remedy)
        .with_command("aws lambda delete-function --function-name FUNCTION --qualifier VERSION")
}

fn ses(region: &str, account: &GetAccountOutput) -> [Finding; 3] {
    [sending(region, account), sandbox(region, account), quota(region, account)]
}

fn sending(region: &str, account: &GetAccountOutput) -> Finding {
    let check = Check::SesSending;
    let standing = account.enforcement_status().unwrap_or("HEALTHY");
    if !account.sending_enabled() || standing == "SHUTDOWN" {
        let remedy = "If you have paused it, resume it. If AWS has, answer the case in AWS's Support Center first.";
        return check
            .wrong(region, format!("SES sends no emails of this account (status {standing})"), remedy)
            .with_command("aws sesv2 put-account-sending-attributes --sending-enabled");
    }
    if standing == "HEALTHY" {
        return check.ok(region, "SES sends");
    }
    let remedy = "Remove the cause that AWS's message names, before SES pauses the sending.";
    check.warning(region, format!("SES reviews the account (status {standing})"), remedy).with_command(
        "aws cloudwatch get-metric-statistics --namespace AWS/SES --metric-name Reputation.BounceRate --period 86400 \
         --statistics Average --start-time START --end-time END",
    )
}

fn sandbox(region: &str, account: &GetAccountOutput) -> Finding {
    let check = Check::SesSandbox;
    if account.production_access_enabled() {
        return check.ok(region, "SES sends to every address");
    }
    let remedy = "Request production access, which takes a day. Until then verify each address that registers.";
    check.warning(region, "SES is in its sandbox, and sends to verified addresses only", remedy).with_command(
        "aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url URL",
    )
}

fn quota(region: &str, account: &GetAccountOutput) -> Finding {
    let check = Check::SesQuota;
    let Some(quota) = account.send_quota() else { return check.ok(region, "SES names no quota") };
    let (sent, most, rate) = (quota.sent_last24_hours(), quota.max24_hour_send(), quota.max_send_rate());
    // -1 means that there is none.
    if most < 0.0 {
        return check.ok(region, format!("{sent} emails in 24 hours, without a quota"));
    }
    let detail = format!("{sent} of {most} emails in 24 hours, at most {rate} a second");
    #[expect(clippy::cast_precision_loss, reason = "it is 80")]
    let nearly_full = sent * 100.0 >= most * NEARLY_FULL as f64;
    if !nearly_full {
        return check.ok(region, detail);
    }
    let remedy = "Request a higher quota. Emails over it wait for the next day.";
    check.warning(region, detail, remedy).with_command(
        "aws service-quotas request-service-quota-increase --service-code ses --quota-code L-804C8AE8 \
         --desired-value NUMBER",
    )
}

#[cfg(test)]
mod tests {
    use aws_sdk_sesv2::types::SendQuota;

    use super::*;
    use crate::finding::Status;

    fn limit(unreserved: i32) -> AccountLimit {
        let limit = AccountLimit::builder().concurrent_executions(1000).total_code_size(100_000_000);
        limit.unreserved_concurrent_executions(unreserved).build()
    }

    #[test]
    fn few_executions_are_reported() {
        assert_eq!(concurrency("r", &limit(100)).status, Status::Ok);
        let few = concurrency("r", &limit(99));
        assert_eq!(
            (few.status, few.detail.as_str()),
            (Status::Warning, "99 of 1000 simultaneous executions are unreserved")
        );
    }

    #[test]
    fn full_storage_of_code_is_reported() {
        for (used, status) in [(79_999_999, Status::Ok), (80_000_000, Status::Warning)] {
            let usage = AccountUsage::builder().total_code_size(used).build();
            assert_eq!(storage("r", &limit(1), &usage).status, status, "{used}");
        }
    }

    #[test]
    fn paused_and_reviewed_sending_is_reported() {
        for (enabled, standing, status) in [
            (true, "HEALTHY", Status::Ok),
            (true, "PROBATION", Status::Warning),
            (true, "SHUTDOWN", Status::Wrong),
            (false, "HEALTHY", Status::Wrong),
        ] {
            let account = GetAccountOutput::builder().sending_enabled(enabled).enforcement_status(standing).build();
            assert_eq!(sending("r", &account).status, status, "{enabled} {standing}");
        }
    }

    #[test]
    fn sandbox_is_reported() {
        for (production, status) in [(true, Status::Ok), (false, Status::Warning)] {
            let account = GetAccountOutput::builder().production_access_enabled(production).build();
            assert_eq!(sandbox("r", &account).status, status);
        }
    }

    #[test]
    fn nearly_spent_quota_is_reported() {
        for (sent, most, status) in
            [(159.0, 200.0, Status::Ok), (160.0, 200.0, Status::Warning), (1e9, -1.0, Status::Ok)]
        {
            let send_quota = SendQuota::builder().sent_last24_hours(sent).max24_hour_send(most).build();
            let account = GetAccountOutput::builder().send_quota(send_quota).build();
            assert_eq!(quota("r", &account).status, status, "{sent} of {most}");
        }
    }
}
