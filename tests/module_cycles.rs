//! The modules of each crate depend on each other in one direction only.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The modules of a crate, each with the modules that it imports.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// The folders that have crates in them.
const ROOTS: [&str; 5] = ["shared", "functions", "infra", "examples", "benches"];

#[test]
fn modules_of_a_crate_have_no_cycle() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut crates = Vec::new();
    for root in ROOTS {
        find_crates(&workspace.join(root), &mut crates);
    }
    assert!(crates.len() > 10, "{crates:?}");
    for sources in crates {
        assert_eq!(cycle(imports(&sources)), Imports::new(), "{}", sources.display());
    }
}

#[test]
fn cycle_is_found_behind_other_modules() {
    let imports = |edges: &[(&str, &[&str])]| -> Imports {
        edges.iter().map(|(name, of)| ((*name).to_owned(), of.iter().map(|of| (*of).to_owned()).collect())).collect()
    };
    let line = imports(&[("a", &["b"]), ("b", &["c"]), ("c", &[])]);
    assert_eq!(cycle(line), Imports::new());
    let ring = imports(&[("top", &["a"]), ("a", &["b", "leaf"]), ("b", &["c"]), ("c", &["a"]), ("leaf", &[])]);
    assert_eq!(cycle(ring), imports(&[("a", &["b"]), ("b", &["c"]), ("c", &["a"])]));
}

#[test]
fn grouped_and_qualified_paths_are_imports() {
    let source = "use crate::{a, b::C, d::{E, f}};\n/// [`crate::g`]\nlet x = crate::h::i(); // crate::j";
    assert_eq!(imported(source), ["a", "b", "d", "h"].map(str::to_owned).into());
}

/// Collects the `src` folders of all crates below `folder`.
fn find_crates(folder: &Path, found: &mut Vec<PathBuf>) {
    let sources = folder.join("src");
    if folder.join("Cargo.toml").exists() && sources.exists() {
        found.push(sources);
    }
    let folders = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    folders.filter(|path| path.is_dir() && !path.ends_with("src")).for_each(|path| find_crates(&path, found));
}

/// Reads which top-level modules of a crate import which others.
fn imports(sources: &Path) -> Imports {
    let mut files = Vec::new();
    find_files(sources, &mut files);
    let module = |file: &Path| {
        let first = file.strip_prefix(sources).unwrap().iter().next().unwrap().to_str().unwrap();
        first.trim_end_matches(".rs").to_owned()
    };
    let mut imports = Imports::new();
    for file in &files {
        imports.entry(module(file)).or_default().extend(imported(&std::fs::read_to_string(file).unwrap()));
    }
    imports.retain(|name, _| !["lib", "main", "bin"].contains(&name.as_str()));
    for (name, of) in &mut imports {
        of.remove(name);
    }
    let modules: BTreeSet<_> = imports.keys().cloned().collect();
    for of in imports.values_mut() {
        of.retain(|of| modules.contains(of));
    }
    imports
}

fn find_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Returns the first names of all paths that begin with `crate::` in code.
fn imported(source: &str) -> BTreeSet<String> {
    let code: String = source.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n");
    code.split("crate::").skip(1).flat_map(first_names).collect()
}

/// Returns `a` for `a::b`, and `a` and `b` for `{a, b::{c, d}}`.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let (mut depth, mut names, mut start) = (1, Vec::new(), 0);
    for (at, sign) in group.char_indices() {
        depth += i32::from(sign == '{') - i32::from(sign == '}');
        if depth == 0 || (depth == 1 && sign == ',') {
            names.push(name(&group[start..at]));
            start = at + 1;
        }
        if depth == 0 {
            break;
        }
    }
    names
}

/// Returns the modules that are on a cycle or between two.
///
/// Modules that import none of the others, or that none of them imports, are removed until nothing changes.
fn cycle(mut imports: Imports) -> Imports {
    loop {
        let left: BTreeSet<_> = imports.keys().cloned().collect();
        let wanted: BTreeSet<_> = imports.values().flatten().cloned().collect();
        imports.retain(|name, of| !of.is_empty() && wanted.contains(name));
        if imports.len() == left.len() {
            return imports;
        }
        let left: BTreeSet<_> = imports.keys().cloned().collect();
        for of in imports.values_mut() {
            of.retain(|of| left.contains(of));
        }
    }
}
