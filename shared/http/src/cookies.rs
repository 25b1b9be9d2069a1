//! The cookies of a request.

use http::HeaderMap;
use http::header::COOKIE;

/// Returns the value of a cookie.
///
/// Names are compared byte for byte. Two cookies of one name count as none, because another page of the host may have
/// set one of them.
#[must_use]
pub fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut values = pairs.filter(|(found, _)| *found == name).map(|(_, value)| value);
    let only = values.next();
    only.filter(|_| values.next().is_none())
}
