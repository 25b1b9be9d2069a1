//! `infra/openapi.yaml`, compared with the other places that repeat it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Denial, FieldErrorCode};
use registration_http::ProblemCode;
use serde_json::Value;

use crate::support::OpenApi;

/// Each path, and the function behind it.
type Routes = BTreeMap<String, String>;

const DEFAULT: &str = "$default";

/// Returns the routes of the deployment, from the template that `local` reads, too.
fn template_routes() -> Routes {
    let lines = include_str!("../template.yaml").lines().map(str::trim);
    let keys = lines.clone().filter_map(|line| line.strip_prefix("RouteKey: "));
    let targets = lines.filter_map(|line| line.strip_prefix("Target: !Sub integrations/${"));
    let targets = targets.map(|target| target.trim_end_matches("Integration}").to_lowercase());
    let path = |key: &str| key.split_once(' ').map_or(key, |(_, path)| path).to_owned();
    keys.map(path).zip(targets).collect()
}

/// Returns the routes of `cargo lambda watch`.
fn watch_routes() -> Routes {
    let (_, router) = include_str!("../Cargo.toml").split_once("[workspace.metadata.lambda.watch.router]").unwrap();
    let lines = router.lines().skip(1).take_while(|line| !line.starts_with('[')).filter(|line| !line.is_empty());
    let route = |line: &str| {
        let (path, function) = line.split_once(" = ").unwrap();
        (path.trim_matches('"').to_owned(), function.trim_matches('"').to_owned())
    };
    lines.map(route).collect()
}

#[test]
fn openapi_routes_equal_deployed_routes() {
    let mut template = template_routes();
    let default = template.remove(DEFAULT).unwrap();
    let described: BTreeSet<_> = OpenApi::get().paths().map(|(path, _)| path.clone()).collect();
    assert_eq!(described, template.keys().cloned().collect());

    let mut watch = watch_routes();
    for all_others in ["/", "/{*rest}"] {
        assert_eq!(watch.remove(all_others).as_ref(), Some(&default));
    }
    assert_eq!(watch, template);
}

#[test]
fn route_page_lists_each_method_of_each_route() {
    let (_, table) = include_str!("../docs/reference/http.md").split_once("| Route | HTML | JSON |").unwrap();
    let mut shown = BTreeSet::new();
    for row in table.lines().skip(2).take_while(|line| line.starts_with('|')) {
        let mut method = "";
        for code in row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2) {
            let (of_path, path) = code.split_once(' ').unwrap_or((method, code));
            method = of_path;
            assert!(shown.insert((method.to_owned(), path.to_owned())), "{code} is there twice");
        }
    }
    let described = OpenApi::get().paths().flat_map(|(path, item)| {
        let methods = OpenApi::methods(item).into_iter().filter(|method| method != "HEAD");
        methods.map(|method| (method, path.clone()))
    });
    assert_eq!(shown, described.collect());
}

#[test]
fn head_is_described_like_get() {
    for (path, item) in OpenApi::get().paths() {
        let responses = |method: &str| item.get(method).map(|operation| &operation["responses"]);
        assert_eq!(responses("get"), responses("head"), "{path}");
    }
}

#[test]
fn openapi_version_equals_workspace_version() {
    assert_eq!(OpenApi::get().document["info"]["version"], env!("CARGO_PKG_VERSION"));
}

/// Returns the codes that a schema lists.
fn schema_codes(schema: &str) -> Vec<String> {
    let codes = OpenApi::get().document["components"]["schemas"][schema]["enum"].as_array().unwrap();
    codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect()
}

#[test]
fn openapi_codes_equal_service_codes() {
    let problems = ProblemCode::ALL.iter().map(|code| code.as_str());
    assert_eq!(schema_codes("ProblemCode"), problems.collect::<Vec<_>>());
    let reasons = Denial::BUILT_IN.iter().map(|denial| &*denial.code);
    assert_eq!(schema_codes("BuiltInReason"), reasons.collect::<Vec<_>>());
    let errors = FieldErrorCode::ALL.iter().map(|code| code.as_str());
    assert_eq!(schema_codes("BuiltInFieldErrorCode"), errors.collect::<Vec<_>>());
}

/// Returns the codes of a schema of `code`, with its references resolved.
fn codes_of(schema: &Value) -> BTreeSet<String> {
    let schema = OpenApi::get().resolve(schema);
    let listed = schema["enum"].as_array().into_iter().flatten().map(|code| code.as_str().unwrap().to_owned());
    listed.chain(schema["anyOf"].as_array().into_iter().flatten().flat_map(codes_of)).collect()
}

#[test]
fn each_code_has_one_status() {
    let mut described = BTreeSet::new();
    for schema in OpenApi::get().document["components"]["schemas"].as_object().unwrap().values() {
        let properties = &schema["properties"];
        if let Some(status) = properties["status"]["const"].as_u64() {
            described.extend(codes_of(&properties["code"]).into_iter().map(|code| (code, status)));
        }
    }
    let status = |code: &ProblemCode| (code.as_str().to_owned(), code.status().as_u16().into());
    let denied = Denial::BUILT_IN.iter().map(|denial| (denial.code.to_string(), 403));
    assert_eq!(described, ProblemCode::ALL.iter().map(status).chain(denied).collect());
}

/// Returns the first cells of a table's rows after the row that begins with `head`.
fn cells(table: &'static str, head: &str) -> Vec<Vec<&'static str>> {
    let (_, rows) = table.split_once(head).unwrap();
    let rows = rows.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.split('|').skip(1).map(|cell| cell.trim().trim_matches('`')).collect()).collect()
}

#[test]
fn problems_page_lists_each_code() {
    let page = include_str!("../docs/reference/problems.md");
    let problems =
        cells(page, "| Status | `code` |").into_iter().map(|row| (row[0].parse().unwrap(), row[1].to_owned()));
    let given = ProblemCode::ALL.iter().map(|code| (code.status().as_u16(), code.as_str().to_owned()));
    let denied = Denial::BUILT_IN.iter().map(|denial| (403, denial.code.to_string()));
    assert_eq!(problems.collect::<BTreeSet<(u16, _)>>(), given.chain(denied).collect());

    let errors = cells(page, "| `code` of a field |").into_iter().map(|row| row[0].to_owned());
    assert_eq!(errors.collect::<Vec<_>>(), schema_codes("BuiltInFieldErrorCode"));
}
