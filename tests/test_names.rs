//! The names of tests are short sentences whose subject is a noun.

use std::path::Path;

use crate::documents::{find, read, root};

/// The maximum number of words in the name of a test.
const MAX_WORDS: usize = 8;

/// Returns the names of the tests in the source of a file.
fn tests(source: &str) -> Vec<&str> {
    let (mut names, mut is_test) = (Vec::new(), false);
    for line in source.lines().map(str::trim_start) {
        if line.starts_with("#[") {
            is_test |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
            continue;
        }
        let name = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ").filter(|_| is_test);
        names.extend(name.and_then(|name| name.split('(').next()));
        is_test = false;
    }
    names
}

#[test]
fn names_of_tests_are_short_sentences() {
    let mut files = Vec::new();
    find(&root(), &mut files, &|path: &Path| path.extension().is_some_and(|extension| extension == "rs"));
    let sources: Vec<_> = files.iter().map(read).collect();
    let names: Vec<_> = sources.iter().flat_map(|source| tests(source)).collect();
    assert!(names.len() > 1000, "only {} tests were found", names.len());
    let is_wrong = |name: &&&str| {
        let words: Vec<_> = name.split('_').collect();
        words.len() > MAX_WORDS || ["what", "who", "of"].contains(&words[0])
    };
    assert_eq!(names.iter().filter(is_wrong).collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn test_is_found_behind_other_attributes() {
    let source = "#[tokio::test(flavor = \"x\")]\n#[ignore = \"y\"]\nasync fn a_b() {\n#[test]\n    fn c() {\n#[cfg(x)]\nfn d() {";
    assert_eq!(tests(source), ["a_b", "c"]);
}
