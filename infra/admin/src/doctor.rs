//! The command `registration doctor`.

use doctor::{Scope, Status};

use crate::arguments::Doctor;
use crate::{AdminError, Report, environment};

/// Returns the subject of the checks.
///
/// # Errors
/// [`AdminError::Usage`] unless the arguments name one subject.
fn scope(arguments: &Doctor, local: bool) -> Result<Scope, AdminError> {
    let Doctor { stack, before, mail_identity, .. } = arguments;
    match (local, before, stack) {
        (true, false, None) => Ok(Scope::Local),
        (true, ..) => Err(AdminError::Usage("--local takes neither a stack nor --before: leave them out")),
        (false, true, _) => Ok(Scope::Before { stack: stack.clone(), mail_identity: mail_identity.clone() }),
        (false, false, Some(stack)) => Ok(Scope::Deployed { stack: stack.clone() }),
        (false, false, None) => {
            Err(AdminError::Usage("there is nothing to check: name a stack, or add --before or --local URL"))
        }
    }
}

/// Runs the checks in the account of the AWS environment, or on the service at `local`.
pub(crate) async fn run(arguments: &Doctor, local: Option<&str>) -> Result<Report, AdminError> {
    let scope = scope(arguments, local.is_some())?;
    let examined = doctor::examine(&environment::read(local).await?, &scope).await?;
    let [wrong, warnings, unchecked] =
        [Status::Wrong, Status::Warning, Status::Unchecked].map(|status| examined.count(status));
    let not_in_order = if arguments.strict { wrong + warnings + unchecked } else { wrong };
    let failure = (not_in_order > 0).then_some(AdminError::NotInOrder(not_in_order));
    Ok(Report { failure, ..Report::new(examined.to_json(), format!("{examined:#}")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(stack: Option<&str>, before: bool, local: bool) -> Result<Scope, AdminError> {
        let stack = stack.map(str::to_owned);
        scope(&Doctor { stack, before, mail_identity: None, strict: false }, local)
    }

    #[test]
    fn arguments_name_one_subject() {
        assert_eq!(of(Some("s"), false, false).unwrap(), Scope::Deployed { stack: "s".to_owned() });
        assert_eq!(of(None, true, false).unwrap(), Scope::Before { stack: None, mail_identity: None });
        assert_eq!(of(None, false, true).unwrap(), Scope::Local);
        for (stack, before, local) in [(None, false, false), (Some("s"), false, true), (None, true, true)] {
            assert_eq!(of(stack, before, local).unwrap_err().exit_code(), 2);
        }
    }
}
