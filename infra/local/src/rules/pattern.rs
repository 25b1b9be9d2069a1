//! Event patterns, as EventBridge's documentation has them: every comparison that a rule on a bus may have. A crate for it
//! has not been maintained since 2022 (`event-ruler`).

use ipnet::IpNet;
use serde_json::{Map, Value};

use super::text::Comparison;

/// Which events a rule is for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pattern {
    fields: Vec<(String, Field)>,
    /// Of each list, one pattern must match, too (`$or`).
    one_of: Vec<Vec<Pattern>>,
}

/// What a field must be.
#[derive(Debug, Clone, PartialEq)]
enum Field {
    Object(Pattern),
    /// One of these.
    Value(Vec<Matcher>),
}

#[derive(Debug, Clone, PartialEq)]
enum Matcher {
    Is(Value),
    Text(Comparison),
    AnythingBut(Vec<Matcher>),
    Numeric(Vec<(Relation, f64)>),
    Cidr(IpNet),
    Exists(bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What EventBridge would refuse, and where it is.
    pub(crate) fn parse(pattern: &Value) -> Result<Self, String> {
        match pattern {
            Value::Object(fields) if !fields.is_empty() => Self::of(fields),
            _ => Err("an event pattern is an object with fields".to_owned()),
        }
    }

    fn of(pattern: &Map<String, Value>) -> Result<Self, String> {
        let (mut fields, mut one_of) = (Vec::new(), Vec::new());
        for (name, value) in pattern {
            let at = |problem: String| format!("{name}: {problem}");
            match value {
                Value::Array(patterns) if name == "$or" => {
                    one_of.push(patterns.iter().map(Self::parse).collect::<Result<_, _>>().map_err(at)?);
                }
                Value::Object(inner) => fields.push((name.clone(), Field::Object(Self::of(inner).map_err(at)?))),
                Value::Array(values) if !values.is_empty() => {
                    let matchers = values.iter().map(Matcher::parse).collect::<Result<_, _>>().map_err(at)?;
                    fields.push((name.clone(), Field::Value(matchers)));
                }
                other => return Err(at(format!("must be a list of what matches, or an object, not {other}"))),
            }
        }
        Ok(Self { fields, one_of })
    }

    /// Whether the rule is for this event.
    pub(crate) fn matches(&self, event: &Value) -> bool {
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

impl Matcher {
    fn parse(value: &Value) -> Result<Self, String> {
        let Value::Object(comparison) = value else {
            let is_scalar = !value.is_array();
            return is_scalar.then(|| Self::Is(value.clone())).ok_or_else(|| format!("{value} matches nothing"));
        };
        let mut operators = comparison.iter();
        let (Some((operator, with)), None) = (operators.next(), operators.next()) else {
            return Err(format!("{value} must have one comparison"));
        };
        if let Some(text) = Comparison::parse(operator, with) {
            return text.map(Self::Text);
        }
        let wrong = |expected: &str| format!("{operator} is followed by {expected}, not by {with}");
        match operator.as_str() {
            "anything-but" => Self::parse_all(with).map(Self::AnythingBut),
            "numeric" => {
                numeric(with).map(Self::Numeric).ok_or_else(|| wrong("one or two of =, <, <=, >, >= with numbers"))
            }
            "cidr" => {
                with.as_str().and_then(|text| text.parse().ok()).map(Self::Cidr).ok_or_else(|| wrong("a CIDR block"))
            }
            "exists" => with.as_bool().map(Self::Exists).ok_or_else(|| wrong("true or false")),
            _ => Err(format!("{operator} is no comparison that EventBridge knows")),
        }
    }

    /// What `anything-but` is followed by: a value, several, or a comparison of texts with one or several.
    fn parse_all(with: &Value) -> Result<Vec<Self>, String> {
        match with {
            Value::Array(values) => values.iter().map(Self::parse).collect(),
            Value::Object(comparison) => match comparison.iter().next() {
                Some((operator, Value::Array(texts))) if comparison.len() == 1 => texts
                    .iter()
                    .map(|text| Self::parse(&Value::Object(Map::from_iter([(operator.clone(), text.clone())]))))
                    .collect(),
                _ => Ok(vec![Self::parse(with)?]),
            },
            value => Ok(vec![Self::parse(value)?]),
        }
    }

    fn matches(&self, value: Option<&Value>) -> bool {
        let Some(value) = value else { return *self == Self::Exists(false) };
        match self {
            Self::Is(Value::Number(number)) => value.as_f64().is_some() && value.as_f64() == number.as_f64(),
            Self::Is(expected) => value == expected,
            Self::Text(comparison) => value.as_str().is_some_and(|text| comparison.holds(text)),
            Self::AnythingBut(matchers) => !value.is_object() && !matchers.iter().any(|m| m.matches(Some(value))),
            Self::Numeric(relations) => {
                value.as_f64().is_some_and(|number| relations.iter().all(|(relation, to)| relation.holds(number, *to)))
            }
            Self::Cidr(block) => value
                .as_str()
                .and_then(|text| text.parse().ok())
                .is_some_and(|ip: std::net::IpAddr| block.contains(&ip)),
            Self::Exists(exists) => *exists && !value.is_object(),
        }
    }
}

fn numeric(with: &Value) -> Option<Vec<(Relation, f64)>> {
    let relations: Vec<_> = with
        .as_array()?
        .chunks(2)
        .map(|pair| match pair {
            [relation, number] => Some((Relation::parse(relation.as_str()?)?, number.as_f64()?)),
            _ => None,
        })
        .collect::<Option<_>>()?;
    matches!(relations.len(), 1 | 2).then_some(relations)
}

impl Relation {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "=" => Self::Equal,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::Greater,
            ">=" => Self::GreaterOrEqual,
            _ => return None,
        })
    }

