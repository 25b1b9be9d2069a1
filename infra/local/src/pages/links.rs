//! Clickable links in emails.

use std::fmt::Write;

/// Returns `text` as HTML, with its URLs as links and the rest escaped.
pub(super) fn linkify(text: &str) -> String {
    let ends = |c: char| c.is_whitespace() || "<>\"'(".contains(c);
    let mut html = String::with_capacity(text.len());
    for part in text.split_inclusive(ends) {
        let mut rest = part;
        if part.starts_with("http://") || part.starts_with("https://") {
            // Punctuation after a link ends the sentence and is not part of the link.
            let link = part.trim_end_matches(|c| ends(c) || ".,;:!?)".contains(c));
            let url = escape(link);
            _ = write!(html, "<a href=\"{url}\">{url}</a>");
            rest = &part[link.len()..];
        }
        html.push_str(&escape(rest));
    }
    html
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// Lets all links of `html` open in the whole window instead of in the frame.
pub(super) fn with_top_level_links(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let head = lower.find("<head").and_then(|head| Some(head + lower[head..].find('>')? + 1));
    let (before, after) = html.split_at(head.unwrap_or(0));
    format!("{before}<base target=\"_top\">{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_become_links_and_all_else_is_escaped() {
        assert_eq!(
            linkify("Hi <b>, see http://x.org/a?b=1&c=2. Or\n(https://y.org)!"),
            "Hi &lt;b&gt;, see <a href=\"http://x.org/a?b=1&amp;c=2\">http://x.org/a?b=1&amp;c=2</a>. Or\n\
             (<a href=\"https://y.org\">https://y.org</a>)!"
        );
    }

    #[test]
    fn url_cannot_break_out_of_its_link() {
        assert_eq!(linkify("http://x\"onclick=\"a"), "<a href=\"http://x\">http://x</a>&quot;onclick=&quot;a");
    }

    #[test]
    fn base_element_is_inserted_into_head() {
        assert_eq!(
            with_top_level_links("<!doctype html><HEAD lang=en><title>t</title>"),
            "<!doctype html><HEAD lang=en><base target=\"_top\"><title>t</title>"
        );
        assert_eq!(with_top_level_links("<p>é"), "<base target=\"_top\"><p>é");
    }
}
