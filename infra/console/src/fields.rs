//! The fields of a form and of a query.

use std::convert::Infallible;

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use hyper::header::CONTENT_TYPE;
use registration_http::is_form;

use crate::problem::Problem;

/// The maximum size of a form, in bytes. A text has at most 2,000 characters, each of at most 12 bytes in a form.
const MAX_BYTES: usize = 32 * 1024;

/// The fields of a form that was sent.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// Returns the text of a field without the spaces around it. Returns `None` if nothing is left.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !content_type.is_some_and(is_form) {
            return Err(Problem::unreadable_form());
        }
        let body = to_bytes(request.into_body(), MAX_BYTES).await.map_err(|_| Problem::too_large())?;
        Ok(Self::parse(&body))
    }
}

/// Returns a query with one field.
pub(crate) fn query_of(name: &str, value: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish()
}

/// The fields of a query.
#[derive(Debug, Default)]
pub(crate) struct Query(pub(crate) Fields);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(Fields::parse(parts.uri.query().unwrap_or_default().as_bytes())))
    }
}
