//! The origin of a request: the rejection of forms that another site sends in a visitor's name, and trust in cookies.

use http::Method;
use http::header::{CONTENT_TYPE, ORIGIN};

use super::cors::Cors;
use super::format::is_json;
use domain::settings::SiteUrl;
use registration::Request;

/// Returns whether a page of this origin sent the request, or it is a navigation that only reads.
///
/// A page of a sibling domain has another origin, although it belongs to the same site. A request without any
/// statement of its origin is not trusted.
pub(super) fn is_same_origin(request: &Request, site: &SiteUrl) -> bool {
    matches!(request.method, Method::GET | Method::HEAD)
        || match (request.header("sec-fetch-site"), request.header(ORIGIN)) {
            (Some(relation), _) => relation == "same-origin",
            (None, origin) => origin.is_some_and(|origin| site.is_origin(origin)),
        }
}

/// Returns whether a page of another origin sent this request, also one of a sibling domain.
///
/// `Sec-Fetch-Site` decides, which browsers set and pages cannot, or else `Origin`. Its `none` is a user's own act,
/// such as a reload. JSON may come from this origin and the allowed ones. Programs that are no pages send no `Origin`.
pub(super) fn is_cross_site(request: &Request, site: &SiteUrl, cors: &Cors) -> bool {
    // The answer of an OpenID provider is such a form. It is only turned into a navigation.
    if request.path.starts_with("/register/openid/") && request.path.ends_with("/callback") {
        return false;
    }
    if matches!(request.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    let is_json = request.header(CONTENT_TYPE).is_some_and(is_json);
    match (request.header("sec-fetch-site"), request.header(ORIGIN)) {
        (Some("same-origin" | "none"), _) => false,
        (_, Some(origin)) if is_json => !site.is_origin(origin) && cors.allowed_origin(request).is_none(),
        (_, None) if is_json => false,
        (Some(_), _) => true,
        (None, Some(origin)) => !site.is_origin(origin),
        (None, None) => false,
    }
}
