//! The forms of a deployment, and the choice for a request.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use super::field::Rule;
use super::{DomainLists, Form, NameRules};
use crate::consent::DocumentVersion;
use crate::password::Password;
use crate::settings::{Reader, Site, parse_bool};

/// The built-in documents, which are parsed on first use.
const BUILT_IN: [(&str, &str); 3] = [
    ("standard", include_str!("../../forms/standard.json")),
    ("email", include_str!("../../forms/email.json")),
    ("terms", include_str!("../../forms/terms.json")),
];

const FOLDER: &str = "REGISTRATION_FORMS_DIR";

/// The forms of a deployment, by their names.
#[derive(Debug)]
pub struct Forms {
    /// `REGISTRATION_FORM`: the form of requests without `?type`. Default: `standard`.
    default: String,
    /// `REGISTRATION_FORMS`: the forms that `?type` may select apart from the default.
    ///
    /// Default: those of the folder. The built-in ones are not among them, because `?type=standard` would bypass a form
    /// with terms.
    offered: BTreeSet<String>,
    /// `REGISTRATION_FORMS_DIR`: the forms of a folder, which override built-in ones.
    from_folder: BTreeMap<String, Arc<Form>>,
    built_in: [OnceLock<Arc<Form>>; BUILT_IN.len()],
    rules: Rules,
}

/// The settings for the standard fields of every form.
#[derive(Debug, Clone)]
struct Rules {
    names: Arc<NameRules>,
    /// The domains of addresses that may register.
    ///
    /// They are of `REGISTRATION_ALLOWED_DOMAINS`, `REGISTRATION_REFUSED_DOMAINS` and `REGISTRATION_REFUSE_DISPOSABLE`.
    /// The last is `true` or `false`, the default, and needs the feature `disposable`.
    domains: DomainLists,
    /// `REGISTRATION_PASSWORD_MIN_LENGTH`: code points, from 8 to 256. Default: 15.
    password_min_length: usize,
    /// `REGISTRATION_SITE_NAME`, on whose words a password must not depend.
    site_name: Arc<str>,
    /// `REGISTRATION_TERMS_VERSION`: the version of `REGISTRATION_TERMS_URL` that the built-in form `terms` accepts.
    ///
    /// Default: none, so that the acceptance is not recorded as a consent.
    terms: Option<DocumentVersion>,
}

impl Rules {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut domains = |variable| match reader.optional(variable) {
            Some(_) => reader.or(variable, "", DomainLists::domains),
            None => Some(Vec::new()),
        };
        let allowed = domains("REGISTRATION_ALLOWED_DOMAINS");
        let refused = domains("REGISTRATION_REFUSED_DOMAINS");
        let refuse_disposable = reader.or("REGISTRATION_REFUSE_DISPOSABLE", "false", parse_refuse_disposable);
        let names = NameRules::read(reader);
        let password_min_length = reader.or("REGISTRATION_PASSWORD_MIN_LENGTH", "15", parse_password_min_length);
        let terms_version = reader.parse_optional("REGISTRATION_TERMS_VERSION", DocumentVersion::parse_version);
        let site = Site::read(reader);
        let terms_url = site.as_ref().and_then(|site| site.terms_url.clone());
        Some(Self {
            names: Arc::new(names?),
            domains: DomainLists { allowed: allowed?, refused: refused?, refuse_disposable: refuse_disposable? },
            password_min_length: password_min_length?,
            site_name: site?.name.as_str().into(),
            terms: terms_version?.map(|version| DocumentVersion { document: terms_url, version }),
        })
    }
}

impl Forms {
    /// Reads the settings and the folder.
    ///
    /// Returns `None` if one is invalid, which `reader` then reports.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let rules = Rules::read(reader);
        let least = rules.as_ref().map_or(Password::MIN_LENGTH, |rules| rules.password_min_length);
        let from_folder = reader.optional(FOLDER);
        let from_folder =
            from_folder.map_or_else(|| Some(BTreeMap::new()), |folder| read_folder(reader, folder, least));
        let names = from_folder.as_ref().map(|from_folder| {
            let built_in = BUILT_IN.iter().map(|(name, _)| (*name).to_owned());
            built_in.chain(from_folder.keys().cloned()).collect::<BTreeSet<_>>()
        });
        let name = |name: &str| match &names {
            Some(names) if !names.contains(name) => {
                let valid = names.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
                Err(format!("there is no form {name:?}; valid names: {valid}"))
            }
            _ => Ok(name.to_owned()),
        };
        let default = reader.or("REGISTRATION_FORM", "standard", name);
        let offered = match reader.optional("REGISTRATION_FORMS") {
            Some(_) => reader.or("REGISTRATION_FORMS", "", |list| list.split(',').map(|n| name(n.trim())).collect()),
            None => from_folder.as_ref().map(|from_folder| from_folder.keys().cloned().collect()),
        };
        Some(Self::new(default?, offered?, from_folder?, rules?))
    }

    fn new(default: String, offered: BTreeSet<String>, from_folder: BTreeMap<String, Form>, rules: Rules) -> Self {
        let from_folder = from_folder.into_iter();
        let from_folder =
            from_folder.map(|(name, form)| (name.clone(), prepare(form, &name, &default, &rules))).collect();
        Self { default, offered, from_folder, built_in: Default::default(), rules }
    }

    /// Returns the form that a visitor selected by `?type`, or the default one.
    ///
    /// Returns `None` if there is no such form, or if visitors may not select it.
    #[must_use]
    pub fn requested(&self, name: Option<&str>) -> Option<Arc<Form>> {
        let name = match name.filter(|name| !name.is_empty()) {
            None => &self.default,
            Some(name) if name == self.default || self.offered.contains(name) => name,
            Some(_) => return None,
        };
        self.named(name)
    }

    /// Returns the form with this name, even if visitors may not select it.
    ///
    /// # Panics
    /// Panics if a built-in document is invalid, which a test rules out.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<Arc<Form>> {
        if let Some(form) = self.from_folder.get(name) {
            return Some(Arc::clone(form));
        }
        let at = BUILT_IN.iter().position(|(built_in, _)| *built_in == name)?;
        let form = self.built_in[at].get_or_init(|| {
            let document = match &self.rules.terms {
                Some(terms) if name == "terms" => Cow::Owned(with_terms(BUILT_IN[at].1, terms)),
                _ => Cow::Borrowed(BUILT_IN[at].1),
            };
            let form = Form::parse(&document, self.rules.password_min_length)
                .expect("a built-in form is valid: a test reads every one");
            prepare(form, name, &self.default, &self.rules)
        });
        Some(Arc::clone(form))
    }
}

