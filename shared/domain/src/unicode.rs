//! Unicode's algorithms as names, addresses and passwords need them: what is the same text, and what looks the same.

use icu_casemap::CaseMapper;
use unicode_normalization::UnicodeNormalization;
use unicode_security::mixed_script::AugmentedScriptSet;
use unicode_security::{is_potential_mixed_script_confusable_char, skeleton};

/// The spaces that a keyboard types or a page puts around what is copied. Other white space is no slip of the fingers.
const SPACES: [char; 3] = [' ', '\u{a0}', '\u{3000}'];

/// What was typed, without the spaces around it.
pub(crate) fn trim_spaces(typed: &str) -> &str {
    typed.trim_matches(SPACES)
}

/// In normalization form C (UAX 15): an accent that was typed by itself is as good as the letter that has it.
pub(crate) fn to_nfc(text: &str) -> String {
    text.nfc().collect()
}

/// What two texts have in common that differ in case, width or the way in which they were typed: NFKC, which has the width
/// mapping in it, full case folding, and NFKC once more (the Unicode Standard, D146).
pub(crate) fn canonical(text: &str) -> String {
    let normal: String = text.nfkc().collect();
    CaseMapper::new().fold_string(&normal).nfkc().collect()
}

/// What two texts have in common that look alike or are the same (UTS 39, 4: confusable detection), in any case. A
/// skeleton can have capitals, which are folded, and then have a skeleton again.
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

/// Whether a text is of several scripts and has characters that look like those of another one (UTS 39, 5.1). Scripts
/// that are written together are one: Japanese, Korean, Chinese with Bopomofo, and Latin beside each of them (UTS 39,
/// 5.2: highly restrictive).
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

    /// Names are kept by their skeletons, for as long as there are users. When this fails, Unicode has changed what looks
    /// alike: see CONTRIBUTING.md before this is changed.
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
