//! The functions: the alias that callers call, its version, and the variables of that version.

use aws_sdk_lambda::operation::get_alias::GetAliasOutput;
use aws_sdk_lambda::operation::get_function_configuration::GetFunctionConfigurationOutput;
use aws_sdk_lambda::types::{EnvironmentError, State};

use crate::actions;
use crate::call::CallError;
use crate::clients::Clients;
use crate::finding::{Check, Finding};
use crate::settings;
use crate::stack::{FUNCTIONS, Resource, Stack};

/// The alias that all callers call.
const LIVE: &str = "live";

pub(crate) async fn check(clients: &Clients, stack: &Stack) -> Vec<Finding> {
    let mut findings = Vec::new();
    for function in FUNCTIONS {
        // The output is the ARN of the alias: arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME:live.
        let Some(name) = stack.alias(function).and_then(|arn| arn.split(':').nth(6)) else { continue };
        findings.extend(check_function(clients, stack, function, name).await);
    }
    findings
}

async fn check_function(clients: &Clients, stack: &Stack, function: &str, name: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    match clients.lambda.get_alias().function_name(name).name(LIVE).send().await.map_err(CallError::from) {
        Ok(alias) => {
            let newest = newest_version(stack.resources(Check::Alias).unwrap_or_default(), name);
            findings.push(version(function, name, &alias, newest, stack.is_in_progress()));
            findings.push(routing(function, name, &alias, stack.is_in_progress()));
        }
        Err(CallError::Missing) => return vec![missing(function, name)],
        Err(error) => findings.push(Check::Alias.failed(function, actions::GET_ALIAS, error)),
    }
    let found = clients.lambda.get_function_configuration().function_name(name).qualifier(LIVE).send().await;
    match found.map_err(CallError::from) {
        Ok(found) => findings.extend(configuration(function, found)),
        Err(CallError::Missing) => findings.push(missing(function, name)),
        Err(error) => findings.push(Check::Settings.failed(function, actions::GET_FUNCTION_CONFIGURATION, error)),
    }
    findings
}

fn missing(function: &str, name: &str) -> Finding {
    let remedy = "Create it for the version that is to be called.";
    Check::Alias.wrong(function, format!("{name} has no alias {LIVE}"), remedy).with_command(format!(
        "aws lambda create-alias --function-name {name} --name {LIVE} --function-version VERSION"
    ))
}

/// Returns the number of the version that the last deployment made.
fn newest_version(resources: &[Resource], name: &str) -> Option<u64> {
    let versions = resources.iter().filter(|one| one.kind == "AWS::Lambda::Version");
    let numbers = versions.filter_map(|one| {
        let mut parts = one.id.split(':').skip(6);
        if parts.next() == Some(name) { parts.next()?.parse().ok() } else { None }
    });
    numbers.max()
}

fn version(function: &str, name: &str, alias: &GetAliasOutput, newest: Option<u64>, in_progress: bool) -> Finding {
    let check = Check::Alias;
    let live = alias.function_version().unwrap_or_default();
    match newest {
        Some(newest) if !in_progress && live != newest.to_string() => check
            .warning(
                function,
                format!("{LIVE} calls version {live}, and the last deployment made {newest}"),
                "If nobody has returned to the older version deliberately, move the alias.",
            )
            .with_command(format!(
                "aws lambda update-alias --function-name {name} --name {LIVE} --function-version {newest}"
            )),
        _ => check.ok(function, format!("{LIVE} calls version {live}")),
    }
}

fn routing(function: &str, name: &str, alias: &GetAliasOutput, in_progress: bool) -> Finding {
    let check = Check::Routing;
    let weights = alias.routing_config().and_then(|routing| routing.additional_version_weights());
    let mut weights: Vec<_> = weights.into_iter().flatten().filter(|(_, weight)| **weight > 0.0).collect();
    weights.sort_by_key(|(other, _)| *other);
    if weights.is_empty() {
        return check.ok(function, "all requests go to one version");
    }
    let weights: Vec<_> = weights.iter().map(|(other, weight)| format!("{} % to {other}", **weight * 100.0)).collect();
    let detail = format!("some requests go to another version: {}", weights.join(", "));
    if in_progress {
        return check.warning(function, detail, "Repeat the command when CodeDeploy is done.");
    }
    let version = alias.function_version().unwrap_or_default();
    check.wrong(function, detail, "A deployment has not ended. Return all requests to one version.").with_command(format!(
        "aws lambda update-alias --function-name {name} --name {LIVE} --function-version {version} --routing-config \
         AdditionalVersionWeights={{}}"
    ))
}

