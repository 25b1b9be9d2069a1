//! A document of a provider, kept as long as its `Cache-Control` allows.

use std::sync::{Arc, Mutex, PoisonError};

use http::HeaderMap;
use http::header::CACHE_CONTROL;
use jiff::{SignedDuration, Timestamp};

/// The time for which a document without `max-age` is kept.
const DEFAULT: SignedDuration = SignedDuration::from_hours(1);
/// The shortest time, so that a wrong header does not double the requests of every sign-in.
const SHORTEST: SignedDuration = SignedDuration::from_mins(5);
/// The longest time, so that a change reaches a function that runs for days.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// The last document, and the time at which it is fetched again.
#[derive(Debug)]
pub(crate) struct Cache<T>(Mutex<Option<(Arc<T>, Timestamp)>>);

impl<T> Default for Cache<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Cache<T> {
    pub(crate) fn get(&self, now: Timestamp) -> Option<Arc<T>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(_, until)| now < *until).map(|(document, _)| Arc::clone(document))
    }

    pub(crate) fn put(&self, document: T, headers: &HeaderMap, now: Timestamp) -> Arc<T> {
        let document = Arc::new(document);
        let until = now + lifetime(headers);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Arc::clone(&document), until));
        document
    }
}

/// Returns the time for which an answer may be kept (RFC 9111, 5.2.2.1), within bounds.
fn lifetime(headers: &HeaderMap) -> SignedDuration {
    let directives = headers.get_all(CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok());
    let mut directives = directives.flat_map(|value| value.split(',')).map(str::trim);
    let max_age = directives.find_map(|directive| {
        let (name, value) = directive.split_once('=')?;
        name.eq_ignore_ascii_case("max-age").then(|| value.trim_matches('"').parse().ok())?
    });
    max_age.map_or(DEFAULT, SignedDuration::from_secs).clamp(SHORTEST, LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetime_is_max_age_within_bounds() {
        let seconds =
            |value: &str| lifetime(&HeaderMap::from_iter([(CACHE_CONTROL, value.parse().unwrap())])).as_secs();
        assert_eq!(seconds("public, max-age=7200, must-revalidate"), 7200);
        assert_eq!(seconds("Max-Age=\"7200\""), 7200);
        for value in ["no-store", "max-age", "max-age=soon", "s-maxage=9"] {
            assert_eq!(seconds(value), 3600, "{value}");
        }
        assert_eq!(seconds("max-age=0"), 300);
        assert_eq!(seconds("max-age=-5"), 300);
        assert_eq!(seconds("max-age=9999999"), 86_400);
        assert_eq!(lifetime(&HeaderMap::new()).as_secs(), 3600);
    }

    #[test]
    fn document_is_kept_until_its_end() {
        let (cache, now) = (Cache::default(), Timestamp::UNIX_EPOCH);
        assert_eq!(cache.get(now), None);
        cache.put("document", &HeaderMap::new(), now);
        assert_eq!(cache.get(now + SignedDuration::from_secs(3599)).as_deref(), Some(&"document"));
        assert_eq!(cache.get(now + SignedDuration::from_secs(3600)), None);
    }
}
