//! Text for people: aligned columns.

use std::fmt::Write;

/// Writes rows with columns of equal width. Empty cells get a hyphen.
pub(crate) fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([head[column].chars().count(), 1]).max().unwrap_or_default()
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let mut text = String::new();
    for row in [head.map(str::to_owned)].iter().chain(rows) {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            let cell = if cell.is_empty() { "-" } else { cell };
            _ = write!(line, "{cell:width$}  ");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Writes lines of a name and a value, without those of an empty value.
pub(crate) fn fields(fields: &[(&str, String)]) -> String {
    let fields = fields.iter().filter(|(_, value)| !value.is_empty());
    let width = fields.clone().map(|(name, _)| name.len()).max().unwrap_or_default();
    fields.fold(String::new(), |mut text, (name, value)| {
        _ = writeln!(text, "{name:width$}  {value}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_characters() {
        let rows = [["é".to_owned(), "1".to_owned()], ["long".to_owned(), String::new()]];
        assert_eq!(table(["a", "number"], &rows), "a     number\né     1\nlong  -\n");
    }

    #[test]
    fn empty_fields_are_left_out() {
        assert_eq!(fields(&[("a", "1".to_owned()), ("name", String::new()), ("bc", "2".to_owned())]), "a   1\nbc  2\n");
    }
}
