//! Usernames.

use std::collections::BTreeSet;
use std::fmt;

use data_encoding::HEXLOWER;
use precis_profiles::UsernameCaseMapped;
use precis_profiles::precis_core::profile::Profile;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::unicode::{canonical, confusable_skeleton, is_line_control, mixes_scripts, trim_spaces};

/// A username of 1 to 150 code points.
///
/// PRECIS's `UsernameCaseMapped` allows it (RFC 8265, 3.3). It has letters and digits of any script, and of ASCII's
/// signs only `@.+-_`. It has no spaces, and one direction (RFC 5893).
///
/// # Examples
/// ```
/// use domain::Username;
///
/// let name = Username::parse("paypaI").unwrap();
/// let other = Username::parse("PayPal").unwrap();
/// assert!(!name.claims().is_disjoint(&other.claims()), "a capital i looks like an l");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Username(String);

/// The reason why a text is not a username.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsernameError {
    /// The text is empty.
    Required,
    /// The text is longer than [`Username::MAX_LENGTH`] code points.
    TooLong,
    /// The text has a character that is not allowed, or two directions.
    Invalid,
    /// The text mixes confusable scripts.
    LookAlike,
}

impl Username {
    /// The maximum length in code points.
    pub const MAX_LENGTH: usize = 150;
    /// The maximum length of a name from another system, in code points.
    pub const LONGEST_EXISTING: usize = 255;
    /// The allowed signs, which are those of django-registration.
    ///
    /// PRECIS allows all of ASCII's and lets applications restrict them (RFC 8265, 3.1). A name is in pages, links and
    /// emails, which anyone can have sent to anyone.
    const SIGNS: &str = "@.+-_";

    /// Parses a username as it was typed, without the spaces around it.
    ///
    /// # Errors
    /// A [`UsernameError`] if the text is not a valid username.
    pub fn parse(typed: &str) -> Result<Self, UsernameError> {
        let name = trim_spaces(typed);
        if name.is_empty() {
            return Err(UsernameError::Required);
        }
        if name.chars().count() > Self::MAX_LENGTH {
            return Err(UsernameError::TooLong);
        }
        if name.contains(is_disallowed) || UsernameCaseMapped::new().enforce(name).is_err() {
            return Err(UsernameError::Invalid);
        }
        if mixes_scripts(name) {
            return Err(UsernameError::LookAlike);
        }
        Ok(Self(name.to_owned()))
    }

    /// Accepts a name from another system, even if [`Self::parse`] rejects it.
    ///
    /// It must have one line of visible characters, no controls, also not of direction, and at most
    /// [`Self::LONGEST_EXISTING`] code points.
    #[must_use]
    pub fn existing(text: &str) -> Option<Self> {
        let name = Self(text.to_owned());
        let fits = (1..=Self::LONGEST_EXISTING).contains(&text.chars().count()) && !text.contains(is_line_control);
        (fits && name.claims().iter().all(|claim| !claim.trim().is_empty())).then_some(name)
    }

    /// Returns the username as it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the canonical form, which ignores case, width and composition.
    #[must_use]
    pub fn canonical(&self) -> String {
        canonical(&self.0)
    }

    /// Returns the keys that a user with this name holds, and no other user can hold.
    ///
    /// Two names with a common key are the same or confusable. Most names have one key. A name that looks different in
    /// capitals has two: `IAN` looks like `lAN`.
    #[must_use]
    pub fn claims(&self) -> BTreeSet<String> {
        let as_typed = unicode_normalization::UnicodeNormalization::nfkc(self.0.as_str()).collect::<String>();
        [confusable_skeleton(&self.canonical()), confusable_skeleton(&as_typed)].into_iter().map(key).collect()
    }
}

impl Username {
    /// Returns the key of exactly this name, for one stored alongside confusable names.
    #[must_use]
    pub fn exact(&self) -> String {
        key(self.canonical())
    }
}

/// Returns a key for the table, hashed if it is long.
///
/// DynamoDB's keys have at most 2048 bytes, and some characters have a skeleton of several.
fn key(confusable_skeleton: String) -> String {
    const LONGEST: usize = 1024;
    if confusable_skeleton.len() <= LONGEST {
        return confusable_skeleton;
    }
    format!("sha256:{}", HEXLOWER.encode(&Sha256::digest(confusable_skeleton.as_bytes())))
}

