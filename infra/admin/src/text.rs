//! Text for people: aligned columns, whose styles are removed where the output is no terminal.
//!
//! Values cannot control the terminal, or change the order of the text around them.

use std::fmt::Write;

use anstyle::{Effects, Style};
use domain::{OperatorAct, is_line_control};

/// The style of a table's head.
const HEAD: Style = Style::new().effects(Effects::BOLD);
/// The style of a field's name.
const NAME: Style = Style::new().effects(Effects::DIMMED);

/// Writes rows with columns of equal width. Empty cells get a hyphen.
pub(crate) fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let rows: Vec<_> = rows.iter().map(|row| row.each_ref().map(|cell| one_line(cell))).collect();
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([head[column].chars().count(), 1]).max().unwrap_or_default()
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |row: &[String; N]| {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            let cell = if cell.is_empty() { "-" } else { cell };
            _ = write!(line, "{cell:width$}  ");
        }
        line.trim_end().to_owned()
    };
    let mut text = format!("{HEAD}{}{HEAD:#}\n", line(&head.map(str::to_owned)));
    for row in &rows {
        text.push_str(&line(row));
        text.push('\n');
    }
    text
}

/// Writes lines of a name and a value, without those of an empty value.
pub(crate) fn fields(fields: &[(&str, String)]) -> String {
    let fields = fields.iter().filter(|(_, value)| !value.is_empty());
    let width = fields.clone().map(|(name, _)| name.len()).max().unwrap_or_default();
    fields.fold(String::new(), |mut text, (name, value)| {
        _ = writeln!(text, "{NAME}{name:width$}{NAME:#}  {}", one_line(value));
        text
    })
}

/// Escapes the characters of a value that do not belong into a line of text, such as the escape of terminals.
pub(crate) fn one_line(value: &str) -> String {
    value.chars().fold(String::new(), |mut line, c| {
        if is_line_control(c) {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
        line
    })
}

/// Escapes the same characters in JSON, which leaves those behind `~` as they are. They are in its strings only.
pub(crate) fn json(json: &str) -> String {
    json.chars().fold(String::new(), |mut escaped, c| {
        if c > '~' && is_line_control(c) {
            _ = write!(escaped, "\\u{:04x}", u32::from(c));
        } else {
            escaped.push(c);
        }
        escaped
    })
}

/// Returns a field for each act of an operator.
pub(crate) fn acts(acts: &[OperatorAct]) -> impl Iterator<Item = (&'static str, String)> {
    acts.iter().map(|act| ("act", format!("{} at {} by {}", act.act.as_str(), act.at, act.by)))
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;

    use super::*;

    #[test]
    fn columns_are_aligned_by_characters() {
        let rows = [["é".to_owned(), "1".to_owned()], ["long".to_owned(), String::new()]];
        let table = table(["a", "number"], &rows);
        assert!(table.starts_with("\u{1b}[1ma "), "{table:?}");
        assert_eq!(strip_str(&table).to_string(), "a     number\né     1\nlong  -\n");
    }

    #[test]
    fn value_cannot_control_terminal() {
        let value = "a\u{1b}[2J\u{9b}2J\r\n\u{202e}\u{2028}é";
        let escaped = "a\\u{1b}[2J\\u{9b}2J\\r\\n\\u{202e}\\u{2028}é";
        let fields = fields(&[("identity", value.to_owned())]);
        assert_eq!(strip_str(&fields).to_string(), format!("identity  {escaped}\n"));
        let table = table(["a", "b"], &[[value.to_owned(), "1".to_owned()]]);
        assert_eq!(
            strip_str(&table).to_string().lines().nth(1),
            Some(&*format!("{escaped}  1")),
            "the width is that of the escaped text"
        );
    }

    #[test]
    fn escaped_json_has_same_value() {
        let value = serde_json::json!({ "a\u{202e}": "\u{1b}\u{7f}\u{9b}\u{2028}\u{2069}\n\\ é😀" });
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            let escaped = json(&text);
            assert!(!escaped.contains(|c: char| is_line_control(c) && c != '\n'), "{escaped:?}");
            assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), value);
        }
    }

    #[test]
    fn empty_fields_are_left_out() {
        let fields = fields(&[("a", "1".to_owned()), ("name", String::new()), ("bc", "2".to_owned())]);
        assert_eq!(strip_str(&fields).to_string(), "a   1\nbc  2\n");
    }
}
