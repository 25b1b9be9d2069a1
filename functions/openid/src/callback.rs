//! The answer of a provider.

use domain::{Permission, Token};
use openid_client::{AuthorizationResponse, Provider, SignIn};
use registration::Request;
use registration::backend::Redirect;
use registration_http::{Answer, Format, Incoming, Problem};

use crate::start::problem;
use crate::{FORM_PERIOD, Openid, register};

/// The parameters of an answer.
const PARAMETERS: [&str; 4] = ["state", "code", "error", "iss"];

/// Handles `POST /register/openid/{provider}/callback`, the answer as a form from the provider's site.
///
/// The browser sends no `SameSite=Lax` cookie with it, so the answer becomes a navigation, which has them.
pub(crate) fn turn_into_navigation(
    openid: &Openid,
    incoming: &Incoming,
    provider: &Provider,
) -> Result<Answer, Problem> {
    let request = incoming.submitted()?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    for name in PARAMETERS {
        if let Some(value) = request.submission.text(name) {
            query.append_pair(name, value);
        }
    }
    let path = format!("/register/openid/{}/callback?{}", provider.name(), query.finish());
    Answer::see_other(&openid.app, &request, &Redirect::Page(path))
}

/// Handles `GET /register/openid/{provider}/callback`.
pub(crate) async fn answer(openid: &Openid, incoming: &Incoming, provider: &Provider) -> Result<Answer, Problem> {
    let (app, request) = (&openid.app, &incoming.request);
    let state = only(request, "state").ok_or_else(Problem::sign_in_unknown)?;
    let found = SignIn::id_of_state(state).and_then(|id| openid.sign_in(request, id));
    let (sign_in, cookie) =
        found.filter(|(sign_in, _)| sign_in.has_state(state)).ok_or_else(Problem::sign_in_unknown)?;
    let accounts = app.backend().accounts();
    if !Box::pin(accounts.accept_answer(request, sign_in.secret(), provider.name())).await? {
        return Err(Problem::sign_in_unknown());
    }
    let response =
        AuthorizationResponse { code: only(request, "code"), error: only(request, "error"), iss: only(request, "iss") };
    let redirect_uri = openid.redirect_uri(provider);
    let proven = provider.identity(&sign_in, response, &redirect_uri, request.received_at).await;
    let proven = proven.map_err(|error| problem(provider, error))?;
    // From here on the request is as if it came from the page where the sign-in began.
    let mut request = app.with_query(request, cookie.query.clone());
    request.identity = Some(proven.clone());
    request.handle_secret = Some(Token::generate(app.random()));
    if let Some(answered) = register::known_person(openid, incoming, &request, &cookie.id).await? {
        return Ok(answered);
    }
    if let Permission::Denied(denial) = app.registration_allowed(&request).await? {
        return Answer::denied(app, incoming, denial);
    }
    let form = app.signed_in_form(&request, &proven).await?;
    if let Some(submission) = form.submission_of_values()
        && let Ok(data) = form.validate(&submission)
        && incoming.format == Format::Html
    {
        app.count_request(&mut request).await?;
        let needs_bot_check = !proven.email_proven && app.captcha(&request).await.is_some();
        if !needs_bot_check {
            return register::register(openid, incoming, &request, &cookie.id, &form, data).await;
        }
    }
    let expires_at = request.received_at.as_second() + i64::from(FORM_PERIOD);
    Box::pin(accounts.finish_sign_in(sign_in.secret(), &proven, expires_at)).await?;
    let query =
        form_urlencoded::Serializer::new(cookie.encoded_query()).append_pair(register::SIGN_IN, &cookie.id).finish();
    let location = app.location_without_language(&format!("/register/openid?{query}"));
    Ok(Answer::see_other_url(&location)?.with_sign_in(app, &request, &cookie, FORM_PERIOD))
}

/// Returns the value of a parameter that occurs once (RFC 6749, 3.1).
fn only<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    let mut values = request.query.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let first = values.next();
    first.filter(|_| values.next().is_none())
}
