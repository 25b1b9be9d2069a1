//! The records of a seed: a JSON array, or JSON Lines.

use operator::{Fields, ImportRejection};
use serde::de::IgnoredAny;
use serde_json::{Deserializer, Value};

/// A record, with the line on which it begins.
type Numbered = (u64, Result<Fields, ImportRejection>);

/// Splits a file into its records.
///
/// Nothing can be read after a syntax error in an array. Each line of JSON Lines stands for itself.
pub(super) fn records(text: &str) -> Vec<Numbered> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('[') { array(text) } else { lines(text) }
}

fn lines(text: &str) -> Vec<Numbered> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| (number, serde_json::from_str(line).map_err(|e| syntax(&e)).and_then(fields))).collect()
}

fn array(text: &str) -> Vec<Numbered> {
    let values = match serde_json::from_str::<Vec<Value>>(text) {
        Ok(values) => values,
        Err(error) => return vec![(u64::try_from(error.line()).unwrap_or(u64::MAX), Err(syntax(&error)))],
    };
    // The text is valid, so each value begins after the separators that follow the one before.
    let (mut rest, mut line) = (text, 1);
    let mut skip = |length: usize| {
        let (skipped, after) = rest.split_at(length);
        line += skipped.bytes().map(|byte| u64::from(byte == b'\n')).sum::<u64>();
        rest = after;
        (rest, line)
    };
    let (mut left, _) = skip(text.find('[').map_or(0, |bracket| bracket + 1));
    let mut records = Vec::new();
    for value in values {
        let separators = left.len() - left.trim_start_matches(|c: char| c == ',' || c.is_ascii_whitespace()).len();
        let (begun, line) = skip(separators);
        let mut one = Deserializer::from_str(begun).into_iter::<IgnoredAny>();
        _ = one.next();
        left = skip(one.byte_offset()).0;
        records.push((line, fields(value)));
    }
    records
}

fn fields(value: Value) -> Result<Fields, ImportRejection> {
    match value {
        Value::Object(object) => Ok(Fields::new(object)),
        _ => Err(ImportRejection::new("malformed", "must be a JSON object")),
    }
}

fn syntax(error: &serde_json::Error) -> ImportRejection {
    // The line is that of the record, and only within an array that of the file.
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or_default();
    ImportRejection::new("malformed", format!("is not JSON: {message} at column {}", error.column()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<(u64, Result<Option<String>, String>)> {
        let email = |fields: Result<Fields, ImportRejection>| fields.and_then(|mut fields| fields.text("email"));
        records(text).into_iter().map(|(line, fields)| (line, email(fields).map_err(|e| e.reason))).collect()
    }

    #[test]
    fn records_have_their_lines() {
        let found = [(2, Ok(Some("a@example.com".to_owned()))), (5, Ok(Some("b@example.com".to_owned())))];
        let array =
            "[\n  {\"email\": \"a@example.com\", \"fields\": [1, {}]},\n\n\n{\n\"email\": \"b@example.com\"}]\n";
        assert_eq!(places(array), found);
        let lines = "\n{\"email\": \"a@example.com\"}\n\n \n{\"email\": \"b@example.com\"}";
        assert_eq!(places(lines), found);
        assert_eq!(places("[]"), []);
        assert_eq!(places(""), []);
    }

    #[test]
    fn other_values_are_refused() {
        let object = || Err("must be a JSON object".to_owned());
        assert_eq!(
            places("[[1], {}, \"x\",\n[[]], 7]"),
            [(1, object()), (1, Ok(None)), (1, object()), (2, object()), (2, object())]
        );
        assert_eq!(places("1\n{}\n\"x\""), [(1, object()), (2, Ok(None)), (3, object())]);
    }

    #[test]
    fn syntax_errors_have_their_lines() {
        let [(3, Err(reason))] = &places("[{},\n{},\n{]")[..] else { panic!("{:?}", places("[{},\n{},\n{]")) };
        assert!(reason.starts_with("is not JSON: "), "{reason}");
        let found = places("{\n{}\n{\"email\": }");
        assert_eq!(
            found.iter().map(|(line, field)| (*line, field.is_ok())).collect::<Vec<_>>(),
            [(1, false), (2, true), (3, false)]
        );
    }
}
