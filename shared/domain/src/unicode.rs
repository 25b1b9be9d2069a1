//! Unicode's algorithms as names, addresses and passwords need them: what is the same text, and what looks the same.

use icu_casemap::CaseMapper;
use unicode_normalization::UnicodeNormalization;
use unicode_security::mixed_script::AugmentedScriptSet;
use unicode_security::{is_potential_mixed_script_confusable_char, skeleton};

/// The spaces that a keyboard types or a page puts around what is copied. Other white space is no slip of the fingers.
const SPACES: [char; 3] = [' ', '\u{a0}', '\u{3000}'];

/// What was typed, without the spaces around it.
pub(crate) fn without_spaces_around(typed: &str) -> &str {
    typed.trim_matches(SPACES)
}

/// In normalization form C (UAX 15): an accent that was typed by itself is as good as the letter that has it.
pub(crate) fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// What two texts have in common that differ in case, width or the way in which they were typed: NFKC, which has the width
/// mapping in it, full case folding, and NFKC once more (the Unicode Standard, D146).
pub(crate) fn folded(text: &str) -> String {
    let normal: String = text.nfkc().collect();
    CaseMapper::new().fold_string(&normal).nfkc().collect()
}

/// What two texts have in common that look alike or are the same (UTS 39, 4: confusable detection), in any case. A
/// skeleton can have capitals, which are folded, and then have a skeleton again.
pub(crate) fn likeness(text: &str) -> String {
    const ROUNDS: usize = 4;
    let mut likeness = folded(&skeleton(text).collect::<String>());
    for _ in 0..ROUNDS {
        let again = folded(&skeleton(&likeness).collect::<String>());
        if again == likeness {
            break;
        }
        likeness = again;
    }
    likeness
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
    fn case_width_and_composition_make_no_other_text() {
        for (one, other) in [
            ("alice", "ALICE"),
            ("ｂｏｂ", "bob"),
            ("STRASSBURGER", "straßburger"),
            ("Zoe\u{308}", "zoë"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
            ("ﾀﾅｶ", "タナカ"),
        ] {
            assert_eq!(folded(one), folded(other));
        }
        assert_ne!(folded("ı"), folded("i"), "a dotless i is another letter");
    }

    #[test]
    fn what_looks_alike_has_the_same_likeness() {
        for (one, other) in [("сосо", "coco"), ("paypa1", "paypal"), ("user10", "USER1O"), ("modern", "modem")] {
            assert_eq!(likeness(one), likeness(other), "{one} {other}");
        }
        assert_ne!(likeness("ann"), likeness("anna"));
    }

    #[test]
    fn scripts_that_are_written_together_are_not_mixed() {
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

    /// Names are kept by their likeness, for as long as there are users. When this fails, Unicode has changed what looks
    /// alike: see CONTRIBUTING.md before this is changed.
    #[test]
    fn what_looks_alike_is_what_unicode_18_says() {
        assert_eq!(unicode_security::UNICODE_VERSION, (18, 0, 0));
        for (text, expected) in [("Ann.Lee", "ann.lee"), ("mail", "rnail"), ("100", "loo"), ("иван", "ᴎʙaʜ")] {
            assert_eq!(likeness(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn folding_is_done_at_once(text in any::<String>()) {
            prop_assert_eq!(folded(&folded(&text)), folded(&text));
        }

        #[test]
        fn a_likeness_is_its_own(text in any::<String>()) {
            prop_assert_eq!(likeness(&likeness(&text)), likeness(&text));
        }

        #[test]
        fn any_text_has_scripts(text in any::<String>()) {
            mixes_scripts(&text);
        }
    }
}
