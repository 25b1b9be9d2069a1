//! The registration of a person who has signed in at a provider.

use domain::form::{CleanedData, Form};
use domain::{FieldError, Permission, ProvenIdentity, Status, Token, User, Username};
use http::StatusCode;
use registration::backend::{ActivationError, RegistrationError};
use registration::{Proof, Request};
use registration_http::captcha::CaptchaError;
use registration_http::{Answer, FormPurpose, Format, Incoming, Problem, RequestOutcome};

use crate::Openid;

/// The query parameter with the identifier of the sign-in.
pub(crate) const SIGN_IN: &str = "sign_in";

/// The number of names that are tried as suggestions for one name of the person.
const VARIANTS: u32 = 20;

/// Handles `GET /register/openid`: the form with the fields that the provider did not fill in.
pub(crate) async fn show(openid: &Openid, incoming: &Incoming) -> Result<Answer, Problem> {
    let app = &openid.app;
    let (request, proven, _) = signed_in(openid, &incoming.request).await?;
    if let Permission::Denied(denial) = app.registration_allowed(&request).await? {
        return Answer::denied(app, incoming, denial);
    }
    let form = app.signed_in_form(&request, &proven).await?;
    let form = match suggested_username(openid, &request, &form, &proven).await? {
        Some(username) => form.with_value("username", username.as_str()),
        None => form,
    };
    match incoming.format {
        Format::Html => page(openid, &request, StatusCode::OK, &form, &proven, &[]).await,
        Format::Json => {
            let schema = form.schema(&app.translator(&request), &app.settings().site);
            Answer::json(StatusCode::OK, "application/schema+json", &schema)
        }
    }
}

/// Handles `POST /register/openid`.
pub(crate) async fn submit(openid: &Openid, incoming: &Incoming) -> Result<Answer, Problem> {
    let app = &openid.app;
    let submitted = incoming.submitted()?;
    // Only a page of this origin may use the browser's sign-in.
    if !incoming.sets_cookies() {
        return Err(Problem::sign_in_unknown());
    }
    let (mut request, proven, id) = signed_in(openid, &submitted).await?;
    request.handle_secret = Some(Token::generate(app.random()));
    let form = app.signed_in_form(&request, &proven).await?;
    if let Permission::Denied(denial) = app.registration_allowed(&request).await? {
        return Answer::denied(app, incoming, denial);
    }
    let validated = form.validate(&request.submission);
    if validated.is_ok() {
        app.count_request(&mut request).await?;
    }
    let request = request;
    let refused = async |errors: Vec<FieldError>| {
        page(openid, &request, StatusCode::UNPROCESSABLE_ENTITY, &form, &proven, &errors).await
    };
    let data = match validated {
        Ok(data) => data,
        Err(errors) => return refused(errors).await,
    };
    if let Some(captcha) = app.captcha(&request).await.filter(|_| !proven.email_proven)
        && let Err(error) = captcha.verify(&request, &form, app.random()).await
    {
        let (status, field_error) = (StatusCode::SERVICE_UNAVAILABLE, error.field_error());
        return match error {
            CaptchaError::Unavailable => {
                let page = page(openid, &request, status, &form, &proven, &[field_error]).await?;
                Ok(page.with_retry_after())
            }
            _ => refused(vec![field_error]).await,
        };
    }
    register(openid, incoming, &request, &id, &form, data).await
}

/// Registers the person, and answers like a registration or like an activation.
pub(crate) async fn register(
    openid: &Openid,
    incoming: &Incoming,
    request: &Request,
    id: &str,
    form: &Form,
    data: CleanedData,
) -> Result<Answer, Problem> {
    let (app, backend) = (&openid.app, openid.app.backend());
    let proven = request.identity.clone().ok_or_else(Problem::sign_in_unknown)?;
    app.reserve_mail(request).await?;
    // A proven address is the only one: no bot check and no budget would limit an email to another one.
    let registered = if proven.email_proven {
        Box::pin(backend.register_proven(request, data)).await
    } else {
        Box::pin(backend.register(request, data)).await
    };
    let answer = match registered {
        Ok(user) if user.status == Status::Pending => {
            let redirect = backend.post_registration_redirect(request, &user).await;
            Answer::registered(app, incoming, request, &user, &redirect)
        }
        Ok(user) => activated(openid, incoming, request, &user).await,
        Err(RegistrationError::InvalidFields(errors)) => {
            return page(openid, request, StatusCode::UNPROCESSABLE_ENTITY, form, &proven, &errors).await;
        }
        Err(RegistrationError::Denied(denial)) => Answer::denied(app, incoming, denial),
        // The same form may arrive a second time.
        Err(RegistrationError::AccountExists) => {
            known_person(openid, incoming, request, id).await?.ok_or_else(Problem::account_exists)
        }
        Err(error) => Err(error.into()),
    };
    Ok(answer?.without_sign_in(app, id))
}

