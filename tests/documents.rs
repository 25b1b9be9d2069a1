//! The documents: their links lead somewhere, and the pages of reference are complete.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::LazyLock;

use admin::Arguments;
use clap::{Command, CommandFactory};
use domain::Overrides;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use registration::backend::BackendName;

/// The page that leads to all others.
const INDEX: &str = "docs/README.md";

/// Every Markdown file by its path from the root.
static PAGES: LazyLock<BTreeMap<PathBuf, Page>> = LazyLock::new(|| {
    let mut files = Vec::new();
    find(&root(), &mut files, &|path| path.extension().is_some_and(|extension| extension == "md"));
    let page = |path: &PathBuf| (path.clone(), Page::parse(&read(path)));
    files.iter().map(page).collect()
});

/// Returns the root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Reads a file by its path from the root.
pub(crate) fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// Collects the files below a folder, by their paths from the root. Hidden folders and build files are left out.
pub(crate) fn find(folder: &Path, found: &mut Vec<PathBuf>, wanted: &dyn Fn(&Path) -> bool) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            let skipped = ["target", "node_modules"].iter().any(|skipped| name == *skipped);
            if !skipped && !name.to_str().unwrap().starts_with('.') {
                find(&path, found, wanted);
            }
        } else if wanted(&path) {
            found.push(path.strip_prefix(root()).unwrap().to_owned());
        }
    }
}

/// The links and anchors of a Markdown file.
#[derive(Default)]
struct Page {
    links: Vec<String>,
    /// The texts and targets of links whose text is one code span.
    code_links: Vec<(String, String)>,
    anchors: BTreeSet<String>,
}

impl Page {
    fn parse(text: &str) -> Self {
        let mut page = Self::default();
        let mut heading = None;
        let events: Vec<_> = Parser::new_ext(text, Options::ENABLE_TABLES).collect();
        for window in events.windows(3) {
            if let [Event::Start(Tag::Link { dest_url, .. }), Event::Code(code), Event::End(TagEnd::Link)] = window {
                page.code_links.push((code.to_string(), dest_url.to_string()));
            }
        }
        for event in events {
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    page.links.push(dest_url.into_string());
                }
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => page.add_anchor(&heading.take().unwrap()),
                Event::Text(text) | Event::Code(text) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        page
    }

    /// Adds the anchor that GitHub makes of a heading.
    fn add_anchor(&mut self, heading: &str) {
        let kept =
            heading.to_lowercase().chars().filter(|c| c.is_alphanumeric() || "-_ ".contains(*c)).collect::<String>();
        let anchor = kept.replace(' ', "-");
        let numbered = (1..).map(|n| format!("{anchor}-{n}"));
        let free = std::iter::once(anchor.clone()).chain(numbered).find(|anchor| !self.anchors.contains(anchor));
        self.anchors.extend(free);
    }
}

/// Splits a link of a page into the file that it leads to and the anchor. Returns `None` for a link to another site.
fn resolve<'a>(page: &Path, link: &'a str) -> Option<(PathBuf, Option<&'a str>)> {
    if link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
    if path.is_empty() {
        return Some((page.to_owned(), anchor));
    }
    let mut file = page.parent().unwrap().to_owned();
    for component in Path::new(path).components() {
        match component {
            Component::ParentDir => assert!(file.pop(), "{}: {link} leaves the repository", page.display()),
            Component::CurDir => {}
            component => file.push(component),
        }
    }
    Some((file, anchor))
}

/// Returns the links that lead nowhere.
fn broken(page: &Path, links: &[String]) -> Vec<String> {
    let leads_nowhere = |link: &&String| {
        resolve(page, link).is_some_and(|(file, anchor)| {
            !root().join(&file).exists()
                || anchor.is_some_and(|anchor| PAGES.get(&file).is_some_and(|page| !page.anchors.contains(anchor)))
        })
    };
    links.iter().filter(leads_nowhere).map(|link| format!("{}: {link}", page.display())).collect()
}

