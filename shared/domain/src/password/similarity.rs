//! Passwords that depend on known words, such as the username.
//!
//! `docs/reference/fields.md` has the rules.

use std::cmp::Reverse;
use std::ops::Range;

use super::common::is_common;
use crate::unicode::canonical;

/// The minimum length of a text in bytes of UTF-8.
///
/// Shorter texts are in many words by chance.
const SHORTEST: usize = 4;
/// The number of characters of a word for each that may differ, be missing or be added.
const CHARACTERS_PER_EDIT: usize = 6;
/// The number of characters of a text that are compared. No field is longer.
const LONGEST: usize = 256;

/// Returns the word of these texts that a password depends on, as it is written there.
///
/// A password without all words of the texts must have `min_length` and must not be common. Spaces do not count. The
/// word that takes up most of the password is returned.
pub(super) fn known_word(password: &str, texts: &[&str], min_length: usize) -> Option<String> {
    let signs = password.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).count();
    let password = Letters::of(password);
    let mut known = vec![false; password.letters.len()];
    let mut longest: Option<(usize, String)> = None;
    for (written, letters) in texts.iter().flat_map(|text| words_and_whole(text)) {
        let found = password.find(&letters);
        let length: usize = found.iter().map(ExactSizeIterator::len).sum();
        if length > longest.as_ref().map_or(0, |(most, _)| *most) {
            longest = Some((length, written));
        }
        for place in found {
            known[place].fill(true);
        }
    }
    let rest: String = password.letters.iter().zip(known).filter(|(_, known)| !known).map(|(c, _)| c).collect();
    let is_enough = rest.chars().count() + signs >= min_length && !is_common(&rest);
    longest.filter(|_| !is_enough).map(|(_, written)| written)
}

/// Returns the words of a text, then all of it, each as it is written and as it is compared.
///
/// Short ones are omitted.
fn words_and_whole(text: &str) -> Vec<(String, Vec<char>)> {
    let text: String = text.chars().take(LONGEST).collect();
    let mut words: Vec<_> = words(&text).into_iter().map(|word| (word.iter().collect(), letters(&word))).collect();
    words.push((text.trim().to_owned(), Letters::of(&text).letters));
    words.retain(|(_, letters)| letters.iter().map(|c| c.len_utf8()).sum::<usize>() >= SHORTEST);
    words
}

/// Splits a text at signs, between letters and digits, and before a capital after a small letter.
fn words(text: &str) -> Vec<Vec<char>> {
    let goes_on = |a: &char, b: &char| a.is_numeric() == b.is_numeric() && !(a.is_lowercase() && b.is_uppercase());
    let runs = text.split(|c: char| !c.is_alphanumeric()).map(|run| run.chars().collect::<Vec<_>>());
    runs.flat_map(|run| run.chunk_by(goes_on).map(<[char]>::to_vec).collect::<Vec<_>>()).collect()
}

