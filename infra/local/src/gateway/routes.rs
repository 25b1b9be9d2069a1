//! The routes of the deployment, as `template.yaml` declares them.

use std::sync::LazyLock;

use percent_encoding::percent_decode_str;

use super::template::{self, DeclaredRoute};
use crate::functions::Function;

/// The route of every request that matches no other.
const DEFAULT: &str = "$default";

/// The routes of the deployment, parsed from its template on the first request.
static ROUTES: LazyLock<Vec<DeclaredRoute>> = LazyLock::new(|| {
    template::routes(include_str!("../../../../template.yaml")).expect("a test parses the same template")
});

/// A route that a request matches.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) key: &'static str,
    pub(super) function: Function,
    /// The names and values of the parameters in its path, such as `{key}`.
    pub(super) parameters: Vec<(&'static str, String)>,
}

/// Finds the matching route with the fewest parameters, and of two of a path the one of the method.
pub(super) fn route(method: &str, path: &str) -> Route {
    let routes = ROUTES.iter().filter_map(|DeclaredRoute { key, function }| {
        let parameters = parameters(key, method, path)?;
        Some(Route { key, function: *function, parameters })
    });
    let rank = |route: &Route| (route.key == DEFAULT, route.parameters.len(), route.key.starts_with("ANY "));
    routes.min_by_key(rank).expect("a test finds the default route")
}

fn parameters(key: &'static str, method: &str, path: &str) -> Option<Vec<(&'static str, String)>> {
    if key == DEFAULT {
        return Some(Vec::new());
    }
    let (of_method, template) = key.split_once(' ')?;
    if of_method != "ANY" && of_method != method || template.split('/').count() != path.split('/').count() {
        return None;
    }
    let mut parameters = Vec::new();
    for (wanted, given) in template.split('/').zip(path.split('/')) {
        let given = percent_decode_str(given).decode_utf8_lossy();
        match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) if !given.is_empty() => parameters.push((name, given.into_owned())),
            None if wanted == given => {}
            _ => return None,
        }
    }
    Some(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(path: &str) -> &'static str {
        route("GET", path).key
    }

    #[test]
    fn path_goes_to_route_that_names_it() {
        assert_eq!(route("GET", "/register").function, Function::Register);
        assert_eq!(route("POST", "/register/allowed").function, Function::Allowed);
        assert_eq!(key("/activate/complete"), "ANY /activate/complete");
        assert_eq!(key("/%72egister"), "ANY /register");
        assert_eq!(route("POST", "/register").key, "POST /register");
        assert_eq!(route("POST", "/activate/complete").key, "ANY /activate/complete");
    }

    #[test]
    fn parameter_matches_one_nonempty_segment() {
        let route = route("POST", "/activate/a%20b");
        assert_eq!(route.function, Function::Activate);
        assert_eq!(route.parameters, [("key", "a b".to_owned())]);
        assert_eq!(key("/activate/"), DEFAULT);
        assert_eq!(key("/activate/a/b"), DEFAULT);
    }

    #[test]
    fn other_paths_go_to_default_route() {
        for path in ["/", "/registered", "/register/", "/register/none", "//register", "*", ""] {
            assert_eq!(key(path), DEFAULT, "{path}");
        }
        assert_eq!(route("GET", "/none").function, Function::Register);
    }
}
