//! Event patterns, as EventBridge's documentation defines them.
//!
//! The crate `event-ruler` does the same, but has not been maintained since 2022.

use serde_json::{Map, Value};

use super::matcher::Matcher;

/// The events that a rule applies to.
///
/// A pattern has every comparison that a rule on a bus may have: values, `prefix`, `suffix`, `wildcard`,
/// `equals-ignore-case`, `anything-but`, `numeric`, `cidr`, `exists`, and `$or`.
///
/// # Examples
/// ```
/// use eventbridge_rules::Pattern;
/// use serde_json::json;
///
/// let pattern = Pattern::parse(&json!({ "source": ["registration"], "detail": { "age": [{ "numeric": [">=", 18] }] } }))?;
/// assert!(pattern.matches(&json!({ "source": "registration", "detail": { "age": 20 } })));
/// assert!(!pattern.matches(&json!({ "source": "registration", "detail": { "age": 17 } })));
/// # Ok::<(), eventbridge_rules::PatternError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    fields: Vec<(String, Field)>,
    /// One pattern of each list must match, too (`$or`).
    one_of: Vec<Vec<Pattern>>,
}

/// EventBridge rejects the pattern. The text begins with the invalid field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PatternError(String);

/// The condition on one field.
#[derive(Debug, Clone, PartialEq)]
enum Field {
    Object(Pattern),
    /// One of these must match.
    Value(Vec<Matcher>),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// [`PatternError`] if EventBridge would reject the pattern.
    pub fn parse(pattern: &Value) -> Result<Self, PatternError> {
        Self::read(pattern).map_err(PatternError)
    }

    fn read(pattern: &Value) -> Result<Self, String> {
        match pattern {
            Value::Object(fields) if !fields.is_empty() => Self::of(fields),
            other => Err(format!("an event pattern must be an object with fields, not {other}")),
        }
    }

    fn of(pattern: &Map<String, Value>) -> Result<Self, String> {
        let (mut fields, mut one_of) = (Vec::new(), Vec::new());
        for (name, value) in pattern {
            let at = |problem: String| format!("{name}: {problem}");
            match value {
                Value::Array(patterns) if name == "$or" => {
                    one_of.push(patterns.iter().map(Self::read).collect::<Result<_, _>>().map_err(at)?);
                }
                Value::Object(inner) => fields.push((name.clone(), Field::Object(Self::of(inner).map_err(at)?))),
                Value::Array(values) if !values.is_empty() => {
                    let matchers = values.iter().map(Matcher::parse).collect::<Result<_, _>>().map_err(at)?;
                    fields.push((name.clone(), Field::Value(matchers)));
                }
                other => return Err(at(format!("must be an object or a list that is not empty, not {other}"))),
            }
        }
        Ok(Self { fields, one_of })
    }

    /// Returns whether the event matches. Fields outside the pattern are ignored.
    #[must_use]
    pub fn matches(&self, event: &Value) -> bool {
        self.fields.iter().all(|(name, field)| field.matches(event.get(name)))
            && self.one_of.iter().all(|patterns| patterns.iter().any(|pattern| pattern.matches(event)))
    }
}

impl Field {
    fn matches(&self, value: Option<&Value>) -> bool {
        match (self, value) {
            (Self::Object(pattern), Some(Value::Array(values))) => values.iter().any(|value| pattern.matches(value)),
            (Self::Object(pattern), value) => pattern.matches(value.unwrap_or(&Value::Null)),
            (Self::Value(matchers), Some(Value::Array(values))) if !values.is_empty() => {
                matchers.iter().any(|matcher| values.iter().any(|value| matcher.matches(Some(value))))
            }
            (Self::Value(matchers), value) => matchers.iter().any(|matcher| matcher.matches(value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn matches(pattern: &Value, event: &Value) -> bool {
        Pattern::parse(pattern).unwrap().matches(event)
    }

    #[test]
    fn event_must_match_every_field_of_pattern() {
        let pattern = json!({ "source": ["registration"], "detail": { "user": { "status": ["active", "pending"] } } });
        let event = |source: &str, status: &str| json!({ "source": source, "id": 1, "detail": { "user": { "status": status } } });
        assert!(matches(&pattern, &event("registration", "active")));
        assert!(!matches(&pattern, &event("registration", "disabled")));
        assert!(!matches(&pattern, &event("aws.ses", "active")));
        assert!(!matches(&pattern, &json!({ "source": "registration" })));
    }

    #[test]
    fn missing_field_matches_only_exists_false() {
        assert!(matches(&json!({ "detail": { "type": [{ "exists": false }] } }), &json!({ "detail": {} })));
        assert!(matches(&json!({ "detail": { "type": [{ "exists": false }] } }), &json!({})));
        assert!(!matches(&json!({ "type": [{ "exists": false }] }), &json!({ "type": "staff" })));
        for matcher in [json!("a"), json!(null), json!({ "anything-but": "a" }), json!({ "exists": true })] {
            assert!(!matches(&json!({ "field": [matcher] }), &json!({})), "{matcher}");
        }
    }

    #[test]
    fn list_matches_by_one_of_its_values() {
        assert!(matches(&json!({ "resources": [{ "prefix": "arn:b" }] }), &json!({ "resources": ["arn:a", "arn:b"] })));
        assert!(!matches(&json!({ "resources": ["c"] }), &json!({ "resources": ["a", "b"] })));
        assert!(matches(&json!({ "list": { "n": [2] } }), &json!({ "list": [{ "n": 1 }, { "n": 2 }] })));
    }

    #[test]
    fn or_needs_one_of_its_patterns() {
        let pattern = json!({ "source": ["s"], "$or": [{ "a": [1] }, { "b": [2] }] });
        assert!(matches(&pattern, &json!({ "source": "s", "b": 2 })));
        assert!(!matches(&pattern, &json!({ "source": "s", "b": 3 })));
        assert!(!matches(&pattern, &json!({ "source": "t", "b": 2 })));
    }

    #[test]
    fn invalid_pattern_is_reported_with_its_field() {
        for (pattern, problem) in [
            (json!([]), "an event pattern must be an object with fields, not []"),
            (json!({ "source": "s" }), "source: must be an object or a list that is not empty, not \"s\""),
            (json!({ "detail": { "a": [] } }), "detail: a: must be an object or a list that is not empty, not []"),
            (json!({ "a": [{ "starts": "b" }] }), "a: unknown comparison starts"),
            (json!({ "a": [{ "prefix": 1 }] }), "a: prefix must be followed by a string, not by 1"),
            (
                json!({ "a": [{ "numeric": [">"] }] }),
                "a: numeric must be followed by one or two of =, <, <=, >, >= with numbers, not by [\">\"]",
            ),
            (json!({ "a": [{ "cidr": "10" }] }), "a: cidr must be followed by a CIDR block, not by \"10\""),
            (json!({ "a": [{ "exists": 1 }] }), "a: exists must be followed by true or false, not by 1"),
            (
                json!({ "a": [{ "prefix": "b", "suffix": "c" }] }),
                "a: must have exactly one comparison, not {\"prefix\":\"b\",\"suffix\":\"c\"}",
            ),
        ] {
            assert_eq!(Pattern::parse(&pattern).unwrap_err().to_string(), problem, "{pattern}");
        }
    }
}
