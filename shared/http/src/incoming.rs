//! An incoming request with its body.

use std::collections::BTreeMap;

use http::Method;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE};
use lambda_http::RequestExt;
use lambda_http::request::RequestContext;

use super::canonical_path::{canonical_path, decoded_path};
use super::format::is_json;
use super::{App, Format, Problem, cross_site, event, registration_cookie};
use domain::locale::{Language, NegotiatedLanguage, Text};
use domain::{IdempotencyKey, RegistrationHandle, Submission};
use registration::Request;

/// A request with its body, and the format of its answer.
#[derive(Debug)]
pub struct Incoming {
    /// The request.
    pub request: Request,
    /// The format that the client accepts.
    pub format: Format,
    body: Result<Vec<u8>, Problem>,
    /// Whether the request did not come through the CDN that the deployment has.
    pub(super) bypasses_edge: bool,
    cross_site: bool,
    canonical_location: Option<String>,
    /// The page of the front end that a browser is sent to, if the deployment has no pages.
    front_end_location: Option<String>,
    same_origin: bool,
    /// The handle in the cookie, trusted or not.
    cookie: Option<RegistrationHandle>,
}

impl Incoming {
    /// The maximum size of a body in bytes.
    pub const MAX_BODY: usize = 64 * 1024;

    pub(super) fn new(request: lambda_http::Request, app: &App) -> Self {
        let (site, languages) = (&app.settings().site.url, app.languages());
        let body = read_body(&request);
        let path = request.raw_http_path().to_owned();
        let context = match request.request_context_ref() {
            Some(RequestContext::ApiGatewayV2(context)) => Some(context),
            _ => None,
        };
        let jwt = context.and_then(|context| context.authorizer.as_ref()?.jwt.as_ref());
        let claims = jwt.map_or_else(BTreeMap::new, |jwt| jwt.claims.clone().into_iter().collect());
        let id = context.and_then(|context| context.request_id.clone()).unwrap_or_default();
        let source_ip = context.and_then(|context| context.http.source_ip.clone());
        let (mut parts, _) = request.into_parts();
        let (bypasses_edge, source_ip) = match app.edge() {
            Some(edge) => (!edge.proves_itself(&mut parts.headers), edge.client_address(&parts.headers)),
            None => (false, source_ip),
        };
        let query = parts.uri.query().unwrap_or_default();
        let path = path.strip_prefix(site.prefix()).filter(|rest| rest.starts_with('/')).unwrap_or(&path).to_owned();
        let joint = if query.is_empty() { "" } else { "?" };
        let canonical_location =
            canonical_path(&path).map(|canonical| format!("{}{canonical}{joint}{query}", site.prefix()));
        let mut request = Request {
            id,
            method: parts.method,
            path: decoded_path(&path),
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            headers: parts.headers,
            source_ip,
            claims,
            submission: Submission::default(),
            idempotency_key: None,
            handle: None,
            identity: None,
            handle_secret: None,
            exceeds_limit: false,
            language: Language::default(),
            locale: None,
            language_in_url: false,
            received_at: app.now(),
        };
        request.idempotency_key = request.header(IdempotencyKey::HEADER).and_then(IdempotencyKey::parse);
        let negotiated = languages.negotiate(request.parameter(Language::PARAMETER), request.header(ACCEPT_LANGUAGE));
        NegotiatedLanguage { language: request.language, locale: request.locale, from_url: request.language_in_url } =
            negotiated;
        let accepted = Format::negotiate(request.header(ACCEPT), request.header(CONTENT_TYPE));
        let pages = app.settings().pages;
        let format = if pages { accepted } else { Format::Json };
        let is_navigation = !pages && accepted == Format::Html && matches!(request.method, Method::GET | Method::HEAD);
        let front_end = &app.settings().site.front_end;
        // A decoded path can contain a `?`, which begins no query.
        let is_page = is_navigation && !request.path.contains('?');
        let front_end_location = is_page.then(|| front_end.url(&format!("{}{joint}{query}", request.path))).flatten();
        let cross_site = cross_site::is_cross_site(&request, site, app.cors());
        let same_origin = cross_site::is_same_origin(&request, site);
        let cookie = registration_cookie::read(&request.headers, site);
        if matches!(request.method, Method::GET | Method::HEAD) {
            request.handle = match format {
                Format::Html => cookie.clone(),
                Format::Json => request.header(RegistrationHandle::HEADER).and_then(RegistrationHandle::parse),
            };
        }
        Self {
            request,
            format,
            body,
            bypasses_edge,
            cross_site,
            canonical_location,
            front_end_location,
            same_origin,
            cookie,
        }
    }

