//! The passwords that attackers try first.
//!
//! `passwords/common.txt` has 20,956 of the passwords that were stolen most often, in lower case and sorted by bytes.
//! They are the first 10,000 with 8 or more characters, and 11,000 with 15 or more. So over 10,000 have any possible
//! minimum length. The source is `SecLists` (MIT licence), collected by Mark Burnett, without addresses.

const LIST: &str = include_str!("../../passwords/common.txt");

/// Returns whether a password is listed in any case, a repetition, or a sequence.
pub(super) fn is_common(password: &str) -> bool {
    let password = password.to_lowercase();
    let characters: Vec<char> = password.chars().collect();
    is_listed(&password) || is_repetition(&characters) || is_sequence(&characters)
}

/// Finds a line by binary search, which needs no index.
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

/// Returns whether it repeats a few characters, or a common password.
///
/// The last repetition may be cut short.
fn is_repetition(password: &[char]) -> bool {
    const FEW: usize = 4;
    (1..=password.len() / 2)
        .find(|period| password[*period..].iter().zip(password).all(|(a, b)| a == b))
        .is_some_and(|period| period <= FEW || is_listed(&String::from_iter(&password[..period])))
}

/// Returns whether it counts up or down: `abcdefgh`, `9876543210`.
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