fn configuration(function: &str, found: GetFunctionConfigurationOutput) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(State::Failed) = found.state() {
        let reason = found.state_reason().unwrap_or("no reason is given");
        findings.push(
            Check::Alias
                .wrong(function, format!("is not active: {reason}"), "Remove the cause, and deploy again.")
                .with_command("sam deploy"),
        );
    }
    let environment = found.environment.as_ref();
    if let Some(error) = environment.and_then(|environment| environment.error()) {
        findings.push(unreadable(function, error));
        return findings;
    }
    let variables = found.environment.and_then(|environment| environment.variables).unwrap_or_default();
    findings.push(settings::check(function, variables));
    findings
}

fn unreadable(function: &str, error: &EnvironmentError) -> Finding {
    let reason = error.message().or(error.error_code()).unwrap_or("the variables cannot be decrypted");
    Check::Settings.unchecked(function, format!("could not be checked: allow kms:Decrypt ({reason})"), None)
}

#[cfg(test)]
mod tests {
    use aws_sdk_lambda::types::{AliasRoutingConfiguration, EnvironmentResponse};

    use super::*;
    use crate::finding::Status;

    fn alias(version: &str, weights: &[(&str, f64)]) -> GetAliasOutput {
        let mut routing = AliasRoutingConfiguration::builder();
        for (version, weight) in weights {
            routing = routing.additional_version_weights(*version, *weight);
        }
        GetAliasOutput::builder().function_version(version).routing_config(routing.build()).build()
    }

    #[test]
    fn newest_version_is_that_of_the_function() {
        let resource = |id: &str| Resource {
            parent: None,
            name: "MailFunctionVersion1".to_owned(),
            kind: "AWS::Lambda::Version".to_owned(),
            id: format!("arn:aws:lambda:r:1:function:{id}"),
        };
        let resources = ["mail:9", "mail:10", "mail-2:11"].map(resource);
        assert_eq!(newest_version(&resources, "mail"), Some(10));
        assert_eq!(newest_version(&resources, "signal"), None);
    }

    #[test]
    fn older_version_is_reported() {
        assert_eq!(version("mail", "s-mail", &alias("2", &[]), Some(2), false).status, Status::Ok);
        assert_eq!(version("mail", "s-mail", &alias("1", &[]), Some(2), true).status, Status::Ok);
        let older = version("mail", "s-mail", &alias("1", &[]), Some(2), false);
        assert_eq!(older.status, Status::Warning);
        assert!(older.command.unwrap().ends_with("--function-name s-mail --name live --function-version 2"));
    }

    #[test]
    fn leftover_weights_are_wrong_unless_deploying() {
        assert_eq!(routing("mail", "s-mail", &alias("1", &[]), false).status, Status::Ok);
        let shifting = alias("1", &[("2", 0.1)]);
        assert_eq!(routing("mail", "s-mail", &shifting, true).status, Status::Warning);
        let left = routing("mail", "s-mail", &shifting, false);
        assert_eq!(
            (left.status, left.detail.as_str()),
            (Status::Wrong, "some requests go to another version: 10 % to 2")
        );
    }

    #[test]
    fn failed_function_is_wrong() {
        let variables = || EnvironmentResponse::builder().variables("REGISTRATION_TABLE", "t").build();
        let found = |state| GetFunctionConfigurationOutput::builder().state(state).environment(variables()).build();
        let active = configuration("feedback", found(State::Active));
        assert_eq!(
            active.iter().map(|one| (one.check, one.status)).collect::<Vec<_>>(),
            [(Check::Settings, Status::Ok)]
        );
        let failed = configuration("feedback", found(State::Failed));
        assert_eq!((failed[0].check, failed[0].status), (Check::Alias, Status::Wrong));
    }

    #[test]
    fn encrypted_variables_need_a_permission() {
        let error = EnvironmentError::builder().error_code("AccessDeniedException").message("no kms:Decrypt").build();
        let environment = EnvironmentResponse::builder().error(error).build();
        let found = GetFunctionConfigurationOutput::builder().environment(environment).build();
        let findings = configuration("mail", found);
        assert_eq!(findings[0].status, Status::Unchecked);
        assert!(findings[0].detail.contains("allow kms:Decrypt"));
    }
}
