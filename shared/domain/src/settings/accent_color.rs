//! The colour of buttons and links.

use std::fmt;

/// The colour of buttons and links, legible on light and on dark pages.
///
/// Light pages show it with white, so its contrast with white is at least 4.5:1 (WCAG 2.2, 1.4.3). For dark pages it is
/// mixed with white until it is legible there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccentColor {
    light: Rgb,
    dark: Rgb,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rgb([u8; 3]);

/// The minimum contrast of text (WCAG 2.2, 1.4.3).
const MIN_CONTRAST: f64 = 4.5;
/// The contrast of the colour with a dark page.
///
/// Light text on a dark page dazzles less than black on white, so it can have more than the minimum.
const CONTRAST_IN_DARK: f64 = 7.0;
const WHITE: Rgb = Rgb([0xff; 3]);
const BLACK: Rgb = Rgb([0; 3]);
/// The background of the card on a dark page, the lightest one of `style.css`.
const DARK_CARD: Rgb = Rgb([0x1b, 0x20, 0x27]);
/// The background of a dark page, which is also the colour of the text on a button.
const DARK_PAGE: Rgb = Rgb([0x12, 0x15, 0x1a]);

impl AccentColor {
    /// Parses `#rrggbb`.
    ///
    /// # Errors
    /// A sentence with the expected format, or with the nearest colour that is dark enough.
    pub fn parse(value: &str) -> Result<Self, String> {
        let light = Rgb::parse(value).ok_or("must be a colour such as #1d5bbf")?;
        let contrast = light.contrast(WHITE);
        if contrast < MIN_CONTRAST {
            let darker = light.mixed_until(BLACK, |color| color.contrast(WHITE) >= MIN_CONTRAST);
            // Rounded down: a contrast that is too low must not look sufficient.
            let contrast = (contrast * 10.0).floor() / 10.0;
            return Err(format!(
                "is too light: its contrast with white is {contrast:.1}:1, and text needs {MIN_CONTRAST}:1 (WCAG 2.2, \
                 1.4.3); {darker} is dark enough"
            ));
        }
        Ok(Self { light, dark: light.mixed_until(WHITE, |color| color.contrast(DARK_CARD) >= CONTRAST_IN_DARK) })
    }

    /// Returns the colour on light pages.
    #[must_use]
    pub fn light(&self) -> String {
        self.light.to_string()
    }

    /// Returns the colour of text on [`Self::light()`].
    #[must_use]
    pub fn on_light(&self) -> String {
        WHITE.to_string()
    }

    /// Returns the colour on dark pages.
    #[must_use]
    pub fn dark(&self) -> String {
        self.dark.to_string()
    }

    /// Returns the colour of text on [`Self::dark()`].
    #[must_use]
    pub fn on_dark(&self) -> String {
        DARK_PAGE.to_string()
    }
}

/// The colour of `style.css`.
impl Default for AccentColor {
    fn default() -> Self {
        Self { light: Rgb([0x1d, 0x5b, 0xbf]), dark: Rgb([0x8f, 0xba, 0xff]) }
    }
}

impl Rgb {
    fn parse(value: &str) -> Option<Self> {
        let digits = value.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let mut bytes = [0; 3];
        data_encoding::HEXLOWER_PERMISSIVE.decode_mut(digits.as_bytes(), &mut bytes).ok()?;
        Some(Self(bytes))
    }

    /// Returns the "relative luminance" of WCAG 2.2.
    fn luminance(self) -> f64 {
        let linear = |byte: u8| {
            let value = f64::from(byte) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126f64.mul_add(red, 0.7152f64.mul_add(green, 0.0722 * blue))
    }

    /// Returns the "contrast ratio" of WCAG 2.2.
    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Mixes the colour with another one until `is_enough` accepts the result.
    fn mixed_until(self, other: Self, is_enough: impl Fn(Self) -> bool) -> Self {
        let mixed = |share: u16| {
            let channel = |at: usize| {
                let (own, other) = (u16::from(self.0[at]) * (100 - share), u16::from(other.0[at]) * share);
                u8::try_from((own + other + 50) / 100).unwrap_or(u8::MAX)
            };
            Self([channel(0), channel(1), channel(2)])
        };
        (0..100).map(mixed).find(|color| is_enough(*color)).unwrap_or(other)
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn contrast_is_that_of_wcag() {
        for (a, b, ratio) in [(WHITE, BLACK, 21.0), (WHITE, WHITE, 1.0), (Rgb([0x76; 3]), WHITE, 4.54)] {
            assert!((a.contrast(b) - ratio).abs() < 0.005, "{a} {b} {}", a.contrast(b));
        }
    }

    #[test]
    fn light_colour_is_refused_with_a_darker_one() {
        assert_eq!(
            AccentColor::parse("#FFCC00").unwrap_err(),
            "is too light: its contrast with white is 1.5:1, and text needs 4.5:1 (WCAG 2.2, 1.4.3); #8f7200 is dark \
             enough"
        );
        assert!(AccentColor::parse("#777777").unwrap_err().contains("is 4.4:1"));
        for value in ["", "1d5bbf", "#1d5", "#1d5bbf00", "#1d5bbg", "red", "#1d5bb;", "#é1d5b"] {
            assert_eq!(AccentColor::parse(value), Err("must be a colour such as #1d5bbf".to_owned()), "{value}");
        }
    }

    #[test]
    fn default_can_be_read() {
        let default = AccentColor::default();
        assert!(default.light.contrast(WHITE) >= MIN_CONTRAST && default.dark.contrast(DARK_CARD) >= CONTRAST_IN_DARK);
    }

    proptest! {
        #[test]
        fn accepted_colour_is_readable_in_light_and_dark(bytes: [u8; 3]) {
            match AccentColor::parse(&Rgb(bytes).to_string()) {
                Ok(accent) => {
                    prop_assert_eq!(accent.light, Rgb(bytes));
                    prop_assert!(accent.light.contrast(WHITE) >= MIN_CONTRAST);
                    prop_assert!(accent.dark.contrast(DARK_CARD) >= MIN_CONTRAST);
                    prop_assert!(accent.dark.contrast(DARK_PAGE) >= MIN_CONTRAST);
                }
                Err(error) => {
                    let darker = error.split_once("; ").unwrap().1.split(' ').next().unwrap();
                    prop_assert!(AccentColor::parse(darker).is_ok(), "{}", error);
                }
            }
        }
    }
}