fn letters(word: &[char]) -> Vec<char> {
    canonical(&word.iter().collect::<String>()).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The letters and digits of a text, as they are compared.
struct Letters {
    letters: Vec<char>,
    /// The number of the word of each letter.
    word: Vec<usize>,
}

impl Letters {
    fn of(text: &str) -> Self {
        let (mut all, mut word) = (Vec::new(), Vec::new());
        for (number, of_word) in words(text).iter().map(|word| letters(word)).enumerate() {
            word.resize(word.len() + of_word.len(), number);
            all.extend(of_word);
        }
        Self { letters: all, word }
    }

    /// Finds a word, or nearly this word, inside one word or as several whole ones.
    ///
    /// Letters that meet across the words of a phrase are no hit. The algorithm is that of Sellers, and also records
    /// the start of each nearest part.
    fn find(&self, wanted: &[char]) -> Vec<Range<usize>> {
        let most = wanted.len() / CHARACTERS_PER_EDIT;
        let mut found: Vec<(usize, Range<usize>)> = Vec::new();
        // For each prefix of `wanted`: its distance to the nearest part that ends at one letter, and the start of that
        // part, the last one of several.
        let mut nearest: Vec<_> = (0..=wanted.len()).map(|distance| (distance, Reverse(0))).collect();
        for (at, letter) in self.letters.iter().enumerate() {
            let mut diagonal = nearest[0];
            nearest[0] = (0, Reverse(at + 1));
            for (n, expected) in wanted.iter().enumerate() {
                let replaced = (diagonal.0 + usize::from(letter != expected), diagonal.1);
                diagonal = nearest[n + 1];
                let added = (diagonal.0 + 1, diagonal.1);
                let left_out = (nearest[n].0 + 1, nearest[n].1);
                nearest[n + 1] = replaced.min(added).min(left_out);
            }
            let (distance, Reverse(start)) = nearest[wanted.len()];
            let place = start..at + 1;
            if distance > most || !self.is_word(&place) {
                continue;
            }
            match found.last_mut() {
                Some((before, last)) if start < last.end => {
                    if (distance, start) <= (*before, last.start) {
                        (*before, *last) = (distance, place);
                    }
                }
                _ => found.push((distance, place)),
            }
        }
        found.into_iter().map(|(_, place)| place).collect()
    }

    /// Returns whether a place is inside one word, or begins and ends where words do.
    fn is_word(&self, place: &Range<usize>) -> bool {
        let is_boundary = |at: usize| at == 0 || self.word.get(at) != Some(&self.word[at - 1]);
        self.word[place.start] == self.word[place.end - 1] || (is_boundary(place.start) && is_boundary(place.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::password::Password;

    fn found(password: &str, texts: &[&str]) -> Option<String> {
        known_word(password, texts, Password::MIN_LENGTH)
    }

    #[test]
    fn password_depending_on_known_word_is_similar() {
        for (password, text, word) in [
            ("annabel is my name", "annabel", "annabel"),
            ("it is AnnaBel 2024!", "annabel", "annabel"),
            ("a-n-n-a-b-e-l 1234", "annabel", "annabel"),
            ("Anna-Bel 12345678", "annabel", "annabel"),
            ("MyNameIsAnnaBel", "Annabel", "Annabel"),
            ("myname1sAnnabel!", "annabel", "annabel"),
            ("annabelismyname!", "annabel", "annabel"),
            ("annabal 1234567890", "annabel", "annabel"),
            ("anabel 12345678901", "annabel", "annabel"),
            ("annab3l 1234567890", "annabel", "annabel"),
            ("annabel annabel annabel", "annabel", "annabel"),
            ("smith and a few more", "jane.smith", "smith"),
            ("Jane and a few more", "JaneSmith1987", "Jane"),
            ("in 1987 it was 1987!", "jane1987", "1987"),
            ("janesmith1234567", "jane.smith", "jane.smith"),
            ("jane smith 1234567", "janesmith", "janesmith"),
            ("example is a secret", "www.example.com", "example"),
            ("straßburger 123456", "STRASSBURGER", "STRASSBURGER"),
            ("my name is 李雷 indeed", "李雷", "李雷"),
            ("goodshopgoodshop", "The Good Shop", "Good"),
            ("thegoodshop is it", "The Good Shop", "The Good Shop"),
            ("nora and marmalade", "nora", "nora"),
        ] {
            assert_eq!(found(password, &[text]).as_deref(), Some(word), "{password} {text}");
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
            ("green orange tulip", "nora"),
            ("green-orange-tulip", "nora"),
            ("GreenOrangeTulip", "nora"),
            ("green2orange2tulip", "nora"),
            ("Gr\u{fc}n.Orange.Tulpe", "nora"),
            ("a cat and a melon!!", "tand"),
        ] {
            assert_eq!(found(password, &[text]), None, "{password} {text}");
        }
    }

    #[test]
    fn known_word_in_long_password_is_not_similar() {
        for (password, text) in [
            ("green orange tulip marmalade", "nora"),
            ("greenorangetulipmarmalade", "nora"),
            ("nora likes tulip marmalade", "nora"),
            ("annabel eats a green orange tulip", "annabel"),
            ("my grandmother likes marmalade", "rand"),
        ] {
            assert_eq!(found(password, &[text]), None, "{password} {text}");
        }
    }

    #[test]
    fn rest_must_be_a_password_by_itself() {
        for (password, rest) in [
            ("annabel andalongsentence", 16),
            ("annabel andalongsentenc", 15),
            ("annabel andalongsenten", 14),
            ("annabel!!!!!!!!!!!!!", 13),
            ("annabel annabel andalongsenten", 14),
            ("annabal annabe1 andalongsenten", 14),
        ] {
            assert_eq!(found(password, &["annabel"]).is_none(), rest >= Password::MIN_LENGTH, "{password}");
        }
        let short = |password| known_word(password, &["annabel"], Password::LEAST_MIN_LENGTH);
        assert_eq!(short("annabel12345678").as_deref(), Some("annabel"), "the rest is common");
        assert_eq!(short("annabel sunshine").as_deref(), Some("annabel"), "the rest is common");
        assert_eq!(short("annabel zk4!vq9w"), None);
    }

    #[test]
    fn word_that_takes_up_most_is_named() {
        let texts = ["annabel", "jane.smithson", "acme", "The Good Shop"];
        assert_eq!(found("acme smithson good", &texts).as_deref(), Some("smithson"));
        assert_eq!(found("acme good acme 12", &texts).as_deref(), Some("acme"));
    }
}
