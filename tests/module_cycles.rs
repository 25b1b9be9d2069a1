//! The modules of each crate depend on each other in one direction only.
//!
//! A module depends on those that its paths lead to. A path has many forms, so the test reads the tokens of the code. A
//! module may use its own submodules, and the items of the modules that contain it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proc_macro2::{Spacing, TokenStream, TokenTree};

/// The modules in one module, each with those among them that it imports.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// The names that lead from the root of a crate to a module or an item.
type Names = Vec<String>;

/// The folders that have crates in them.
const FOLDERS: [&str; 6] = ["shared", "functions", "infra", "examples", "benches", "tests"];

#[test]
fn modules_of_a_crate_have_no_cycle() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut roots = Vec::new();
    for folder in FOLDERS {
        find_roots(&workspace.join(folder), &mut roots);
    }
    for crate_root in ["shared/http/src/lib.rs", "infra/local/src/bin/local/main.rs", "tests/main.rs"] {
        assert!(roots.contains(&workspace.join(crate_root)), "{crate_root}: {roots:?}");
    }
    for root in roots {
        for (module, imports) in Crate::read(&|module| source(&root, module)).imports() {
            assert_eq!(cycle(imports), Imports::new(), "{}, in crate::{}", root.display(), module.join("::"));
        }
    }
}

#[test]
fn cycle_is_found_behind_other_modules() {
    let line = imports(&[("a", &["b"]), ("b", &["c"]), ("c", &[])]);
    assert_eq!(cycle(line), Imports::new());
    let ring = imports(&[("top", &["a"]), ("a", &["b", "leaf"]), ("b", &["c"]), ("c", &["a"]), ("leaf", &[])]);
    assert_eq!(cycle(ring), imports(&[("a", &["b"]), ("b", &["c"]), ("c", &["a"])]));
}

#[test]
fn every_form_of_path_is_an_import() {
    for (source, expected) in [
        ("use crate::b;", &["b"][..]),
        ("use crate::{b, c::C, d::{D, e::{self, F}}};", &["b", "c", "d"]),
        ("use crate::{\n    b::{\n        B,\n    },\n    c,\n};", &["b", "c"]),
        ("use super::b::{self as other, B as _};", &["b"]),
        ("use super::{b::B, c as other};", &["b", "c"]),
        ("use self::own::Own; use super::a::own; mod own {}", &[]),
        ("use crate::c::*;", &["c"]),
        ("mod own { use super::super::{b, c::C}; }", &["b", "c"]),
        ("mod own { use super::Own; mod deep { fn f() { super::super::super::d::f() } } }", &["d"]),
        ("fn f() { let x = crate::b::c(); super::d::E::<u8>::new(x) }", &["b", "d"]),
        ("impl crate::b::B for Vec<super::c::C> {}", &["b", "c"]),
        ("log!(\"{}\", [crate::b::c()]);", &["b"]),
        ("pub(super) fn f(self: Self) -> impl Sized + use<> { self.0 }", &[]),
        ("use ::b::B; use c::C; use serde::de::{self, Error};", &[]),
        ("/// [`crate::b`]\nfn f() { \"crate::c\"; } // super::d\n/* crate::d */", &[]),
    ] {
        let files = [("", "mod a; mod b; mod c; mod d;"), ("a", source), ("b", ""), ("c", ""), ("d", "")];
        assert_eq!(imports_of(&files, "", "a"), expected, "{source}");
    }
}

#[test]
fn names_in_the_root_lead_to_their_modules() {
    for (uses, source, expected) in [
        ("pub use b::B;", "use super::B;", &["b"][..]),
        ("pub use self::b::B;", "use crate::B;", &["b"]),
        ("pub(crate) use crate::b::B;", "use super::{B, C};", &["b"]),
        ("use c::{C, deep::{self, Deep as Other}};", "use crate::{deep::D, Other};", &["c"]),
        ("pub use b::B as Renamed;", "fn f(b: &super::Renamed) {}", &["b"]),
        ("pub use b::{self as other, B};", "fn f() { super::other::g() }", &["b"]),
        ("pub use {\n    b::B,\n    c::{\n        C,\n    },\n};", "use super::{B, C};", &["b", "c"]),
        ("pub use b::Chained; pub use c::C;", "use super::Chained;", &["c"]),
        ("pub use http::{self, Response}; pub use b::B; struct Root;", "use super::{Response, Root, http};", &[]),
    ] {
        let root = format!("mod a; mod b; mod c; {uses}");
        let files = [("", root.as_str()), ("a", source), ("b", "pub use crate::c::Chained;"), ("c", "")];
        assert_eq!(imports_of(&files, "", "a"), expected, "{uses} {source}");
    }
}