/// Returns the links whose text is the name of a function that their file does not have.
fn missing_functions(page: &Path, links: &[(String, String)]) -> Vec<String> {
    let is_missing = |(name, link): &&(String, String)| {
        resolve(page, link).is_some_and(|(file, _)| {
            let keyword = match file.extension().and_then(|extension| extension.to_str()) {
                Some("rs") => "fn",
                Some("py") => "def",
                _ => return false,
            };
            let is_name = name.bytes().all(|b| b == b'_' || b.is_ascii_alphanumeric());
            let definition = format!("{keyword} {name}");
            is_name && !read(file).split(&definition).skip(1).any(|rest| rest.starts_with(['(', '<']))
        })
    };
    links.iter().filter(is_missing).map(|(name, link)| format!("{}: {name} in {link}", page.display())).collect()
}

#[test]
fn links_and_anchors_lead_to_something() {
    assert!(PAGES.len() > 30, "{}", PAGES.len());
    let broken: Vec<_> = PAGES.iter().flat_map(|(path, page)| broken(path, &page.links)).collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn broken_links_and_anchors_are_found() {
    let page = Page::parse(
        "# A `b`: c!\n\n## A b c\n\n[x](#a-b-c) ![y](docs/form.png) [z](nowhere.md)\n\n| a |\n| - |\n| [w](#x) |",
    );
    assert_eq!(page.anchors, ["a-b-c", "a-b-c-1"].map(str::to_owned).into());
    assert_eq!(page.links, ["#a-b-c", "docs/form.png", "nowhere.md", "#x"]);
    let links = ["docs/nothing.png", "docs/README.md#nothing", "docs/README.md", "https://example.com/nothing"];
    let found = broken(Path::new("README.md"), &links.map(str::to_owned));
    assert_eq!(found, ["README.md: docs/nothing.png", "README.md: docs/README.md#nothing"]);
}

#[test]
fn linked_functions_exist() {
    let links: usize = PAGES.values().map(|page| page.code_links.len()).sum();
    assert!(links > 300, "{links}");
    let missing: Vec<_> = PAGES.iter().flat_map(|(path, page)| missing_functions(path, &page.code_links)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn each_lambda_function_is_measured() {
    let figures = read("docs/performance.md");
    let mut functions = 0;
    for folder in std::fs::read_dir(root().join("functions")).unwrap() {
        let name = folder.unwrap().file_name().into_string().unwrap();
        // Its row in the elapsed time, in the processor time and in the size.
        let rows = figures.lines().filter(|line| line.starts_with(&format!("| `{name}` |"))).count();
        assert!(rows >= 3, "{name} has {rows} rows in docs/performance.md: run benches/run");
        functions += 1;
    }
    assert_eq!(functions, read(".ci/sizes").lines().filter(|line| !line.starts_with('#')).count());
}

#[test]
fn missing_functions_are_found() {
    let page = Page::parse(
        "| a |\n| - |\n| [`find`](tests/documents.rs), [`fin`](tests/documents.rs) |\n\n\
         [`test_x`](tests/browser/test_registering.py) [`documents.rs`](tests/documents.rs) [fin](tests/documents.rs)",
    );
    assert_eq!(page.code_links.len(), 4);
    let found = missing_functions(Path::new("README.md"), &page.code_links);
    let expected = ["fin in tests/documents.rs", "test_x in tests/browser/test_registering.py"];
    assert_eq!(found, expected.map(|link| format!("README.md: {link}")));
}

#[test]
fn mentioned_pages_exist() {
    let mut files = Vec::new();
    let text = |path: &Path| match path.extension() {
        Some(extension) => {
            ["css", "html", "md", "py", "rs", "toml", "yaml", "yml"].iter().any(|text| extension == *text)
        }
        // The scripts have none, and neither have seeds of the fuzzer.
        None => path.starts_with(root().join(".ci")),
    };
    for folder in ["", ".ci", ".github"] {
        find(&root().join(folder), &mut files, &text);
    }
    let mut mentions = 0;
    for file in files {
        let source = read(&file);
        for (start, _) in source.match_indices("docs/") {
            let name = |c: char| c.is_ascii_alphanumeric() || "-_/.".contains(c);
            let end = source[start..].find(|c| !name(c)).map_or(source.len(), |length| start + length);
            let whole = !source[..start].ends_with(|c: char| name(c));
            if let Some((page, _)) = source[start..end].rsplit_once(".md").filter(|_| whole) {
                mentions += 1;
                assert!(root().join(format!("{page}.md")).exists(), "{}: {page}.md", file.display());
            }
        }
    }
    assert!(mentions > 50, "{mentions}");
}

#[test]
fn every_page_is_reachable_from_index() {
    let mut reached = BTreeSet::new();
    let mut next = vec![PathBuf::from(INDEX)];
    while let Some(path) = next.pop() {
        if let Some(page) = PAGES.get(&path)
            && path.starts_with("docs")
            && reached.insert(path.clone())
        {
            next.extend(page.links.iter().filter_map(|link| resolve(&path, link)).map(|(file, _)| file));
        }
    }
    let pages: BTreeSet<_> = PAGES.keys().filter(|path| path.starts_with("docs")).cloned().collect();
    assert_eq!(reached, pages);
    let readme = &PAGES[Path::new("README.md")];
    assert!(readme.links.iter().any(|link| link.starts_with(INDEX)), "README.md does not link to {INDEX}");
}

/// Returns the rows of all tables of a page whose first heading is this one.
fn rows(page: &str, heading: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let text = read(page);
    let mut rows = Vec::new();
    let mut wanted = false;
    for line in text.lines() {
        if !line.starts_with('|') {
            wanted = false;
        } else if wanted && !line.starts_with("| ---") {
            rows.push(cells(line));
        } else {
            wanted = wanted || cells(line)[0] == heading;
        }
    }
    assert!(!rows.is_empty(), "{page} has no table of {heading}");
    rows
}

/// Returns the code in a cell.
fn codes(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// Returns the code in the first cells of these tables.
fn names(page: &str, heading: &str) -> BTreeSet<String> {
    let rows = rows(page, heading);
    rows.iter().flat_map(|row| codes(&row[0])).map(str::to_owned).collect()
}

/// Returns the parts of a text that stand between two others.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|rest| rest.split_once(end)).map(|(part, _)| part).collect()
}

#[test]
fn settings_page_lists_each_setting_of_the_code() {
    let mut files = Vec::new();
    for folder in ["shared", "functions", "infra"] {
        find(&root().join(folder), &mut files, &|path| path.extension().is_some_and(|extension| extension == "rs"));
    }
    let mut settings = BTreeSet::new();
    for file in files {
        let source = read(file);
        let read = between(&source, "\"REGISTRATION_", "\"").into_iter().map(|name| format!("REGISTRATION_{name}"));
        settings.extend(
            read.filter(|name| !name.ends_with('_') && name.bytes().all(|b| b == b'_' || b.is_ascii_alphanumeric())),
        );
    }
    // The settings of one provider stand there with `<NAME>`.
    let of_provider = |name: &String| {
        let setting = name.strip_prefix("REGISTRATION_OPENID_");
        setting.is_some_and(|setting| setting.contains(['_', '<']))
    };
    let mut described = names("docs/reference/settings.md", "Setting");
    described.retain(|name| !of_provider(name));
    settings.retain(|name| !of_provider(name));
    assert_eq!(described, settings);
}

#[test]
fn backend_page_lists_each_method() {
    let page = "docs/guides/backends/README.md";
    let mut described = names(page, "Method");
    described.extend(rows(page, "django-registration").into_iter().filter_map(|row| {
        let cell = if row[1].starts_with("the same") { &row[0] } else { &row[1] };
        let (name, _) = cell.strip_prefix('`')?.split_once('(')?;
        Some(name.to_owned())
    }));
    let source = read("shared/registration/src/backend/mod.rs");
    let methods = between(&source, "\npub trait Backend", "\n}\n")[0].lines().filter_map(|line| {
        let line = line.strip_prefix("    ")?;
        let (name, _) = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ")?.split_once('(')?;
        Some(name.to_owned())
    });
    assert_eq!(described, methods.collect());
}

#[test]
fn every_backend_is_described_and_deployable() {
    let backends: Vec<_> = BackendName::all().map(BackendName::as_str).collect();
    // The page names the argument of a prefix, too.
    let shown = names("docs/guides/backends/README.md", "Name");
    let shown: BTreeSet<_> = shown.iter().map(|name| name.strip_suffix("FUNCTION").unwrap_or(name)).collect();
    assert_eq!(shown, backends.iter().copied().collect());
    // The parameter of a prefix is `BackendFunction`.
    let template = read("template.yaml");
    let (_, values) = between(&template, "\n  Backend:\n", "]")[0].split_once("AllowedValues: [").unwrap();
    let selectable = backends.into_iter().filter(|name| !name.ends_with(':'));
    assert_eq!(values.split(", ").collect::<BTreeSet<_>>(), selectable.collect());
}

/// cargo-lambda selects the packages of the folder's crate, or those of the workspace.
#[test]
fn build_selects_each_function_of_templates() {
    let mut templates = Vec::new();
    find(&root(), &mut templates, &|path| path.ends_with("template.yaml"));
    let mut functions = 0;
    for path in templates {
        let template = read(&path);
        for binary in between(&template, "\n        Binary: ", "\n") {
            let manifest = read(path.with_file_name("Cargo.toml"));
            let selected = between(&manifest, "\npackages = [", "]")[0];
            assert!(selected.split(", ").any(|name| name.trim_matches('"') == binary), "{binary}: {selected}");
            functions += 1;
        }
    }
    assert!(functions > 8, "{functions}");
}

#[test]
fn template_page_lists_each_file() {
    let mut described = BTreeSet::new();
    for row in rows("docs/guides/pages.md", "File in the folder") {
        // The row with `NAME` lists the names in its other cell.
        let names: Vec<_> = codes(&row[1]).skip(1).collect();
        for file in codes(&row[0]) {
            match file.split_once("NAME") {
                Some((start, end)) => described.extend(names.iter().map(|name| format!("{start}{name}{end}"))),
                None => described.extend([file.to_owned()]),
            }
        }
    }
    let templates = templates::PAGES.iter().chain(templates::MAILS).map(|(name, _)| *name);
    let files = templates.chain(Overrides::ASSETS).chain(["locales/LANGUAGE.ftl"]);
    assert_eq!(described, files.map(str::to_owned).collect());
}

/// Returns the sentences of the map in ARCHITECTURE.md, by the paths of files and folders.
fn map() -> BTreeMap<String, String> {
    let architecture = read("ARCHITECTURE.md");
    let mut sentences = BTreeMap::new();
    let mut folder = "";
    for line in between(&architecture, "## The map\n\n```text\n", "```")[0].lines() {
        let (name, sentence) = line.trim_start().split_once("  ").unwrap();
        let is_below = line.starts_with(' ');
        let path = format!("{}{name}", if is_below { folder } else { "" });
        if !is_below {
            folder = name;
        }
        let sentence = sentence.trim_start();
        let named = sentence.strip_prefix("package `").and_then(|named| named.split_once("`: "));
        sentences.insert(path, plain(named.map_or(sentence, |(_, sentence)| sentence)));
    }
    sentences
}

/// Returns a sentence without markup, with a small first letter.
fn plain(sentence: &str) -> String {
    let sentence = sentence.replace('`', "");
    let (first, rest) = sentence.split_at(1);
    first.to_lowercase() + rest
}

#[test]
fn map_describes_crates_like_their_manifests() {
    let mut manifests = Vec::new();
    find(&root(), &mut manifests, &|path| path.ends_with("Cargo.toml"));
    let mut described = BTreeMap::new();
    for path in manifests {
        let manifest = read(&path);
        // The fuzz targets are a workspace, like the root.
        if !manifest.contains("[workspace]") {
            let description = between(&manifest, "\ndescription = \"", "\"\n")[0];
            described.insert(format!("{}/", path.parent().unwrap().display()), plain(description));
        }
    }
    assert!(described.len() > 30, "{}", described.len());
    let mut sentences = map();
    sentences.retain(|path, _| described.contains_key(path));
    assert_eq!(sentences, described);
}

#[test]
fn parameter_page_equals_template() {
    let template = read("template.yaml");
    let (_, parameters) = template.split_once("\nParameters:\n").unwrap();
    let mut described = BTreeMap::new();
    let mut parameter = "";
    for line in parameters.lines().take_while(|line| line.is_empty() || line.starts_with([' ', '#'])) {
        match line.strip_prefix("  ") {
            Some(name) if name.ends_with(':') && !name.starts_with(' ') => {
                parameter = name.trim_end_matches(':');
                described.insert(parameter.to_owned(), "required".to_owned());
            }
            _ => {
                if let Some(default) = line.strip_prefix("    Default: ") {
                    let default = default.trim_matches(if default.starts_with('\'') { '\'' } else { '"' });
                    let shown = if default.is_empty() { "none".to_owned() } else { format!("`{default}`") };
                    described.insert(parameter.to_owned(), shown);
                }
            }
        }
    }
    let shown = rows("docs/reference/template.md", "Parameter").into_iter();
    let shown: BTreeMap<_, _> = shown.map(|row| (row[0].trim_matches('`').to_owned(), row[2].clone())).collect();
    assert_eq!(shown, described);
}

#[test]
fn alarm_page_lists_each_alarm() {
    let templates = ["alarms", "canary", "deployment"].map(|name| read(format!("infra/{name}/template.yaml")));
    let alarms = templates.iter().flat_map(|template| {
        let resources = template.split(":\n    Type: AWS::CloudWatch::Alarm\n");
        let before = resources.clone().count() - 1;
        resources.take(before).map(|text| text.rsplit(char::is_whitespace).next().unwrap())
    });
    // Those of a new version are in the page on deploying.
    let alarms: BTreeSet<_> =
        alarms.filter(|name| !name.starts_with("New") && *name != "Never").map(str::to_owned).collect();
    assert_eq!(names("docs/operate/alarms.md", "Alarm"), alarms);
}

#[test]
fn signal_page_lists_each_schema() {
    let mut schemas = Vec::new();
    find(&root().join("infra/events"), &mut schemas, &|path| {
        path.extension().is_some_and(|extension| extension == "json")
    });
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().replace(".schema.json", "");
    assert_eq!(names("docs/reference/signals.md", "`detail-type`"), schemas.iter().map(name).collect());
}

#[test]
fn table_page_lists_each_kind_of_item() {
    let source = read("shared/table/src/items.rs");
    // The texts in capitals are the keys, up to the `#` if they have one.
    let texts = source.split('"').skip(1).step_by(2).map(|text| text.split(['#', '{']).next().unwrap());
    let kinds = texts.filter(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_uppercase()));
    let shown = names("docs/reference/table.md", "`pk`");
    let shown: BTreeSet<_> = shown.iter().map(|pk| pk.split('#').next().unwrap()).collect();
    assert_eq!(shown, kinds.collect());
}

#[test]
fn table_page_lists_each_attribute_of_users() {
    let sources = [read("shared/table/src/items.rs"), read("shared/domain/src/user.rs")];
    let structs =
        [between(&sources[0], "pub struct UserItem {", "\n}"), between(&sources[1], "pub struct User {", "\n}")];
    let lines = structs.iter().flatten().flat_map(|fields| fields.lines());
    let fields = lines.filter_map(|line| line.trim().strip_prefix("pub ")?.split(':').next());
    // The one is flattened into the other, and `type` is a keyword of Rust.
    let attributes = fields.filter(|field| *field != "user").map(|field| if field == "kind" { "type" } else { field });
    let shown = names("docs/reference/table.md", "Attribute of `USER#<ulid>`");
    assert_eq!(shown, attributes.map(str::to_owned).collect());
}

/// Returns the commands below one, by their words, and adds the options of all.
fn commands(command: &Command, words: &[&str], options: &mut BTreeSet<String>) -> BTreeSet<String> {
    let flags = command.get_arguments().filter_map(|argument| argument.get_long());
    options.extend(flags.map(|flag| format!("--{flag}")));
    let mut found = BTreeSet::new();
    for child in command.get_subcommands() {
        let words = [words, &[child.get_name()]].concat();
        let below = commands(child, &words, options);
        if below.is_empty() {
            found.insert(words.join(" "));
        }
        found.extend(below);
    }
    found
}

#[test]
fn command_page_lists_each_command_and_option() {
    let page = "docs/reference/commands.md";
    let mut options = BTreeSet::new();
    let commands = commands(&Arguments::command(), &[], &mut options);
    assert_eq!(names(page, "Command"), commands);

    // The arguments of `local` are a program's, which tests cannot import.
    let source = read("infra/local/src/bin/local/arguments.rs");
    for argument in source.split("#[arg(long").skip(1) {
        let (_, field) = argument.split_once(")]\n").unwrap();
        let name = field.split(':').next().unwrap().trim().trim_start_matches("pub(crate) ");
        options.insert(format!("--{}", name.replace('_', "-")));
    }
    assert_eq!(names(page, "Option"), options);
}
