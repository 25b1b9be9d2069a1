//! The description in `infra/openapi.yaml`, and the check of responses against it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jsonschema::Validator;
use reqwest::header::HeaderName;
use reqwest::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::{Answer, ResponseCoverage, ResponseKind};

/// The codes of custom backends, in tests and `examples/`.
///
/// All other codes must be described.
const CUSTOM_CODES: [&str; 8] =
    ["weekend", "full", "on_hold", "not_known", "x", "no_badge", "badge_required", "out_of_hours"];

/// The headers that HTTP itself adds.
const HTTP_HEADERS: [&str; 4] = ["content-type", "content-length", "date", "connection"];

static OPENAPI: LazyLock<OpenApi> = LazyLock::new(OpenApi::read);

/// The description, with validators of the JSON that it describes.
pub(crate) struct OpenApi {
    pub(crate) document: Value,
    /// The validators, by the schema's name.
    validators: BTreeMap<String, Validator>,
}

/// The described responses to one request.
struct Expected<'a> {
    operation: &'a str,
    responses: &'a Map<String, Value>,
    /// The value of `Allow` where the path does not have the method.
    allow: Option<String>,
}

impl OpenApi {
    /// Returns the description, which is read once.
    pub(crate) fn get() -> &'static Self {
        &OPENAPI
    }

    fn read() -> Self {
        let document: Value = serde_saphyr::from_str(include_str!("../../infra/openapi.yaml")).unwrap();
        let mut components = document["components"].clone();
        components["schemas"]["OwnCode"] = json!({ "enum": CUSTOM_CODES });
        let schemas = components["schemas"].as_object_mut().unwrap();
        // Clients must accept later additions, but today's responses have no undescribed fields.
        for (name, schema) in &mut *schemas {
            let open = schema.get("properties").is_none() || schema.get("$ref").is_some();
            if !open && !["FormSchema", "FieldSchema"].contains(&name.as_str()) {
                schema["additionalProperties"] = false.into();
            }
        }
        let names: Vec<_> = schemas.keys().cloned().collect();
        let validators = names.into_iter().map(|name| {
            let schema = json!({ "$ref": format!("#/components/schemas/{name}"), "components": components });
            let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
            (name, validator)
        });
        Self { validators: validators.collect(), document }
    }

    /// Follows a reference, if the value is one.
    pub(crate) fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value.get("$ref").and_then(Value::as_str) {
            Some(reference) => {
                self.document.pointer(reference.trim_start_matches('#')).expect("the reference has a target")
            }
            None => value,
        }
    }

    /// Returns every path with its description.
    pub(crate) fn paths(&self) -> impl Iterator<Item = (&String, &Map<String, Value>)> {
        let paths = self.document["paths"].as_object().unwrap().iter();
        paths.filter(|(path, _)| path.starts_with('/')).map(|(path, item)| (path, item.as_object().unwrap()))
    }

    /// Returns the methods of a path, in the order of `Allow`.
    pub(crate) fn methods(item: &Map<String, Value>) -> Vec<String> {
        let methods =
            item.keys().filter(|key| ["get", "head", "post", "put", "patch", "delete"].contains(&key.as_str()));
        methods.map(|method| method.to_uppercase()).collect()
    }

    /// Returns the validator of a schema that is a reference by name.
    pub(crate) fn validator(&self, schema: &Value) -> Option<&Validator> {
        let name = schema["$ref"].as_str()?.strip_prefix("#/components/schemas/")?;
        self.validators.get(name)
    }

    fn expected(&self, method: &Method, path: &str) -> Expected<'_> {
        let fits = |template: &str| {
            let (template, path) = (template.split('/'), path.split('/'));
            template.clone().count() == path.clone().count()
                && template
                    .zip(path)
                    .all(|(wanted, given)| wanted == given || wanted.starts_with('{') && !given.is_empty())
        };
        // A path without braces wins.
        let found =
            self.paths().filter(|(template, _)| fits(template)).min_by_key(|(template, _)| template.contains('{'));
        let Some((_, item)) = found else {
            return Expected {
                operation: "x-other-paths",
                responses: self.document["paths"]["x-other-paths"].as_object().unwrap(),
                allow: None,
            };
        };
        match item.get(&method.as_str().to_lowercase()) {
            Some(operation) => Expected {
                operation: operation["operationId"].as_str().unwrap(),
                responses: operation["responses"].as_object().unwrap(),
                allow: None,
            },
            None => Expected {
                operation: "x-other-methods",
                responses: item["x-other-methods"].as_object().unwrap(),
                allow: Some([Self::methods(item), vec!["OPTIONS".to_owned()]].concat().join(", ")),
            },
        }
    }

    /// Panics unless the description has this response, and records it as seen.
    pub(super) fn check(&self, method: &Method, path: &str, answer: &Answer) {
        let expected = self.expected(method, path);
        let what = format!("{method} {path}: {}", answer.status);
        let response = expected.responses.get(answer.status.as_str());
        let response = self.resolve(response.unwrap_or_else(|| panic!("{what} is not described: {}", answer.body)));
        let media_type = answer.header("content-type").split(';').next().unwrap().trim();
        let empty = json!({});
        let content = match response.get("content") {
            Some(content) => content.get(media_type),
            None => (media_type.is_empty() && answer.body.is_empty()).then_some(&empty),
        };
        let content = content.unwrap_or_else(|| panic!("{what}: {media_type:?} is not described: {}", answer.body));
        let described = self.validator(&content["schema"]).filter(|_| *method != Method::HEAD);
        assert!(described.is_some() || *method == Method::HEAD || !media_type.contains("json"), "{what} has no schema");
        let body = described.map(|_| answer.json());
        if let (Some(validator), Some(body)) = (described, &body) {
            let errors: Vec<_> = validator.iter_errors(body).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{what}: {errors:?}: {body:#}");
        }
        if *method == Method::HEAD {
            assert_eq!(answer.body, "", "{what}");
        }
        if !is_of_gateway(content) {
            self.check_headers(&what, response, answer);
        }
        let has_allow = [StatusCode::METHOD_NOT_ALLOWED, StatusCode::NO_CONTENT].contains(&answer.status);
        if let Some(allow) = expected.allow.filter(|_| has_allow) {
            assert_eq!(answer.header("allow"), allow, "{what}");
        }
        let kind = ResponseKind {
            operation: expected.operation.to_owned(),
            status: answer.status.as_str().to_owned(),
            media_type: (*method != Method::HEAD).then(|| media_type.to_owned()),
        };
        ResponseCoverage::record_response(kind, body);
    }

    /// Checks that each described header is there, unless it is optional, and that there is no other.
    fn check_headers(&self, what: &str, response: &Value, answer: &Answer) {
        let described = response["headers"].as_object().unwrap();
        for (name, header) in described {
            if self.resolve(header)["required"] == false && !answer.headers.contains_key(name) {
                continue;
            }
            assert!(answer.headers.contains_key(name), "{what} has no {name}");
            let (value, schema) = (answer.header(name), &self.resolve(header)["schema"]);
            assert!(jsonschema::is_valid(schema, &value.into()), "{what}: {name} is {value:?}, not {schema}");
        }
        for name in answer.headers.keys().map(HeaderName::as_str).filter(|name| !HTTP_HEADERS.contains(name)) {
            let known = described.keys().any(|described| described.eq_ignore_ascii_case(name));
            assert!(known, "{what}: {name} is not described");
        }
    }

    /// Returns every kind of response of the service, except those to bugs.
    pub(crate) fn answers(&self) -> BTreeSet<ResponseKind> {
        let mut answers = BTreeSet::new();
        let operations = self.paths().flat_map(|(_, item)| item.iter());
        let operations = operations.filter_map(|(method, operation)| {
            Some((method.as_str(), operation["operationId"].as_str()?, &operation["responses"]))
        });
        let others = self.paths().map(|(_, item)| ("", "x-other-methods", &item["x-other-methods"]));
        let rest = std::iter::once(("", "x-other-paths", &self.document["paths"]["x-other-paths"]));
        for (method, operation, responses) in operations.chain(others).chain(rest) {
            for (status, response) in responses.as_object().unwrap().iter().filter(|(status, _)| *status != "500") {
                let nothing = Map::from_iter([(String::new(), json!({}))]);
                let content = self.resolve(response)["content"].as_object().unwrap_or(&nothing);
                for media_type in content.iter().filter(|(_, content)| !is_of_gateway(content)).map(|(name, _)| name) {
                    let media_type = (method != "head").then(|| media_type.clone());
                    answers.insert(ResponseKind {
                        operation: operation.to_owned(),
                        status: status.clone(),
                        media_type,
                    });
                }
            }
        }
        answers
    }

    /// Returns every example of a problem.
    pub(crate) fn problems(&self) -> Vec<Value> {
        let responses = self.document["components"]["responses"].as_object().unwrap().values();
        let examples = responses
            .filter_map(|response| response["content"].get("application/problem+json")?.get("examples")?.as_object());
        examples.flat_map(Map::values).map(|example| self.resolve(example)["value"].clone()).collect()
    }
}

/// Returns whether API Gateway gives this response, and not a function.
fn is_of_gateway(content: &Value) -> bool {
    content["schema"]["$ref"] == "#/components/schemas/GatewayMessage"
}