#[test]
fn modules_in_a_module_are_compared() {
    let files = [
        ("", "mod a; mod d; pub use d::D;"),
        ("a", "mod b; mod c; use c::C;"),
        ("a::b", "use super::C; use super::super::D;"),
        ("a::c", "use crate::a::b;"),
        ("d", ""),
    ];
    assert_eq!(imports_of(&files, "a", "b"), ["c"]);
    assert_eq!(imports_of(&files, "a", "c"), ["b"]);
    assert_eq!(imports_of(&files, "", "a"), ["d"]);
}

/// Creates the imports of modules.
fn imports(edges: &[(&str, &[&str])]) -> Imports {
    edges.iter().map(|(name, of)| ((*name).to_owned(), of.iter().map(|of| (*of).to_owned()).collect())).collect()
}

/// Returns what a module in the module `parent` imports, in the crate of `files`.
fn imports_of(files: &[(&str, &str)], parent: &str, module: &str) -> Vec<String> {
    let files: BTreeMap<_, _> = files.iter().copied().collect();
    let parent: Names = parent.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let mut imports = Crate::read(&|module| files[&*module.join("::")].to_owned()).imports();
    let imported = imports.remove(&parent).and_then(|mut imports| imports.remove(module));
    imported.unwrap_or_default().into_iter().collect()
}

/// Collects the root files of all crates below `folder`.
fn find_roots(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            find_roots(&path, found);
        } else if path.ends_with("lib.rs") || path.ends_with("main.rs") {
            found.push(path);
        }
    }
}

/// Reads the source of a module of the crate with this root file.
fn source(root: &Path, module: &[String]) -> String {
    let path = root.parent().unwrap().join(module.iter().collect::<PathBuf>());
    let files =
        if module.is_empty() { vec![root.to_owned()] } else { vec![path.with_extension("rs"), path.join("mod.rs")] };
    let file = files.iter().find(|file| file.exists()).unwrap_or_else(|| panic!("none of {files:?} exists"));
    std::fs::read_to_string(file).unwrap()
}

/// The modules of a crate, with the paths in their code.
#[derive(Debug, Default)]
struct Crate {
    modules: BTreeSet<Names>,
    /// Each module with a path in it.
    paths: Vec<(Names, Names)>,
    /// The names that modules give to items and modules by `use`, with their paths.
    uses: BTreeMap<Names, Names>,
}

impl Crate {
    /// Reads a crate from the sources of its modules, of which the root has no name.
    fn read(source: &dyn Fn(&[String]) -> String) -> Self {
        let mut read = Self::default();
        read.add_file(&[], source);
        // A path relative to its module begins with a submodule. Otherwise, it is one of another crate.
        let modules = &read.modules;
        read.uses.retain(|name, path| {
            let (depth, module) = (name.len(), &name[..name.len() - 1]);
            !path.starts_with(module) || path.get(..depth).is_some_and(|own| modules.contains(own))
        });
        read
    }

    fn add_file(&mut self, module: &[String], source: &dyn Fn(&[String]) -> String) {
        let code: TokenStream = source(module).parse().unwrap();
        self.add(&trees(code), module, source);
    }