    /// Returns the canonical location of a path with additional slashes or signs.
    pub(super) fn canonical_location(&self) -> Option<&str> {
        self.canonical_location.as_deref()
    }

    /// Returns the page of the front end that a browser is sent to, if the deployment has no pages.
    pub(super) fn front_end_location(&self) -> Option<&str> {
        self.front_end_location.as_deref()
    }

    /// Returns the problem of the request itself, before any route.
    ///
    /// A safe method has none: its body and idempotency key are ignored.
    pub(super) fn request_problem(&self) -> Option<Problem> {
        if self.is_safe_method() {
            return None;
        }
        let key = self.request.headers.contains_key(IdempotencyKey::HEADER) && self.request.idempotency_key.is_none();
        match &self.body {
            _ if self.cross_site => Some(Problem::cross_site_request()),
            Err(problem) => Some(problem.clone()),
            Ok(_) if key => Some(Problem::malformed_header(Text::message("problem-idempotency-key"))),
            Ok(_) => None,
        }
    }

    /// Returns whether the method is safe: it changes nothing.
    #[must_use]
    pub fn is_safe_method(&self) -> bool {
        matches!(self.request.method, Method::GET | Method::HEAD)
    }

    /// Returns whether a page of another site made the browser visit this page.
    ///
    /// The browser says so (`Sec-Fetch-Site`, Fetch Metadata).
    #[must_use]
    pub fn is_visit_from_another_site(&self) -> bool {
        self.request.header("sec-fetch-site") == Some("cross-site")
    }

    /// Returns whether the answer may set cookies.
    ///
    /// Only the answer to a page of this origin may. Programs have no cookies.
    #[must_use]
    pub fn sets_cookies(&self) -> bool {
        self.format == Format::Html && self.same_origin && !self.request.header(CONTENT_TYPE).is_some_and(is_json)
    }

    /// Returns the request with the submitted fields, if it has a body.
    ///
    /// A button submits no fields.
    ///
    /// # Errors
    /// As [`Self::submitted`].
    pub fn submitted_if_any(&self) -> Result<Request, Problem> {
        let body = self.body.as_deref().map_err(Clone::clone)?;
        if body.is_empty() || body == b"null" {
            let mut request = self.request.clone();
            request.handle = self.page_handle();
            return Ok(request);
        }
        self.submitted()
    }

    /// Returns the request with the submitted fields, a page's idempotency key and the handle of a registration.
    ///
    /// A page has the handle in a cookie, a program in the body.
    ///
    /// # Errors
    /// A [`Problem`] with 400 if the body does not match its `Content-Type`, or with 415 if that is neither a form nor
    /// JSON.
    pub fn submitted(&self) -> Result<Request, Problem> {
        let body = self.body.as_deref().map_err(Clone::clone)?;
        let mut request = self.request.clone();
        request.submission = super::body::parse(request.header(CONTENT_TYPE), body)?;
        if request.idempotency_key.is_none() {
            request.idempotency_key = request.submission.text(IdempotencyKey::FIELD).and_then(IdempotencyKey::parse);
        }
        request.handle = match self.format {
            Format::Html => self.page_handle(),
            Format::Json => request.submission.text(RegistrationHandle::FIELD).and_then(RegistrationHandle::parse),
        };
        Ok(request)
    }

    /// Returns the handle in the cookie of a form of this origin.
    fn page_handle(&self) -> Option<RegistrationHandle> {
        self.cookie.clone().filter(|_| self.sets_cookies())
    }
}

fn read_body(request: &lambda_http::Request) -> Result<Vec<u8>, Problem> {
    match event::body(request) {
        None => Err(Problem::malformed_body(Text::message("problem-body-not-base64"))),
        Some(body) if body.len() > Incoming::MAX_BODY => Err(Problem::content_too_large(Incoming::MAX_BODY)),
        Some(body) => Ok(body.to_vec()),
    }
}
