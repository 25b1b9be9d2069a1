//! One comparison of a pattern with the value of a field.

use std::net::IpAddr;

use ipnet::IpNet;
use serde_json::{Map, Value};

use super::text::Comparison;

/// One comparison, or a value that the field must equal.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Matcher {
    Is(Value),
    Text(Comparison),
    AnythingBut(Vec<Matcher>),
    Numeric(Vec<(Relation, f64)>),
    Cidr(IpNet),
    Exists(bool),
}

/// The relation of a numeric comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Matcher {
    /// Reads one element of a field's list in a pattern.
    pub(super) fn parse(value: &Value) -> Result<Self, String> {
        let Value::Object(comparison) = value else {
            let is_scalar = !value.is_array();
            return is_scalar
                .then(|| Self::Is(value.clone()))
                .ok_or_else(|| format!("a list inside a list matches nothing: {value}"));
        };
        let mut operators = comparison.iter();
        let (Some((operator, with)), None) = (operators.next(), operators.next()) else {
            return Err(format!("must have exactly one comparison, not {value}"));
        };
        if let Some(text) = Comparison::parse(operator, with) {
            return text.map(Self::Text);
        }
        let wrong = |expected: &str| format!("{operator} must be followed by {expected}, not by {with}");
        match operator.as_str() {
            "anything-but" => Self::parse_all(with).map(Self::AnythingBut),
            "numeric" => {
                numeric(with).map(Self::Numeric).ok_or_else(|| wrong("one or two of =, <, <=, >, >= with numbers"))
            }
            "cidr" => {
                with.as_str().and_then(|text| text.parse().ok()).map(Self::Cidr).ok_or_else(|| wrong("a CIDR block"))
            }
            "exists" => with.as_bool().map(Self::Exists).ok_or_else(|| wrong("true or false")),
            _ => Err(format!("unknown comparison {operator}")),
        }
    }

    /// Reads the operand of `anything-but`: values, or comparisons of strings.
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

    /// Returns whether the value matches. `None` stands for a missing field.
    pub(super) fn matches(&self, value: Option<&Value>) -> bool {
        let Some(value) = value else { return *self == Self::Exists(false) };
        match self {
            Self::Is(Value::Number(number)) => value.as_f64().is_some() && value.as_f64() == number.as_f64(),
            Self::Is(expected) => value == expected,
            Self::Text(comparison) => value.as_str().is_some_and(|text| comparison.holds(text)),
            Self::AnythingBut(matchers) => !value.is_object() && !matchers.iter().any(|m| m.matches(Some(value))),
            Self::Numeric(relations) => {
                value.as_f64().is_some_and(|number| relations.iter().all(|(relation, to)| relation.holds(number, *to)))
            }
            Self::Cidr(block) => {
                value.as_str().and_then(|text| text.parse().ok()).is_some_and(|ip: IpAddr| block.contains(&ip))
            }
            Self::Exists(exists) => *exists && !value.is_object(),
        }
    }
}

/// Reads the operand of `numeric`: one or two pairs of a relation and a number.
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

    #[expect(clippy::float_cmp, reason = "EventBridge compares numbers exactly")]
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

    fn matches(matcher: &Value, value: Option<&Value>) -> bool {
        Matcher::parse(matcher).unwrap().matches(value)
    }

    #[test]
    fn comparisons_follow_the_documentation() {
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
            assert!(matches(&matcher, Some(&yes)), "{matcher} {yes}");
            assert!(!matches(&matcher, Some(&no)), "{matcher} {no}");
        }
    }
}
