//! The routes of the deployment: those of `template.yaml`.

use percent_encoding::percent_decode_str;

use crate::functions::Function;

/// The route of all that matches no other.
const DEFAULT: &str = "$default";

/// Each route's key and the function behind it.
const ROUTES: [(&str, Function); 11] = [
    ("ANY /register", Function::Register),
    ("ANY /register/complete", Function::Register),
    ("ANY /register/closed", Function::Register),
    ("ANY /register/style.css", Function::Register),
    ("ANY /register/form.js", Function::Register),
    ("ANY /register/allowed", Function::Allowed),
    ("ANY /activate/complete", Function::Activate),
    ("ANY /activate/resend", Function::Activate),
    ("ANY /activate/resend/complete", Function::Activate),
    ("ANY /activate/{key}", Function::Activate),
    (DEFAULT, Function::Register),
];

/// A route that a request matches.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) key: &'static str,
    pub(super) function: Function,
    /// The values of the braces in its path.
    pub(super) parameters: Vec<(&'static str, String)>,
}

/// The route of a request, the one with the fewest braces if there are several.
pub(super) fn route(method: &str, path: &str) -> Route {
    let routes = ROUTES.iter().filter_map(|&(key, function)| {
        let parameters = parameters(key, method, path)?;
        Some(Route { key, function, parameters })
    });
    routes.min_by_key(|route| (route.key == DEFAULT, route.parameters.len())).expect("the default route matches all")
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
    use std::collections::BTreeSet;

    use super::*;

    fn key(path: &str) -> &'static str {
        route("GET", path).key
    }

    #[test]
    fn a_path_goes_to_the_route_that_names_it() {
        assert_eq!(route("GET", "/register").function, Function::Register);
        assert_eq!(route("POST", "/register/allowed").function, Function::Allowed);
        assert_eq!(key("/activate/complete"), "ANY /activate/complete");
        assert_eq!(key("/%72egister"), "ANY /register");
    }

    #[test]
    fn braces_match_one_part_of_the_path_that_is_not_empty() {
        let route = route("POST", "/activate/a%20b");
        assert_eq!(route.function, Function::Activate);
        assert_eq!(route.parameters, [("key", "a b".to_owned())]);
        assert_eq!(key("/activate/"), DEFAULT);
        assert_eq!(key("/activate/a/b"), DEFAULT);
    }

    #[test]
    fn everything_else_goes_to_the_default_route() {
        for path in ["/", "/registered", "/register/", "/register/none", "//register", "*", ""] {
            assert_eq!(key(path), DEFAULT, "{path}");
        }
        assert_eq!(route("GET", "/none").function, Function::Register);
    }

    #[test]
    fn the_routes_are_those_of_the_template() {
        let template = include_str!("../../../../template.yaml");
        let mut of_template = BTreeSet::new();
        let mut key = None;
        for line in template.lines().map(str::trim) {
            if let Some(found) = line.strip_prefix("RouteKey: ") {
                key = Some(found.to_owned());
            } else if let Some(target) = line.strip_prefix("Target: !Sub integrations/${") {
                let function = target.trim_end_matches("Integration}").to_lowercase();
                of_template.insert((key.take().expect("a route's key comes before its target"), function));
            }
        }
        let ours = ROUTES.map(|(key, function)| (key.to_owned(), function.name().to_owned()));
        assert_eq!(BTreeSet::from(ours), of_template);
    }
}
