//! Every form that there is, and which of them a request may have.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::field::Rule;
use super::reserved::ReservedNames;
use super::{DomainLists, Form};
use crate::password::Password;
use crate::settings::{Reader, Site, parse_bool};

/// The built-in documents, which are read when they are first needed.
const BUILT_IN: [(&str, &str); 3] = [
    ("standard", include_str!("../../forms/standard.json")),
    ("email", include_str!("../../forms/email.json")),
    ("terms", include_str!("../../forms/terms.json")),
];

const FOLDER: &str = "REGISTRATION_FORMS_DIR";

/// The forms of a deployment, by their names.
#[derive(Debug)]
pub struct Forms {
    /// `REGISTRATION_FORM`: the form for requests that ask for none. Default: `standard`.
    default: String,
    /// `REGISTRATION_FORMS`: those that `?type` may pick, beside the default one. Default: those of the folder. Not the
    /// built-in ones: whoever wants terms accepted would not want `?type=standard` to be a way round them.
    offered: BTreeSet<String>,
    /// `REGISTRATION_FORMS_DIR`: those of a folder's `<name>.json`. They go before built-in ones of the same name.
    own: BTreeMap<String, Arc<Form>>,
    built_in: [OnceLock<Arc<Form>>; BUILT_IN.len()],
    rules: Rules,
}

/// What the settings say of the fields that every form has.
#[derive(Debug, Clone)]
struct Rules {
    reserved: Arc<ReservedNames>,
    /// `REGISTRATION_ALLOWED_DOMAINS`, `REGISTRATION_REFUSED_DOMAINS` and `REGISTRATION_REFUSE_DISPOSABLE` (`true` or `false`,
    /// the default; feature `disposable`): which addresses may register.
    domains: DomainLists,
    /// `REGISTRATION_PASSWORD_MIN_LENGTH`: the fewest code points of a password, from 8 to 256. Default: 15.
    password_min_length: usize,
    /// `REGISTRATION_SITE_NAME` as one word, which is not to be in a password.
    site_name: Arc<str>,
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
        let reserved = ReservedNames::read(reader);
        let password_min_length = reader.or("REGISTRATION_PASSWORD_MIN_LENGTH", "15", parse_password_min_length);
        let site = Site::read(reader);
        Some(Self {
            reserved: Arc::new(reserved?),
            domains: DomainLists { allowed: allowed?, refused: refused?, refuse_disposable: refuse_disposable? },
            password_min_length: password_min_length?,
            site_name: site?.name.split_whitespace().collect::<String>().into(),
        })
    }
}

impl Forms {
    /// Reads the settings and the folder; `None` if something is wrong, which `reader` then knows.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let rules = Rules::read(reader);
        let least = rules.as_ref().map_or(Password::MIN_LENGTH, |rules| rules.password_min_length);
        let own = reader.optional(FOLDER);
        let own = own.map_or_else(|| Some(BTreeMap::new()), |folder| read_folder(reader, folder, least));
        let names = own.as_ref().map(|own| {
            let built_in = BUILT_IN.iter().map(|(name, _)| (*name).to_owned());
            built_in.chain(own.keys().cloned()).collect::<BTreeSet<_>>()
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
            None => own.as_ref().map(|own| own.keys().cloned().collect()),
        };
        Some(Self::new(default?, offered?, own?, rules?))
    }

    fn new(default: String, offered: BTreeSet<String>, own: BTreeMap<String, Form>, rules: Rules) -> Self {
        let own = own.into_iter();
        let own = own.map(|(name, form)| (name.clone(), prepare(form, &name, &default, &rules))).collect();
        Self { default, offered, own, built_in: Default::default(), rules }
    }

    /// The form of the name that a visitor asked for by `?type`, or the default one. `None` when there is no such form, or
    /// none that a visitor may ask for.
    #[must_use]
    pub fn requested(&self, name: Option<&str>) -> Option<Arc<Form>> {
        let name = match name.filter(|name| !name.is_empty()) {
            None => &self.default,
            Some(name) if name == self.default || self.offered.contains(name) => name,
            Some(_) => return None,
        };
        self.named(name)
    }

    /// The form of this name, whether or not a visitor may ask for it.
    ///
    /// # Panics
    /// When a built-in document is not valid, which a test rules out.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<Arc<Form>> {
        if let Some(form) = self.own.get(name) {
            return Some(Arc::clone(form));
        }
        let at = BUILT_IN.iter().position(|(built_in, _)| *built_in == name)?;
        let form = self.built_in[at].get_or_init(|| {
            let form = Form::parse(BUILT_IN[at].1, self.rules.password_min_length)
                .expect("a built-in form is valid: a test reads every one");
            prepare(form, name, &self.default, &self.rules)
        });
        Some(Arc::clone(form))
    }
}

/// The list makes a binary 3 MB larger, so that it is there only when it is asked for.
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

/// Gives a form what it does not know by itself: the kind of user that it makes, and what the settings say.
fn prepare(mut form: Form, name: &str, default: &str, rules: &Rules) -> Arc<Form> {
    form.kind = (name != default).then(|| name.to_owned());
    for field in &mut form.fields {
        match &mut field.rule {
            Rule::Username(_, reserved) => *reserved = Arc::clone(&rules.reserved),
            Rule::Email(_, own) => *own = own.merged_with(&rules.domains),
            Rule::Password(_, site_name) => *site_name = Arc::clone(&rules.site_name),
            _ => {}
        }
    }
    Arc::new(form)
}

/// Reads every `<name>.json` of a folder. All that is wrong is reported, each with its file and the place in it.
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

fn parse(name: &str, document: &str, least: usize) -> Result<Form, Vec<String>> {
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')) {
        return Err(vec!["must be named with letters, digits, _ and -, and .json".to_owned()]);
    }
    Form::parse(document, least).map_err(|errors| errors.iter().map(ToString::to_string).collect())
}

type Document = (String, String, std::io::Result<String>);

/// The `.json` files of a folder in the order of their names: file name, name of the form, text.
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