/// Answers a person whose identity or proven address is known, if it is.
///
/// - A pending registration of the identity is activated, if the provider has proven its address. Otherwise the browser
///   gets a handle, so that it can go on.
/// - A user gets the page that there is an account. The person has proven to be that user, or to own the address.
pub(crate) async fn known_person(
    openid: &Openid,
    incoming: &Incoming,
    request: &Request,
    id: &str,
) -> Result<Option<Answer>, Problem> {
    let (app, accounts) = (&openid.app, openid.app.backend().accounts());
    let Some(item) = Box::pin(accounts.identified(request)).await? else {
        let email =
            request.identity.as_ref().filter(|proven| proven.email_proven).and_then(|proven| proven.email.as_ref());
        return match email {
            Some(email) if Box::pin(accounts.is_owned(email)).await? => Err(Problem::account_exists()),
            _ => Ok(None),
        };
    };
    if !item.is_pending(request.received_at) {
        return match item.activation_error(request.received_at).map(ActivationError::from) {
            None | Some(ActivationError::AlreadyActivated) => Err(Problem::account_exists()),
            Some(error) => Err(error.into()),
        };
    }
    if request.proves(&item.user.email) {
        let user = Box::pin(app.backend().activate(request, Proof::Identity)).await?;
        return Ok(Some(activated(openid, incoming, request, &user).await?.without_sign_in(app, id)));
    }
    Box::pin(accounts.give_handle(request, &item)).await?;
    let redirect = app.backend().post_registration_redirect(request, &item.user).await;
    let answer = Answer::registered(app, incoming, request, &item.user, &redirect)?;
    Ok(Some(answer.without_sign_in(app, id)))
}

async fn activated(openid: &Openid, incoming: &Incoming, request: &Request, user: &User) -> Result<Answer, Problem> {
    let redirect = openid.app.backend().post_activation_redirect(request, user).await;
    let answer = Answer::activated(&openid.app, incoming, request, user, &redirect)?;
    Ok(answer.with_outcome(RequestOutcome::activated(user)))
}

/// Returns the request with the identity of its sign-in, that identity, and the identifier of the sign-in.
async fn signed_in(openid: &Openid, request: &Request) -> Result<(Request, ProvenIdentity, String), Problem> {
    let id = request.parameter(SIGN_IN).unwrap_or_default();
    let (sign_in, cookie) = openid.sign_in(request, id).ok_or_else(Problem::sign_in_unknown)?;
    let proven = Box::pin(openid.app.backend().accounts().proven_identity(request, sign_in.secret())).await?;
    let proven = proven.ok_or_else(Problem::sign_in_unknown)?;
    let request = Request { identity: Some(proven.clone()), ..request.clone() };
    Ok((request, proven, cookie.id))
}

async fn page(
    openid: &Openid,
    request: &Request,
    status: StatusCode,
    form: &Form,
    proven: &ProvenIdentity,
    errors: &[FieldError],
) -> Result<Answer, Problem> {
    let provider = openid.providers.iter().find(|provider| provider.name() == proven.identity.provider);
    let provider = provider.map_or(&*proven.identity.provider, |provider| provider.label());
    openid.app.form_page(request, status, form, FormPurpose::SignedIn { provider, proven }, errors).await
}

/// Returns a username that is made of the person's names, and that nobody has.
async fn suggested_username(
    openid: &Openid,
    request: &Request,
    form: &Form,
    proven: &ProvenIdentity,
) -> Result<Option<Username>, Problem> {
    let names: Vec<Username> = proven
        .usernames
        .iter()
        .flat_map(|name| std::iter::once(name.clone()).chain((2..=VARIANTS).map(move |n| format!("{name}{n}"))))
        .filter_map(|name| form.username(&name))
        .collect();
    if names.is_empty() {
        return Ok(None);
    }
    Ok(Box::pin(openid.app.backend().accounts().first_free_name(request, &names)).await?.cloned())
}
