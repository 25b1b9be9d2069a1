//! The comparisons of strings in a pattern.

use serde_json::Value;

/// A string, with the kind of its comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Text {
    Is(String),
    Begins(String),
    Ends(String),
    /// The parts between the asterisks, the first and the last included.
    Wildcard(Vec<String>),
}

/// A comparison of strings, either case-sensitive or case-insensitive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comparison {
    text: Text,
    ignores_case: bool,
}

impl Comparison {
    /// Reads a string operator. Returns `None` for the name of another operator.
    ///
    /// An operand that is not a string is an error.
    pub(super) fn parse(operator: &str, with: &Value) -> Option<Result<Self, String>> {
        let wrong = || format!("{operator} must be followed by a string, not by {with}");
        let (operand, ignores_case) = match (operator, with) {
            ("prefix" | "suffix", Value::Object(inner)) if inner.len() == 1 => (inner.get("equals-ignore-case"), true),
            ("equals-ignore-case", with) => (Some(with), true),
            (_, with) => (Some(with), false),
        };
        let make: fn(String) -> Text = match operator {
            "equals-ignore-case" => Text::Is,
            "prefix" => Text::Begins,
            "suffix" => Text::Ends,
            "wildcard" => |text| Text::Wildcard(parts(&text)),
            _ => return None,
        };
        let operand = operand.and_then(Value::as_str);
        let text = operand.map(|text| make(if ignores_case { text.to_lowercase() } else { text.to_owned() }));
        Some(text.map(|text| Self { text, ignores_case }).ok_or_else(wrong))
    }

    /// Returns whether the comparison holds for this string.
    pub(super) fn holds(&self, of: &str) -> bool {
        let lower = self.ignores_case.then(|| of.to_lowercase());
        let of = lower.as_deref().unwrap_or(of);
        match &self.text {
            Text::Is(text) => of == text,
            Text::Begins(text) => of.starts_with(text),
            Text::Ends(text) => of.ends_with(text),
            Text::Wildcard(parts) => matches_in_order(parts, of),
        }
    }
}

/// Splits a wildcard pattern at its asterisks.
///
/// `\*` is a literal asterisk, and `\\` a backslash.
fn parts(pattern: &str) -> Vec<String> {
    let (mut parts, mut characters) = (vec![String::new()], pattern.chars());
    while let Some(c) = characters.next() {
        match c {
            '*' => parts.push(String::new()),
            '\\' => parts.last_mut().into_iter().for_each(|part| part.extend(characters.next())),
            c => parts.last_mut().into_iter().for_each(|part| part.push(c)),
        }
    }
    parts
}

/// Returns whether the string begins with the first part and ends with the last.
///
/// The other parts must be between them, in order.
fn matches_in_order(parts: &[String], of: &str) -> bool {
    let [first, between @ .., last] = parts else { return parts.first().is_some_and(|only| only == of) };
    let Some(mut rest) = of.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str())) else {
        return false;
    };
    for part in between {
        let Some(at) = rest.find(part.as_str()) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn wildcard_matches_any_text() {
        for (pattern, of, holds) in [
            ("dir/*.png", "dir/a/b.png", true),
            ("dir/*.png", "dir/.png", true),
            ("dir/*.png", "dir/png", false),
            ("*b*b*", "abcb", true),
            ("*b*b*", "abc", false),
            ("a*a", "a", false),
            ("a", "a", true),
            ("a\\*", "a*", true),
            ("a\\*", "ab", false),
            ("*", "", true),
        ] {
            let comparison = Comparison::parse("wildcard", &json!(pattern)).unwrap().unwrap();
            assert_eq!(comparison.holds(of), holds, "{pattern} {of}");
        }
    }

    #[test]
    fn case_is_ignored_on_request() {
        let holds =
            |operator: &str, with: Value, of: &str| Comparison::parse(operator, &with).unwrap().unwrap().holds(of);
        assert!(holds("prefix", json!("us-"), "us-east-1") && !holds("prefix", json!("us-"), "US-EAST-1"));
        assert!(holds("prefix", json!({ "equals-ignore-case": "Us-" }), "uS-east-1"));
        assert!(holds("suffix", json!({ "equals-ignore-case": "BRIDGE" }), "EventBridge"));
        assert!(holds("equals-ignore-case", json!("Ann"), "aNN") && !holds("equals-ignore-case", json!("Ann"), "anna"));
    }
}
