//! Unicode's algorithms for the equality of names, addresses and passwords.

use icu_casemap::CaseMapper;
use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use unicode_normalization::UnicodeNormalization;
use unicode_security::mixed_script::AugmentedScriptSet;
use unicode_security::{is_potential_mixed_script_confusable_char, skeleton};

/// The spaces that a keyboard or copying adds. Other white space is not accidental.
const SPACES: [char; 3] = [' ', '\u{a0}', '\u{3000}'];

/// Returns whether a character is a space that a keyboard or copying adds.
pub(crate) fn is_space(c: char) -> bool {
    SPACES.contains(&c)
}

/// Returns a text without the spaces around it.
pub(crate) fn trim_spaces(typed: &str) -> &str {
    typed.trim_matches(SPACES)
}

/// Returns whether programs show nothing for a character (Unicode's `Default_Ignorable_Code_Point`).
///
/// These include joiners, spaces without width, soft hyphens, variation selectors and the controls of direction.
pub(crate) fn is_invisible(c: char) -> bool {
    !c.is_ascii() && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Returns whether a character does not belong into a line of text.
///
/// It is a control, such as a line break or the escape character of terminals. Or it changes the direction of the text
/// that follows (UAX 9). The three marks of direction do not: keyboards type them, and they affect no other line.
#[must_use]
pub fn is_line_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns normalization form C (UAX 15): separate accents join their letters.
pub(crate) fn to_nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Returns the canonical form, which ignores case, width and composition.
///
/// It is NFKC, which includes the width mapping, then full case folding, then NFKC again (the Unicode Standard, D146).
pub(crate) fn canonical(text: &str) -> String {
    let normal: String = text.nfkc().collect();
    CaseMapper::new().fold_string(&normal).nfkc().collect()
}

/// Returns the skeleton, which confusable texts share in any case (UTS 39, 4).
///
/// A skeleton can have capitals. They are folded, and the result may have another skeleton.
pub(crate) fn confusable_skeleton(text: &str) -> String {
    const ROUNDS: usize = 4;
    let mut confusable_skeleton = canonical(&skeleton(text).collect::<String>());
    for _ in 0..ROUNDS {
        let again = canonical(&skeleton(&confusable_skeleton).collect::<String>());
        if again == confusable_skeleton {
            break;
        }
        confusable_skeleton = again;
    }
    confusable_skeleton
}

/// Returns whether a text mixes scripts with confusable characters (UTS 39, 5.1).
///
/// Scripts that are written together count as one: Japanese, Korean, Chinese with Bopomofo, and Latin with each of them
/// (UTS 39, 5.2: highly restrictive).
pub(crate) fn mixes_scripts(text: &str) -> bool {
    let latin = AugmentedScriptSet::for_char('a');
    let (mut all, mut others) = (AugmentedScriptSet::default(), AugmentedScriptSet::default());
    for script in text.chars().map(AugmentedScriptSet::for_char) {
        all.intersect_with(script);
        if script != latin {
            others.intersect_with(script);
        }
    }
    let written_together = others.jpan || others.kore || others.hanb;
    let one_script = !all.is_empty() || (written_together && !others.is_all());
    !one_script && text.chars().any(is_potential_mixed_script_confusable_char)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn canonical_form_ignores_case_width_and_composition() {
        for (one, other) in [
            ("alice", "ALICE"),
            ("ｂｏｂ", "bob"),
            ("STRASSBURGER", "straßburger"),
            ("Zoe\u{308}", "zoë"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
            ("ﾀﾅｶ", "タナカ"),
        ] {
            assert_eq!(canonical(one), canonical(other));
        }
        assert_ne!(canonical("ı"), canonical("i"), "a dotless i is another letter");
    }

    #[test]
    fn confusable_texts_have_same_skeleton() {
        for (one, other) in [("сосо", "coco"), ("paypa1", "paypal"), ("user10", "USER1O"), ("modern", "modem")] {
            assert_eq!(confusable_skeleton(one), confusable_skeleton(other), "{one} {other}");
        }
        assert_ne!(confusable_skeleton("ann"), confusable_skeleton("anna"));
    }

    #[test]
    fn scripts_of_one_language_may_be_combined() {
        for text in [
            "иван",
            "李雷",
            "محمد",
            "田中たろう",
            "タナカ太郎",
            "김철수",
            "ann-7",
            "tanaka田中",
            "kim김",
            "ελένη",
            "नेहा",
        ] {
            assert!(!mixes_scripts(text), "{text}");
        }
        for text in ["pаypal", "αnn", "аnn", "ivanиван", "раypal", "аnn田中"] {
            assert!(mixes_scripts(text), "{text}");
        }
    }

    /// The table stores names by their skeletons permanently.
    ///
    /// When this test fails, Unicode has changed some of them: see CONTRIBUTING.md before you change the test.
    #[test]
    fn skeletons_follow_unicode_18() {
        assert_eq!(unicode_security::UNICODE_VERSION, (18, 0, 0));
        for (text, expected) in [("Ann.Lee", "ann.lee"), ("mail", "rnail"), ("100", "loo"), ("иван", "ᴎʙaʜ")] {
            assert_eq!(confusable_skeleton(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn canonical_form_is_idempotent(text in any::<String>()) {
            prop_assert_eq!(canonical(&canonical(&text)), canonical(&text));
        }

        #[test]
        fn skeleton_is_idempotent(text in any::<String>()) {
            prop_assert_eq!(confusable_skeleton(&confusable_skeleton(&text)), confusable_skeleton(&text));
        }

        #[test]
        fn script_check_accepts_any_text(text in any::<String>()) {
            mixes_scripts(&text);
        }
    }
}