    /// Adds the code of a module, or a part of it.
    fn add(&mut self, mut code: &[TokenTree], module: &[String], source: &dyn Fn(&[String]) -> String) {
        while let [token, rest @ ..] = code {
            code = match (token, rest) {
                (TokenTree::Ident(word), [TokenTree::Ident(name), body, rest @ ..]) if word == "mod" => {
                    let inner = [module, &[name.to_string()]].concat();
                    match body {
                        TokenTree::Group(group) => self.add(&trees(group.stream()), &inner, source),
                        _ => self.add_file(&inner, source),
                    }
                    self.modules.insert(inner);
                    rest
                }
                (TokenTree::Ident(word), rest) if word == "use" => {
                    let tree = rest.split(|token| is_sign(token, ';')).next().unwrap_or_default();
                    self.add_use(tree, &[], module);
                    rest
                }
                (TokenTree::Ident(word), _) if word == "crate" || word == "self" || word == "super" => {
                    let (path, rest) = read_path(code);
                    self.paths.push((module.to_vec(), from_root(&path, module)));
                    rest
                }
                (TokenTree::Group(group), rest) => {
                    self.add(&trees(group.stream()), module, source);
                    rest
                }
                _ => rest,
            };
        }
    }

    /// Adds the paths of a `use`, which begin with the path `above`.
    fn add_use(&mut self, tree: &[TokenTree], above: &[String], module: &[String]) {
        let (below, rest) = read_path(tree);
        let mut path = [above, &below].concat();
        if let [TokenTree::Group(group), ..] = rest {
            let trees = trees(group.stream());
            let trees = trees.split(|token| is_sign(token, ',')).filter(|tree| !tree.is_empty());
            trees.for_each(|tree| self.add_use(tree, &path, module));
            return;
        }
        path.pop_if(|name| name == "self");
        let Some(last) = path.last() else { return };
        let name = match rest {
            [TokenTree::Ident(word), TokenTree::Ident(name), ..] if word == "as" => name.to_string(),
            _ => last.clone(),
        };
        let path = from_root(&path, module);
        self.uses.insert([module, &[name]].concat(), path.clone());
        self.paths.push((module.to_vec(), path));
    }

    /// Returns the module that a path leads to, by the names that modules give to those of others.
    fn resolve(&self, path: &[String]) -> Names {
        for end in 1..=path.len() {
            let (start, rest) = path.split_at(end);
            if !self.modules.contains(start) {
                return match self.uses.get(start) {
                    Some(used) => self.resolve(&[used, rest].concat()),
                    None => path[..end - 1].to_vec(),
                };
            }
        }
        path.to_vec()
    }

    /// Returns the imports among the modules in each module.
    fn imports(&self) -> BTreeMap<Names, Imports> {
        let mut all = BTreeMap::<_, Imports>::new();
        for (module, path) in &self.paths {
            let imported = self.resolve(path);
            let common = module.iter().zip(&imported).take_while(|(name, other)| name == other).count();
            if let (Some(name), Some(other)) = (module.get(common), imported.get(common)) {
                let imports = all.entry(module[..common].to_vec()).or_default();
                imports.entry(name.clone()).or_default().insert(other.clone());
                imports.entry(other.clone()).or_default();
            }
        }
        all
    }
}

fn trees(code: TokenStream) -> Vec<TokenTree> {
    code.into_iter().collect()
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// Reads the names that `::` joins at the start of the code, and returns them with the rest of it.
fn read_path(mut code: &[TokenTree]) -> (Names, &[TokenTree]) {
    let mut names = Vec::new();
    while let [TokenTree::Ident(name), rest @ ..] = code {
        names.push(name.to_string());
        match rest {
            [TokenTree::Punct(colon), next, rest @ ..]
                if colon.as_char() == ':' && colon.spacing() == Spacing::Joint && is_sign(next, ':') =>
            {
                code = rest;
            }
            _ => return (names, rest),
        }
    }
    (names, code)
}

/// Returns a path in a module as one from the root of the crate.
fn from_root(path: &[String], module: &[String]) -> Names {
    match path {
        [first, rest @ ..] if first == "crate" => rest.to_vec(),
        [first, rest @ ..] if first == "self" => from_root(rest, module),
        [first, rest @ ..] if first == "super" => from_root(rest, module.split_last().map_or(&[], |(_, above)| above)),
        _ => [module, path].concat(),
    }
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