/// Adds the accepted version of the terms to the document of the form `terms`.
fn with_terms(document: &str, terms: &DocumentVersion) -> String {
    let mut document: Value = serde_json::from_str(document).expect("a built-in form is JSON");
    let field = &mut document["properties"]["terms"];
    field["x-version"] = terms.version.as_str().into();
    if let Some(url) = &terms.document {
        field["x-document"] = url.as_str().into();
    }
    document.to_string()
}

/// Parses the setting. The list adds 3 MB to a binary, so few builds have it.
fn parse_refuse_disposable(value: &str) -> Result<bool, String> {
    match parse_bool(value)? {
        true if !cfg!(feature = "disposable") => {
            Err("the list of these domains is not in this build: build with --features domain/disposable".to_owned())
        }
        refuse => Ok(refuse),
    }
}

fn parse_password_min_length(value: &str) -> Result<usize, String> {
    let range = Password::LEAST_MIN_LENGTH..=Password::MAX_LENGTH;
    let length = value.parse().ok().filter(|length| range.contains(length));
    length.ok_or_else(|| format!("must be a whole number from {} to {}", range.start(), range.end()))
}

/// Completes a form with its type of user and with the settings.
fn prepare(mut form: Form, name: &str, default: &str, rules: &Rules) -> Arc<Form> {
    form.kind = (name != default).then(|| name.to_owned());
    for field in &mut form.fields {
        match &mut field.rule {
            Rule::Username(_, names) => *names = Arc::clone(&rules.names),
            Rule::Email(_, domains) => *domains = domains.merged_with(&rules.domains),
            Rule::Password(_, site_name) => *site_name = Arc::clone(&rules.site_name),
            _ => {}
        }
    }
    Arc::new(form)
}

/// Reads every `<name>.json` of a folder, and reports each problem with its place.
fn read_folder(reader: &mut Reader<'_>, folder: &str, least: usize) -> Option<BTreeMap<String, Form>> {
    let mut wrong = Vec::new();
    let mut forms = BTreeMap::new();
    match documents(Path::new(folder)) {
        Ok(documents) => {
            for (file, name, document) in documents {
                match document.map_err(|error| vec![error.to_string()]).and_then(|text| parse(&name, &text, least)) {
                    Ok(form) => drop(forms.insert(name, form)),
                    Err(errors) => wrong.extend(errors.into_iter().map(|error| format!("{file}: {error}"))),
                }
            }
        }
        Err(error) => wrong.push(format!("the folder cannot be read: {error}")),
    }
    let complete = wrong.is_empty();
    for problem in wrong {
        reader.add_problem(FOLDER, folder, problem);
    }
    complete.then_some(forms)
}

/// Returns whether a text can be the name of a form.
#[must_use]
pub fn is_form_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

fn parse(name: &str, document: &str, least: usize) -> Result<Form, Vec<String>> {
    if !is_form_name(name) {
        return Err(vec!["must be named with letters, digits, _ and -, and .json".to_owned()]);
    }
    Form::parse(document, least).map_err(|errors| errors.iter().map(ToString::to_string).collect())
}

type Document = (String, String, std::io::Result<String>);

/// Returns the `.json` files of a folder: name of the file, name of the form, text.
fn documents(folder: &Path) -> std::io::Result<Vec<Document>> {
    let mut documents = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let file = entry.file_name().to_string_lossy().into_owned();
        if let Some(name) = file.strip_suffix(".json").filter(|_| !file.starts_with('.')) {
            documents.push((file.clone(), name.to_owned(), std::fs::read_to_string(entry.path())));
        }
    }
    documents.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    Ok(documents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn password_min_length_is_at_least_eight() {
        assert_eq!(parse_password_min_length("8"), Ok(8));
        for value in ["7", "0", "-8", "257", "many", "8.5"] {
            assert!(parse_password_min_length(value).is_err(), "{value}");
        }
    }

    #[test]
    fn refusing_disposable_domains_requires_the_feature() {
        assert_eq!(parse_refuse_disposable("false"), Ok(false));
        assert_eq!(parse_refuse_disposable("true").is_ok(), cfg!(feature = "disposable"));
        assert!(parse_refuse_disposable("yes").is_err());
    }
}
