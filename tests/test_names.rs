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

/// Returns the names of the tests in the source of a file in TypeScript.
fn typescript_tests(source: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (at, call) in source.match_indices("test(") {
        let is_other = source[..at].ends_with(|before: char| before == '.' || before.is_alphanumeric());
        let argument = source[at + call.len()..].trim_start();
        let quote = argument.chars().next().filter(|quote| !is_other && "\"'`".contains(*quote));
        names.extend(quote.and_then(|quote| argument.split(quote).nth(1)));
    }
    names
}

/// Returns the sources of all files whose names have this end.
fn sources(end: &str) -> Vec<String> {
    let mut files = Vec::new();
    find(&root(), &mut files, &|path: &Path| path.to_str().is_some_and(|path| path.ends_with(end)));
    files.iter().map(read).collect()
}

#[test]
fn names_of_tests_are_short_sentences() {
    let (rust, python) = (sources(".rs"), sources(".py"));
    let typescript = [sources(".test.ts"), sources(".spec.ts")].concat();
    let rust: Vec<_> = rust.iter().flat_map(|source| tests(source)).collect();
    let python: Vec<_> = python.iter().flat_map(|source| python_tests(source)).collect();
    let typescript: Vec<_> = typescript.iter().flat_map(|source| typescript_tests(source)).collect();
    let numbers = [rust.len(), python.len(), typescript.len()];
    assert!(numbers[0] > 1000 && numbers[1] > 100 && numbers[2] > 100, "only {numbers:?} tests were found");
    let is_wrong = |name: &&&str| {
        let words: Vec<_> = name.split(['_', ' ']).collect();
        words.len() > MAX_WORDS || ["what", "who", "of"].contains(&words[0])
    };
    let all = rust.iter().chain(&python).chain(&typescript);
    assert_eq!(all.filter(is_wrong).collect::<Vec<_>>(), Vec::<&&str>::new());
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

#[test]
fn test_in_typescript_is_found() {
    let source =
        "test(\"a b's\", () => {\n  test(\n    'c',\n  test(`${d.e} f`, x.test(\"g\"), latest(\"h\"), test(i))";
    assert_eq!(typescript_tests(source), ["a b's", "c", "${d.e} f"]);
}
