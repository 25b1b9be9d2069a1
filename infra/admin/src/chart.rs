//! Small charts of columns, for a terminal.

/// The number of characters that the columns may take.
const WIDTH: usize = 72;
/// The maximum width of a column, with the gap after it.
const WIDEST: usize = 4;

/// The characters of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Glyphs {
    /// Block elements, with eighths of a line.
    Blocks,
    /// Characters of ASCII, with thirds of a line.
    Ascii,
}

impl Glyphs {
    /// Returns the characters of a terminal with these values of `LC_ALL`, `LC_CTYPE` and `LANG`.
    ///
    /// The first one that is set decides.
    pub(crate) fn of_locale(variables: [Option<&str>; 3]) -> Self {
        let locale = variables.into_iter().flatten().find(|value| !value.is_empty()).unwrap_or_default();
        let locale = locale.to_ascii_lowercase();
        if locale.contains("utf-8") || locale.contains("utf8") { Self::Blocks } else { Self::Ascii }
    }

    /// Returns the characters from a little to a whole line.
    const fn levels(self) -> &'static [char] {
        match self {
            Self::Blocks => &['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
            Self::Ascii => &['.', ':', '#'],
        }
    }
}

/// Returns how many neighbouring values one column has to stand for.
pub(crate) fn values_per_column(values: usize) -> usize {
    values.div_ceil(WIDTH).max(1)
}

/// Returns the lines of a chart, of which `highest` takes the whole height.
///
/// A value above 0 is always seen. Values that one column stands for are added up.
pub(crate) fn columns(values: &[u64], highest: u64, height: usize, glyphs: Glyphs) -> Vec<String> {
    let columns: Vec<u64> = values.chunks(values_per_column(values.len())).map(|some| some.iter().sum()).collect();
    let width = (WIDTH / columns.len().max(1)).clamp(1, WIDEST);
    let steps = glyphs.levels().len();
    let heights: Vec<usize> = columns.iter().map(|value| scaled(*value, highest, height * steps)).collect();
    let cell = |taken: usize| match taken.checked_sub(1) {
        None => ' ',
        Some(level) => glyphs.levels()[level.min(steps - 1)],
    };
    let line = |below: usize| {
        let cells = heights.iter().map(|taken| cell(taken.saturating_sub(below * steps)));
        let line: String = cells.flat_map(|cell| (0..width).map(move |at| gap(cell, at, width))).collect();
        line.trim_end().to_owned()
    };
    (0..height).rev().map(line).collect()
}

/// Returns the character of a column at a place: wide columns have a gap between them.
const fn gap(cell: char, at: usize, width: usize) -> char {
    if at > 0 && at + 1 == width { ' ' } else { cell }
}

/// Scales a value to steps, at least one unless it is 0.
fn scaled(value: u64, highest: u64, steps: usize) -> usize {
    if value == 0 || highest == 0 {
        return 0;
    }
    let highest = u128::from(highest);
    let scaled = (u128::from(value) * steps as u128 + highest / 2) / highest;
    usize::try_from(scaled).unwrap_or(steps).clamp(1, steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_height_of_their_value() {
        let values = [0, 1, 4, 8];
        assert_eq!(columns(&values, 8, 1, Glyphs::Blocks), ["    ▁▁▁ ▄▄▄ ███"]);
        assert_eq!(columns(&values, 8, 2, Glyphs::Blocks), ["            ███", "    ▂▂▂ ███ ███"]);
        assert_eq!(columns(&values, 8, 2, Glyphs::Ascii), ["            ###", "    ... ### ###"]);
    }

    #[test]
    fn small_value_is_seen_and_nothing_is_empty() {
        assert_eq!(columns(&[1, 0, u64::MAX], u64::MAX, 1, Glyphs::Blocks), ["▁▁▁     ███"]);
        assert_eq!(columns(&[0, 0], 0, 2, Glyphs::Ascii), ["", ""]);
        assert_eq!(columns(&[], 0, 1, Glyphs::Ascii), [""]);
    }

    #[test]
    fn chart_fits_its_width() {
        for days in [1, 2, 7, 24, 25, 36, 72, 73, 144, 366] {
            let values = vec![1; days];
            let per_column = values_per_column(days);
            let highest = u64::try_from(per_column).unwrap();
            for line in columns(&values, highest, 3, Glyphs::Blocks) {
                assert!(line.chars().count() <= WIDTH, "{days}: {line}");
            }
            assert!(days.div_ceil(per_column) <= WIDTH, "{days}");
        }
        let summed = columns(&vec![1; 73], 2, 1, Glyphs::Blocks);
        assert_eq!(summed[0].chars().last(), Some('▄'), "the last of 37 columns has one value instead of two");
    }

    #[test]
    fn blocks_need_utf_8() {
        assert_eq!(Glyphs::of_locale([None, None, Some("de_DE.UTF-8")]), Glyphs::Blocks);
        assert_eq!(Glyphs::of_locale([Some(""), Some("C.utf8"), Some("C")]), Glyphs::Blocks);
        for locale in [[Some("C"), None, Some("en_US.UTF-8")], [None, None, None], [None, Some("POSIX"), None]] {
            assert_eq!(Glyphs::of_locale(locale), Glyphs::Ascii, "{locale:?}");
        }
    }
}
