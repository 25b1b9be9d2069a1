//! Links in texts: `I accept the [terms of use](terms)`.

/// A setting that a text can link to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkTarget {
    /// `REGISTRATION_TERMS_URL`.
    Terms,
    /// `REGISTRATION_PRIVACY_URL`.
    Privacy,
}

/// A part of a text: words, and the target of their link, if they have one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPart {
    /// The words.
    pub text: String,
    /// The setting that they link to.
    pub link: Option<LinkTarget>,
}

impl LinkTarget {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "terms" => Some(Self::Terms),
            "privacy" => Some(Self::Privacy),
            _ => None,
        }
    }
}

/// Splits a text at its links. Brackets that are no link stay as they are.
pub(super) fn split(text: &str) -> Vec<TextPart> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, words, target, after)) = next_link(rest) {
        match LinkTarget::parse(target) {
            Some(link) => {
                push(&mut parts, before, None);
                push(&mut parts, words, Some(link));
            }
            None => push(&mut parts, &rest[..rest.len() - after.len()], None),
        }
        rest = after;
    }
    push(&mut parts, rest, None);
    parts
}

/// Returns the text with only the words of its links.
pub(super) fn plain(text: String) -> String {
    if text.contains("](") { split(&text).into_iter().map(|part| part.text).collect() } else { text }
}

/// Returns the first target of a link in a text that is not a setting.
pub(crate) fn unknown_target(text: &str) -> Option<&str> {
    let (.., target, after) = next_link(text)?;
    if LinkTarget::parse(target).is_none() { Some(target) } else { unknown_target(after) }
}

/// Finds the first link of a text.
///
/// Returns the text before it, its words, its target and the text after it.
fn next_link(text: &str) -> Option<(&str, &str, &str, &str)> {
    text.match_indices("](").find_map(|(words_end, between)| {
        let start = text[..words_end].rfind('[')?;
        let target_start = words_end + between.len();
        let end = target_start + text[target_start..].find(')')?;
        Some((&text[..start], &text[start + 1..words_end], &text[target_start..end], &text[end + 1..]))
    })
}

fn push(parts: &mut Vec<TextPart>, text: &str, link: Option<LinkTarget>) {
    match parts.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.link.is_none() && link.is_none() => last.text.push_str(text),
        _ => parts.push(TextPart { text: text.to_owned(), link }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str, link: Option<LinkTarget>) -> TextPart {
        TextPart { text: text.to_owned(), link }
    }

    #[test]
    fn text_is_split_at_its_links() {
        assert_eq!(
            split("I accept the [terms](terms) and the [privacy notice](privacy)."),
            [
                part("I accept the ", None),
                part("terms", Some(LinkTarget::Terms)),
                part(" and the ", None),
                part("privacy notice", Some(LinkTarget::Privacy)),
                part(".", None),
            ]
        );
        assert_eq!(split("[Terms](terms)"), [part("Terms", Some(LinkTarget::Terms))]);
        assert_eq!(split("a](b) [c](terms)"), [part("a](b) ", None), part("c", Some(LinkTarget::Terms))]);
        assert_eq!(split(""), []);
    }

    #[test]
    fn other_brackets_stay_as_they_are() {
        for text in ["a [b] (c)", "a](terms)", "[a](terms", "[a](b) c](d)", "[x](javascript:alert(1))", "[[]("] {
            assert_eq!(split(text), [part(text, None)], "{text}");
            assert_eq!(plain(text.to_owned()), text);
        }
        assert_eq!(plain("[a](b) [c](terms)".to_owned()), "[a](b) c");
    }

    #[test]
    fn unknown_target_is_found() {
        assert_eq!(unknown_target("[a](terms) [b](imprint)"), Some("imprint"));
        assert_eq!(unknown_target("[a](terms) [b](privacy) [c]"), None);
    }
}
