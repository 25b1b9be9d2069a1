//! Refusing forms that another site sends in a visitor's name.

use http::Method;
use http::header::{CONTENT_TYPE, ORIGIN};

use super::format::is_json;
use domain::settings::SiteUrl;
use registration::Request;

/// Whether another site's page sent this: by `Sec-Fetch-Site`, which browsers set and pages cannot, else by `Origin`.
///
/// JSON is left to the browser: another origin may send it only after a preflight that the API's CORS settings allow.
pub(super) fn is_cross_site(request: &Request, site: &SiteUrl) -> bool {
    if matches!(request.method, Method::GET | Method::HEAD) || request.header(CONTENT_TYPE).is_some_and(is_json) {
        return false;
    }
    match (request.header("sec-fetch-site"), request.header(ORIGIN)) {
        (Some(relation), _) => relation == "cross-site",
        (None, Some(origin)) => origin != site.origin(),
        (None, None) => false,
    }
}
