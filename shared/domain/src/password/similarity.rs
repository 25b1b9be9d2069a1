//! Whether a password has something in it that others know.

use crate::unicode::canonical;

/// What is shorter, in bytes of UTF-8, is in many words by chance.
const SHORTEST: usize = 4;
/// So many characters of a text may be one that differs, is missing or too much.
const CHARACTERS_PER_EDIT: usize = 6;
/// What is longer than any field says nothing more.
const LONGEST: usize = 256;

/// Whether one of these texts, or one of the words in them, is in a password, or nearly so. Case and signs do not count.
pub(super) fn is_similar(password: &str, texts: &[&str]) -> bool {
    let password = letters_and_digits(&canonical(password));
    texts.iter().any(|text| {
        let text = canonical(&text.chars().take(LONGEST).collect::<String>());
        let words = text.split(|c: char| !c.is_alphanumeric()).map(letters_and_digits);
        words.chain([letters_and_digits(&text)]).any(|part| contains_approximately(&password, &part))
    })
}

fn letters_and_digits(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether some part of `text` differs from `part` by few characters (Sellers' algorithm: the edit distance to the part
/// that is the nearest).
fn contains_approximately(text: &[char], part: &[char]) -> bool {
    if part.iter().map(|c| c.len_utf8()).sum::<usize>() < SHORTEST {
        return false;
    }
    let most = part.len() / CHARACTERS_PER_EDIT;
    // The distances of the beginnings of `part` to what ends at one place of `text`; what it begins with there is free.
    let mut distances: Vec<usize> = (0..=part.len()).collect();
    for typed in text {
        let mut diagonal = 0;
        for (at, expected) in part.iter().enumerate() {
            let replaced = diagonal + usize::from(typed != expected);
            diagonal = distances[at + 1];
            distances[at + 1] = replaced.min(diagonal + 1).min(distances[at] + 1);
        }
        if distances[part.len()] <= most {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn password_containing_a_name_is_similar() {
        for (password, text) in [
            ("annabel is my name", "annabel"),
            ("it is AnnaBel 2024!", "annabel"),
            ("a-n-n-a-b-e-l 1234", "annabel"),
            ("annabal 1234567890", "annabel"),
            ("anabel 12345678901", "annabel"),
            ("smith and a few more", "jane.smith"),
            ("janesmith1234567", "jane.smith"),
            ("example is a secret", "www.example.com"),
            ("straßburger 123456", "STRASSBURGER"),
            ("my name is 李雷 indeed", "李雷"),
            ("goodshopgoodshop", "The Good Shop"),
        ] {
            assert!(is_similar(password, &[text]), "{password} {text}");
        }
    }

    #[test]
    fn coincidental_overlap_is_not_similar() {
        for (password, text) in [
            ("correct horse battery staple", "ann"),
            ("correct horse battery staple", "house"),
            ("correct horse battery staple", "ann@example.com"),
            ("bannister and canned fruit", "ann"),
            ("a book of many pages", ""),
            ("a book of many pages", "!!!!!"),
        ] {
            assert!(!is_similar(password, &[text]), "{password} {text}");
        }
    }
}
