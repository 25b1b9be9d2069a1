//! What came in: a request and its body.

use std::collections::BTreeMap;

use http::Method;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE};
use jiff::Timestamp;
use lambda_http::RequestExt;
use lambda_http::request::RequestContext;

use super::{Format, Problem, cross_site, event};
use domain::locale::{Language, Languages, NegotiatedLanguage, Text};
use domain::settings::SiteUrl;
use domain::{IdempotencyKey, Submission};
use registration::Request;

/// A request with its body, and the format in which it is answered.
#[derive(Debug)]
pub struct Incoming {
    /// The request.
    pub request: Request,
    /// What the client reads.
    pub format: Format,
    body: Result<Vec<u8>, Problem>,
    cross_site: bool,
}

impl Incoming {
    /// The largest body that is read, in bytes.
    pub const MAX_BODY: usize = 64 * 1024;

    pub(super) fn new(request: lambda_http::Request, site: &SiteUrl, languages: &Languages, now: Timestamp) -> Self {
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
        let query = request.uri().query().unwrap_or_default().as_bytes();
        let query = form_urlencoded::parse(query).into_owned().collect();
        let (parts, _) = request.into_parts();
        let mut request = Request {
            id,
            method: parts.method,
            path: path.strip_prefix(site.prefix()).filter(|rest| rest.starts_with('/')).unwrap_or(&path).to_owned(),
            query,
            headers: parts.headers,
            source_ip,
            claims,
            submission: Submission::default(),
            idempotency_key: None,
            language: Language::default(),
            locale: None,
            language_in_url: false,
            received_at: now,
        };
        request.idempotency_key = request.header(IdempotencyKey::HEADER).and_then(IdempotencyKey::parse);
        let negotiated = languages.negotiate(request.query(Language::PARAMETER), request.header(ACCEPT_LANGUAGE));
        NegotiatedLanguage { language: request.language, locale: request.locale, from_url: request.language_in_url } =
            negotiated;
        let format = Format::negotiate(request.header(ACCEPT), request.header(CONTENT_TYPE));
        let cross_site = cross_site::is_cross_site(&request, site);
        Self { request, format, body, cross_site }
    }

    /// Why this is not answered at all. Whoever only reads is: a body and a one-time key mean nothing then.
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

    /// Whether the method asks and changes nothing.
    #[must_use]
    pub fn is_safe_method(&self) -> bool {
        matches!(self.request.method, Method::GET | Method::HEAD)
    }

    /// The request with the fields that were sent, and the one-time key that a page's form carries.
    ///
    /// # Errors
    /// 400 when the body is not what its `Content-Type` says, 415 when that is neither a form's nor JSON's.
    pub fn submitted(&self) -> Result<Request, Problem> {
        let body = self.body.as_deref().map_err(Clone::clone)?;
        let mut request = self.request.clone();
        request.submission = super::body::parse(request.header(CONTENT_TYPE), body)?;
        if request.idempotency_key.is_none() {
            request.idempotency_key = request.submission.text(IdempotencyKey::FIELD).and_then(IdempotencyKey::parse);
        }
        Ok(request)
    }
}

fn read_body(request: &lambda_http::Request) -> Result<Vec<u8>, Problem> {
    match event::body(request) {
        None => Err(Problem::malformed_body(Text::message("problem-body-not-base64"))),
        Some(body) if body.len() > Incoming::MAX_BODY => Err(Problem::content_too_large()),
        Some(body) => Ok(body.to_vec()),
    }
}