/// Returns whether this service forbids a character that PRECIS allows.
///
/// These are further signs, and the joiners: PRECIS allows them where they change how letters join, but they are
/// invisible.
fn is_disallowed(c: char) -> bool {
    let is_sign = c.is_ascii() && !c.is_ascii_alphanumeric() && !Username::SIGNS.contains(c);
    is_sign || matches!(c, '\u{200c}' | '\u{200d}')
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(text: &str) -> Username {
        Username::parse(text).unwrap()
    }

    fn are_one(one: &str, other: &str) -> bool {
        !name(one).claims().is_disjoint(&name(other).claims())
    }

    #[test]
    fn username_is_compared_ignoring_case() {
        assert_eq!(name(" Zoë.Müller+1@home\u{3000}").as_str(), "Zoë.Müller+1@home");
        for (one, other) in [
            ("Zoë.Müller+1@home", "zoE\u{308}.mÜller+1@HOME"),
            ("alice", "ALICE"),
            ("ｂｏｂ", "bob"),
            ("STRASSBURGER", "straßburger"),
        ] {
            assert_eq!(name(one).canonical(), name(other).canonical());
            assert!(are_one(one, other), "{one} {other}");
        }
    }

    #[test]
    fn names_of_any_script_are_accepted() {
        for typed in
            ["иван", "李雷", "محمد", "田中たろう", "김철수", "נועה", "नेहा", "a", "007", "o.brien", &"x".repeat(150)]
        {
            assert_eq!(name(typed).as_str(), typed);
        }
    }

    #[test]
    fn confusable_names_share_a_claim() {
        for (one, other) in [
            ("сосо", "coco"),
            ("COCO", "сосо"),
            ("paypaI", "paypal"),
            ("paypa1", "PAYPAL"),
            ("СОРЕ", "cope"),
            ("ALICE", "aIice"),
            ("modern", "modem"),
        ] {
            assert!(are_one(one, other) && are_one(other, one), "{one} {other}");
        }
        for (one, other) in [("ann", "anna"), ("ian", "lan"), ("анна", "anna"), ("mail", "mall")] {
            assert!(!are_one(one, other), "{one} {other}");
        }
        assert_eq!(name("Ann").claims(), BTreeSet::from(["ann".to_owned()]));
        assert_eq!(name("Mary").claims(), BTreeSet::from(["rnary".to_owned()]));
    }

    #[test]
    fn invalid_username_is_refused_with_reason() {
        let too_long = "é".repeat(151);
        for (typed, error) in [
            ("", UsernameError::Required),
            ("  ", UsernameError::Required),
            (&too_long, UsernameError::TooLong),
            ("two words", UsernameError::Invalid),
            ("<b>", UsernameError::Invalid),
            ("o'brien", UsernameError::Invalid),
            ("https://example.com/x", UsernameError::Invalid),
            ("zed\n", UsernameError::Invalid),
            ("zed\nned", UsernameError::Invalid),
            ("zed\0", UsernameError::Invalid),
            ("\u{202e}abc", UsernameError::Invalid),
            ("a\u{2066}b", UsernameError::Invalid),
            ("a\u{200b}b", UsernameError::Invalid),
            ("می\u{200c}خواهم", UsernameError::Invalid),
            ("क्\u{200d}ष", UsernameError::Invalid),
            ("\u{feff}ann", UsernameError::Invalid),
            ("ann\u{ad}", UsernameError::Invalid),
            ("\u{3164}", UsernameError::Invalid),
            ("♥", UsernameError::Invalid),
            ("🙂", UsernameError::Invalid),
            ("5محمد", UsernameError::Invalid),
            ("annמ", UsernameError::Invalid),
            ("pаypal", UsernameError::LookAlike),
            ("αdmin", UsernameError::LookAlike),
        ] {
            assert_eq!(Username::parse(typed), Err(error), "{typed:?}");
        }
    }

    #[test]
    fn existing_name_is_kept_unchanged() {
        for text in ["two words", " ann", "o'brien", "pаypal", "🙂", "admin", "a/b", &"x".repeat(255)] {
            assert_eq!(Username::existing(text).unwrap().as_str(), text);
        }
        for text in ["", " ", "zed\n", "zed\0", "zed\u{202e}dez", "\u{2028}", &"x".repeat(256)] {
            assert_eq!(Username::existing(text), None, "{text:?}");
        }
    }

    #[test]
    fn longest_names_fit_a_table_key() {
        for c in ('\0'..=char::MAX).filter(|c| c.is_alphanumeric()).step_by(37) {
            if let Ok(name) = Username::parse(&c.to_string().repeat(150)) {
                assert!(name.claims().iter().all(|claim| claim.len() <= 1024), "{c:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn accepted_username_is_kept_as_typed(typed in any::<String>()) {
            if let Ok(name) = Username::parse(&typed) {
                prop_assert_eq!(name.as_str(), trim_spaces(&typed));
                prop_assert!(!name.claims().is_empty());
            }
        }

        #[test]
        fn names_differing_in_case_are_equal(typed in r"\w{1,20}") {
            if let (Ok(name), Ok(upper)) = (Username::parse(&typed), Username::parse(&canonical(&typed))) {
                prop_assert_eq!(name.canonical(), upper.canonical());
                prop_assert!(!name.claims().is_disjoint(&upper.claims()));
            }
        }
    }
}
