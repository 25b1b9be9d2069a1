//! The names of tests are short sentences whose subject is a noun.

use std::path::Path;

use crate::documents::{find, read, root};

/// The maximum number of words in the name of a test.
const MAX_WORDS: usize = 8;

/// Returns the names of the tests in the source of a file in Python.
fn python_tests(source: &str) -> Vec<&str> {
    let names = source.lines().filter_map(|line| line.trim_start().strip_prefix("def test_"));
    names.filter_map(|name| name.split('(').next()).collect()
}

/// Returns the names of the tests in the source of a file in Rust.
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

/// Returns the sources of all files with this extension.
fn sources(extension: &str) -> Vec<String> {
    let mut files = Vec::new();
    find(&root(), &mut files, &|path: &Path| path.extension().is_some_and(|own| own == extension));
    files.iter().map(read).collect()
}

#[test]
fn names_of_tests_are_short_sentences() {
    let (rust, python) = (sources("rs"), sources("py"));
    let rust: Vec<_> = rust.iter().flat_map(|source| tests(source)).collect();
    let python: Vec<_> = python.iter().flat_map(|source| python_tests(source)).collect();
    assert!(rust.len() > 1000 && python.len() > 100, "only {} and {} tests were found", rust.len(), python.len());
    let is_wrong = |name: &&&str| {
        let words: Vec<_> = name.split('_').collect();
        words.len() > MAX_WORDS || ["what", "who", "of"].contains(&words[0])
    };
    assert_eq!(rust.iter().chain(&python).filter(is_wrong).collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn test_is_found_behind_other_attributes() {
    let source = "#[tokio::test(flavor = \"x\")]\n#[ignore = \"y\"]\nasync fn a_b() {\n#[test]\n    fn c() {\n#[cfg(x)]\nfn d() {";
    assert_eq!(tests(source), ["a_b", "c"]);
}

#[test]
fn test_in_python_is_found() {
    assert_eq!(python_tests("def test_a_b(page):\n\n    def test_c():\ndef d():"), ["a_b", "c"]);
}
