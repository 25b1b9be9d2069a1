//! The decision of an approver by the link in the email.

use domain::locale::Text;
use domain::{ApprovalDecision, FieldError, FieldErrorCode, OperatorAct};
use http::{Method, StatusCode};
use registration::backend::Redirect;
use registration::{Approval, Request};
use registration_http::{Answer, App, Format, Incoming, Page, Problem, RequestOutcome};
use serde_json::json;

/// Handles `/approve/{key}`.
pub(crate) async fn route(app: &App, incoming: &Incoming, key: &str) -> Result<Answer, Problem> {
    match &incoming.request.method {
        _ if incoming.is_safe_method() => show(app, incoming, key).await,
        &Method::POST => decide(app, incoming, key).await,
        _ => Err(Problem::method_not_allowed("GET, HEAD, POST, OPTIONS")),
    }
}

/// Handles `GET /approve/{key}`, which shows the user with two buttons, or the decision.
///
/// It changes nothing, because mail scanners open links.
async fn show(app: &App, incoming: &Incoming, key: &str) -> Result<Answer, Problem> {
    let approval = approval(app, &incoming.request, key).await?;
    match incoming.format {
        Format::Html => page(app, &incoming.request, StatusCode::OK, &approval, None),
        Format::Json => document(&approval),
    }
}

/// Handles `POST /approve/{key}`, which approves or rejects the user.
async fn decide(app: &App, incoming: &Incoming, key: &str) -> Result<Answer, Problem> {
    let request = incoming.submitted()?;
    let sent = request.submission.text(ApprovalDecision::FIELD).unwrap_or_default();
    let Some(decision) = ApprovalDecision::parse(sent) else {
        let error = invalid(sent);
        return match incoming.format {
            Format::Html => {
                let approval = approval(app, &request, key).await?;
                page(app, &request, StatusCode::UNPROCESSABLE_ENTITY, &approval, Some(&error))
            }
            Format::Json => Err(Problem::validation_failed(vec![error])),
        };
    };
    let (accounts, approvers) = (app.backend().accounts(), app.backend().approvers());
    // Boxed, as a backend's futures are: the SDK's nest deeper than the compiler follows.
    let approval = Box::pin(accounts.decide(&request, approvers, key, decision)).await?;
    let answer = match incoming.format {
        // The page is loaded again, so that a reload sends no form.
        Format::Html => Answer::see_other(app, &request, &Redirect::Page(format!("/approve/{key}"))),
        Format::Json => document(&approval),
    };
    Ok(answer?.with_outcome(RequestOutcome::decided(&approval.user)))
}

async fn approval(app: &App, request: &Request, key: &str) -> Result<Approval, Problem> {
    let (accounts, approvers) = (app.backend().accounts(), app.backend().approvers());
    Ok(Box::pin(accounts.approval(request, approvers, key)).await?)
}

fn invalid(sent: &str) -> FieldError {
    let code = if sent.is_empty() { FieldErrorCode::Required } else { FieldErrorCode::NotInList };
    FieldError::new(ApprovalDecision::FIELD, code, Text::message("error-decision-invalid"))
}

fn page(
    app: &App,
    request: &Request,
    status: StatusCode,
    approval: &Approval,
    error: Option<&FieldError>,
) -> Result<Answer, Problem> {
    let (translator, user) = (app.translator(request), &approval.user);
    let time = |at| translator.translate(&Text::date_and_time(at));
    let decision = approval.decision.as_ref();
    let values = json!({
        "username": user.username,
        "email": user.email,
        "type": user.kind,
        "fields": user.fields,
        "created_at": time(user.created_at),
        "decision": decision.map(|act| act.act.as_str()),
        "decided_by": decision.map(|act| &act.by),
        "decided_at": decision.map(|act| time(act.at)),
        "error": error.map(|error| translator.translate(&error.message)),
    });
    let page = app.page(request, status, Page::Approve, &values)?;
    Ok(if status.is_success() { page } else { page.with_outcome(RequestOutcome::invalid_form()) })
}

fn document(approval: &Approval) -> Result<Answer, Problem> {
    let mut document = json!({ "status": approval.user.status, "user": approval.user });
    if let Some(OperatorAct { act, by, at }) = &approval.decision {
        document["decision"] = act.as_str().into();
        document["decided_by"] = by.as_str().into();
        document["decided_at"] = at.to_string().into();
    }
    Answer::json(StatusCode::OK, Format::JSON, &document)
}