    #[expect(clippy::float_cmp, reason = "what EventBridge's = means")]
    fn holds(self, number: f64, to: f64) -> bool {
        match self {
            Self::Equal => number == to,
            Self::Less => number < to,
            Self::LessOrEqual => number <= to,
            Self::Greater => number > to,
            Self::GreaterOrEqual => number >= to,
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
    fn every_field_of_the_pattern_must_match_and_the_event_may_have_others() {
        let pattern = json!({ "source": ["registration"], "detail": { "user": { "status": ["active", "pending"] } } });
        let event = |source: &str, status: &str| json!({ "source": source, "id": 1, "detail": { "user": { "status": status } } });
        assert!(matches(&pattern, &event("registration", "active")));
        assert!(!matches(&pattern, &event("registration", "disabled")));
        assert!(!matches(&pattern, &event("aws.ses", "active")));
        assert!(!matches(&pattern, &json!({ "source": "registration" })));
    }

    #[test]
    fn a_value_is_compared_as_the_documentation_says() {
        for (matcher, yes, no) in [
            (json!("a"), json!("a"), json!("A")),
            (json!(""), json!(""), json!(null)),
            (json!(null), json!(null), json!("")),
            (json!(true), json!(true), json!("true")),
            (json!(300), json!(300.0), json!("300")),
            (json!({ "prefix": "us-" }), json!("us-east-1"), json!("eu-us-1")),
            (json!({ "suffix": ".png" }), json!("a.png"), json!("png")),
            (json!({ "suffix": { "equals-ignore-case": ".PNG" } }), json!("a.png"), json!("png")),
            (json!({ "equals-ignore-case": "ann" }), json!("ANN"), json!("anna")),
            (json!({ "wildcard": "a*c" }), json!("abc"), json!("abcd")),
            (json!({ "anything-but": "a" }), json!("b"), json!("a")),
            (json!({ "anything-but": ["a", 1] }), json!(2), json!(1)),
            (json!({ "anything-but": { "prefix": "a" } }), json!("ba"), json!("ab")),
            (json!({ "anything-but": { "suffix": ["a", "b"] } }), json!("c"), json!("cb")),
            (json!({ "anything-but": { "equals-ignore-case": ["a"] } }), json!("b"), json!("A")),
            (json!({ "anything-but": { "wildcard": "*/lib/*" } }), json!("/bin/a"), json!("/lib/a")),
            (json!({ "numeric": ["=", 5] }), json!(5.0), json!(6)),
            (json!({ "numeric": [">", 10, "<=", 20] }), json!(20), json!(10)),
            (json!({ "numeric": [">=", 10] }), json!(10), json!("10")),
            (json!({ "numeric": ["<", 10] }), json!(9.9), json!(10)),
            (json!({ "cidr": "10.0.0.0/24" }), json!("10.0.0.255"), json!("10.0.1.1")),
            (json!({ "cidr": "2001:db8::/32" }), json!("2001:db8::1"), json!("10.0.0.1")),
            (json!({ "exists": true }), json!(null), json!({ "inner": 1 })),
        ] {
            let pattern = json!({ "field": [matcher] });
            assert!(matches(&pattern, &json!({ "field": yes })), "{matcher} {yes}");
            assert!(!matches(&pattern, &json!({ "field": no })), "{matcher} {no}");
        }
    }

    #[test]
    fn a_field_that_is_not_there_matches_exists_false_and_nothing_else() {
        assert!(matches(&json!({ "detail": { "type": [{ "exists": false }] } }), &json!({ "detail": {} })));
        assert!(matches(&json!({ "detail": { "type": [{ "exists": false }] } }), &json!({})));
        assert!(!matches(&json!({ "type": [{ "exists": false }] }), &json!({ "type": "staff" })));
        for matcher in [json!("a"), json!(null), json!({ "anything-but": "a" }), json!({ "exists": true })] {
            assert!(!matches(&json!({ "field": [matcher] }), &json!({})), "{matcher}");
        }
    }

    #[test]
    fn of_a_list_in_the_event_one_value_must_match() {
        assert!(matches(&json!({ "resources": [{ "prefix": "arn:b" }] }), &json!({ "resources": ["arn:a", "arn:b"] })));
        assert!(!matches(&json!({ "resources": ["c"] }), &json!({ "resources": ["a", "b"] })));
        assert!(matches(&json!({ "list": { "n": [2] } }), &json!({ "list": [{ "n": 1 }, { "n": 2 }] })));
    }

    #[test]
    fn one_of_several_patterns_is_enough_with_or() {
        let pattern = json!({ "source": ["s"], "$or": [{ "a": [1] }, { "b": [2] }] });
        assert!(matches(&pattern, &json!({ "source": "s", "b": 2 })));
        assert!(!matches(&pattern, &json!({ "source": "s", "b": 3 })));
        assert!(!matches(&pattern, &json!({ "source": "t", "b": 2 })));
    }

    #[test]
    fn what_eventbridge_would_refuse_is_refused_and_its_place_is_told() {
        for (pattern, problem) in [
            (json!([]), "an event pattern is an object with fields"),
            (json!({ "source": "s" }), "source: must be a list of what matches, or an object, not \"s\""),
            (json!({ "detail": { "a": [] } }), "detail: a: must be a list of what matches, or an object, not []"),
            (json!({ "a": [{ "starts": "b" }] }), "a: starts is no comparison that EventBridge knows"),
            (json!({ "a": [{ "prefix": 1 }] }), "a: prefix is followed by a text, not by 1"),
            (
                json!({ "a": [{ "numeric": [">"] }] }),
                "a: numeric is followed by one or two of =, <, <=, >, >= with numbers, not by [\">\"]",
            ),
            (json!({ "a": [{ "cidr": "10" }] }), "a: cidr is followed by a CIDR block, not by \"10\""),
            (json!({ "a": [{ "exists": 1 }] }), "a: exists is followed by true or false, not by 1"),
            (
                json!({ "a": [{ "prefix": "b", "suffix": "c" }] }),
                "a: {\"prefix\":\"b\",\"suffix\":\"c\"} must have one comparison",
            ),
        ] {
            assert_eq!(Pattern::parse(&pattern).unwrap_err(), problem, "{pattern}");
        }
    }
}
