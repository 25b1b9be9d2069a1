//! Passwords that are tried first.
//!
//! `passwords/common.txt` has 20,956, in lower case and in the order of their bytes: of the passwords that were stolen most
//! often, the first 10,000 of 8 characters and more, and 11,000 of 15 and more, so that whatever length is asked for there
//! are more than 10,000 that have it. They are those of `SecLists` (MIT licence), which Mark Burnett collected, without what
//! is an address.

const LIST: &str = include_str!("../../passwords/common.txt");

/// Whether a password is in the list in whatever case, or repeats one or a few characters, or counts up or down.
pub(super) fn is_common(password: &str) -> bool {
    let password = password.to_lowercase();
    let characters: Vec<char> = password.chars().collect();
    is_listed(&password) || is_repetition(&characters) || is_sequence(&characters)
}

/// Finds a line by halves: nothing has to be made of the list before.
fn is_listed(password: &str) -> bool {
    let (mut list, password) = (LIST.as_bytes(), password.as_bytes());
    while !list.is_empty() {
        let middle = list.len() / 2;
        let start = list[..middle].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let end = list[middle..].iter().position(|b| *b == b'\n').map_or(list.len(), |at| middle + at);
        match password.cmp(&list[start..end]) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => list = &list[..start],
            std::cmp::Ordering::Greater => list = list.get(end + 1..).unwrap_or_default(),
        }
    }
    false
}

/// Whether it is a few characters, or a password that is common, over and over; the last time may be cut short.
fn is_repetition(password: &[char]) -> bool {
    const FEW: usize = 4;
    (1..=password.len() / 2)
        .find(|period| password[*period..].iter().zip(password).all(|(a, b)| a == b))
        .is_some_and(|period| period <= FEW || is_listed(&String::from_iter(&password[..period])))
}

/// Whether each character follows the one before, or each precedes it: `abcdefgh`, `9876543210`.
fn is_sequence(password: &[char]) -> bool {
    let follows = |a: char, b: char| u32::from(a) + 1 == u32::from(b) || (a, b) == ('9', '0');
    password.windows(2).all(|pair| follows(pair[0], pair[1]))
        || password.windows(2).all(|pair| follows(pair[1], pair[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_is_sorted_and_long_enough() {
        let lines: Vec<_> = LIST.lines().collect();
        assert!(lines.is_sorted() && LIST.ends_with('\n'));
        for min_length in 8..=15 {
            assert!(lines.iter().filter(|line| line.len() >= min_length).count() > 10_000, "{min_length}");
        }
        for line in lines {
            assert!(is_listed(line), "{line}");
            assert!(!is_listed(&line[1..]) || LIST.contains(&format!("\n{}\n", &line[1..])));
        }
    }

    #[test]
    fn guessable_passwords_are_common() {
        for password in [
            "password",
            "PassWordPassword",
            "1qaz2wsx3edc4rfv",
            "qwertyuiopasdfg",
            "aaaaaaaaaaaaaaa",
            "               ",
            "abababababababab",
            "123412341234123",
            "iloveyou2iloveyou2iloveyou2",
            "abcdefghijklmnop",
            "012345678901234",
            "9876543210987654",
        ] {
            assert!(is_common(password), "{password}");
        }
        for password in ["correct horse battery staple", "another long password", "zebra", "", "!", "~~~~~~~~~~~~~~~z"]
        {
            assert!(!is_common(password) || password.len() < 8, "{password}");
        }
    }
}
