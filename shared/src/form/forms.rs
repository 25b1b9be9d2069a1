//! Every form that there is, and which of them a request may have.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::field::Rule;
use super::{DomainLists, Form};
use crate::backend::FormError;
use crate::request::Request;
use crate::settings::{Reader, parse_bool};

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
    /// `REGISTRATION_ALLOWED_DOMAINS`, `REGISTRATION_REFUSED_DOMAINS` and `REGISTRATION_REFUSE_DISPOSABLE` (`true` or `false`,
    /// the default; feature `disposable`): which addresses may register.
    domains: DomainLists,
}

impl Forms {
    /// Reads the settings and the folder; `None` if something is wrong, which `reader` then knows.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut domains = |variable| match reader.optional(variable) {
            Some(_) => reader.or(variable, "", DomainLists::domains),
            None => Some(Vec::new()),
        };
        let allowed = domains("REGISTRATION_ALLOWED_DOMAINS");
        let refused = domains("REGISTRATION_REFUSED_DOMAINS");
        let refuse_disposable = reader.or("REGISTRATION_REFUSE_DISPOSABLE", "false", parse_refuse_disposable);
        let own = reader.optional(FOLDER).map_or_else(|| Some(BTreeMap::new()), |folder| read_folder(reader, folder));
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
        Some(Self::new(
            default?,
            offered?,
            own?,
            DomainLists { allowed: allowed?, refused: refused?, refuse_disposable: refuse_disposable? },
        ))
    }

    fn new(default: String, offered: BTreeSet<String>, own: BTreeMap<String, Form>, domains: DomainLists) -> Self {
        let own = own.into_iter();
        let own = own.map(|(name, form)| (name.clone(), prepare(form, &name, &default, &domains))).collect();
        Self { default, offered, own, built_in: Default::default(), domains }
    }

    /// The form that a request asks for by `?type`, or the default one.
    ///
    /// # Errors
    /// [`FormError::Unknown`] when there is no such form, or none that a visitor may ask for.
    pub fn requested(&self, request: &Request) -> Result<Arc<Form>, FormError> {
        let name = match request.query("type").filter(|name| !name.is_empty()) {
            None => &self.default,
            Some(name) if name == self.default || self.offered.contains(name) => name,
            Some(_) => return Err(FormError::Unknown),
        };
        self.named(name).ok_or(FormError::Unknown)
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
            let form = Form::parse(BUILT_IN[at].1).expect("a built-in form is valid: a test reads every one");
            prepare(form, name, &self.default, &self.domains)
        });
        Some(Arc::clone(form))
    }
}

/// The list makes a binary 3 MB larger, so that it is there only when it is asked for.
fn parse_refuse_disposable(value: &str) -> Result<bool, String> {
    match parse_bool(value)? {
        true if !cfg!(feature = "disposable") => {
            Err("the list of these domains is not in this build: build with --features registration/disposable"
                .to_owned())
        }
        refuse => Ok(refuse),
    }
}

/// Gives a form what it does not know by itself: the kind of user that it makes, and the settings' domains.
fn prepare(mut form: Form, name: &str, default: &str, domains: &DomainLists) -> Arc<Form> {
    form.kind = (name != default).then(|| name.to_owned());
    for field in &mut form.fields {
        if let Rule::Email(_, own) = &mut field.rule {
            *own = own.under(domains);
        }
    }
    Arc::new(form)
}

/// Reads every `<name>.json` of a folder. All that is wrong is reported, each with its file and the place in it.
fn read_folder(reader: &mut Reader<'_>, folder: &str) -> Option<BTreeMap<String, Form>> {
    let mut wrong = Vec::new();
    let mut forms = BTreeMap::new();
    match documents(Path::new(folder)) {
        Ok(documents) => {
            for (file, name, document) in documents {
                match document.map_err(|error| vec![error.to_string()]).and_then(|text| parse(&name, &text)) {
                    Ok(form) => drop(forms.insert(name, form)),
                    Err(errors) => wrong.extend(errors.into_iter().map(|error| format!("{file}: {error}"))),
                }
            }
        }
        Err(error) => wrong.push(format!("the folder cannot be read: {error}")),
    }
    let complete = wrong.is_empty();
    for problem in wrong {
        reader.wrong(FOLDER, folder, problem);
    }
    complete.then_some(forms)
}

fn parse(name: &str, document: &str) -> Result<Form, Vec<String>> {
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')) {
        return Err(vec!["must be named with letters, digits, _ and -, and .json".to_owned()]);
    }
    Form::parse(document).map_err(|errors| errors.iter().map(ToString::to_string).collect())
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
    fn only_a_build_with_the_list_can_be_set_to_refuse_disposable_domains() {
        assert_eq!(parse_refuse_disposable("false"), Ok(false));
        assert_eq!(parse_refuse_disposable("true").is_ok(), cfg!(feature = "disposable"));
        assert!(parse_refuse_disposable("yes").is_err());
    }
}
