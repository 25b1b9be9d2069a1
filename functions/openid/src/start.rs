//! The beginning of a sign-in.

use domain::Permission;
use openid_client::{Provider, SignIn, SignInError};
use registration::backend::Redirect;
use registration_http::{Answer, Incoming, Problem, SignInCookie};

use crate::{ANSWER_PERIOD, Openid};

/// Handles `GET /register/openid/{provider}`: the redirect to the provider.
///
/// A visit from another site gets the form with its links instead. So nobody is registered by a link elsewhere without
/// a click here.
pub(crate) async fn start(openid: &Openid, incoming: &Incoming, provider: &Provider) -> Result<Answer, Problem> {
    let (app, request) = (&openid.app, &incoming.request);
    let sign_in = SignIn::generate(app.random());
    let secret = sign_in.secret().expose().to_owned();
    let cookie = SignInCookie { id: sign_in.id().to_owned(), secret, query: request.query.clone() };
    let query = cookie.encoded_query();
    if query.len() > SignInCookie::MAX_QUERY {
        return Err(Problem::uri_too_long(SignInCookie::MAX_QUERY));
    }
    if incoming.is_visit_from_another_site() {
        let joint = if query.is_empty() { "" } else { "?" };
        return Answer::see_other_url(&app.location_without_language(&format!("/register{joint}{query}")));
    }
    if let Permission::Denied(denial) = app.registration_allowed(request).await? {
        return Answer::denied(app, incoming, denial);
    }
    let (redirect_uri, locale) = (openid.redirect_uri(provider), request.language.to_string());
    let url = provider.authorization_url(&sign_in, &redirect_uri, &locale, request.received_at).await;
    let url = url.map_err(|error| problem(provider, error))?;
    let expires_at = request.received_at.as_second() + i64::from(ANSWER_PERIOD);
    Box::pin(app.backend().accounts().begin_sign_in(sign_in.secret(), provider.name(), expires_at)).await?;
    let answer = Answer::see_other(app, request, &Redirect::Url(url))?;
    Ok(answer.with_sign_in(app, request, &cookie, ANSWER_PERIOD))
}

/// Returns the problem of a sign-in that failed.
pub(crate) fn problem(provider: &Provider, error: SignInError) -> Problem {
    match error {
        SignInError::Denied => Problem::sign_in_denied(provider.label()),
        SignInError::Invalid { .. } => Problem::sign_in_invalid(provider.label(), error),
        SignInError::Unavailable { .. } => Problem::provider_unavailable(provider.label(), error),
    }
}
