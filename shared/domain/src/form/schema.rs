//! A form in one language, for programs and templates.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Field, Form};
use crate::locale::{LinkTarget, Text, TextPart, Translator};
use crate::settings::{Site, WebUrl};

impl Form {
    /// Returns the JSON Schema (draft 2020-12) of the body of `POST /register`, in one language.
    ///
    /// It has all that a program needs to draw the form. Labels are titles, the help is the description, and the order
    /// of the properties is that of the fields. Annotations have the rest: the labels of values (`x-enum`), texts with
    /// links (`x-title-parts`, `x-description-parts`), and HTML's `autocomplete` and `inputmode`.
    #[must_use]
    pub fn schema(&self, translator: &Translator, site: &Site) -> Value {
        let mut schema = self.document.clone();
        translate_keywords(&mut schema, translator, Some(&self.title), self.description.as_ref());
        for field in &self.fields {
            let property = &mut schema["properties"][&field.name];
            translate_keywords(property, translator, Some(&field.label), field.help.as_ref());
            if let Some(property) = property.as_object_mut() {
                field.annotate(property, translator, site);
            }
        }
        schema
    }
}

/// Sets the title and the description, and removes the other languages.
fn translate_keywords(schema: &mut Value, translator: &Translator, title: Option<&Text>, description: Option<&Text>) {
    let Some(object) = schema.as_object_mut() else { return };
    for translations in ["x-title", "x-description", "x-enum"] {
        object.shift_remove(translations);
    }
    for (keyword, text) in [("title", title), ("description", description)] {
        if let Some(text) = text {
            object.insert(keyword.to_owned(), translator.translate(text).into());
        }
    }
}

/// A part of a text: words, and the URL that they link to, if they do.
#[derive(Debug, Serialize)]
struct LinkedPart {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

fn has_link(parts: &[LinkedPart]) -> bool {
    parts.iter().any(|part| part.url.is_some())
}

impl Field {
    fn document(&self) -> Option<&WebUrl> {
        self.accepts.as_ref()?.document.as_ref()
    }

    /// Returns a text of the field in parts. The terms of a box are the document that it accepts.
    fn linked(&self, text: &Text, translator: &Translator, site: &Site) -> Vec<LinkedPart> {
        let url = |link| match link {
            LinkTarget::Terms => self.document().or(site.terms_url.as_ref()),
            LinkTarget::Privacy => site.privacy_url.as_ref(),
        };
        let part = |TextPart { text, link }| LinkedPart { text, url: link.and_then(url).map(ToString::to_string) };
        translator.translate_parts(text).into_iter().map(part).collect()
    }

    /// Returns the label in parts. Without another link it links to the document as a whole.
    fn linked_label(&self, translator: &Translator, site: &Site) -> Vec<LinkedPart> {
        let parts = self.linked(&self.label, translator, site);
        match self.document() {
            Some(document) if !has_link(&parts) => {
                vec![LinkedPart { text: translator.translate(&self.label), url: Some(document.to_string()) }]
            }
            _ => parts,
        }
    }

    /// Adds the annotations for programs to the field's schema.
    fn annotate(&self, property: &mut Map<String, Value>, translator: &Translator, site: &Site) {
        let parts = |parts: Vec<LinkedPart>| has_link(&parts).then(|| json!(parts));
        let help = self.help.as_ref().map(|help| self.linked(help, translator, site));
        let labels: Map<_, _> =
            self.options.iter().map(|(value, label)| (value.clone(), translator.translate(label).into())).collect();
        let labelled = labels.iter().any(|(value, label)| label != value);
        for (keyword, annotation) in [
            ("x-title-parts", parts(self.linked_label(translator, site))),
            ("x-description-parts", help.and_then(parts)),
            ("x-enum", labelled.then_some(Value::Object(labels))),
            ("x-autocomplete", self.autocomplete.as_deref().map(Value::from)),
            ("x-inputmode", self.input_mode.map(Value::from)),
        ] {
            if let Some(annotation) = annotation {
                property.insert(keyword.to_owned(), annotation);
            }
        }
    }

    /// Returns the field's properties for a template.
    #[must_use]
    pub fn localized(&self, translator: &Translator, site: &Site) -> Value {
        let options =
            self.options.iter().map(|(value, label)| json!({ "value": value, "label": translator.translate(label) }));
        json!({
            "name": self.name,
            "label": translator.translate(&self.label),
            "label_parts": self.linked_label(translator, site),
            "help": self.help.as_ref().map(|help| translator.translate(help)),
            "help_parts": self.help.as_ref().map(|help| self.linked(help, translator, site)),
            "type": self.control,
            "autocomplete": self.autocomplete,
            "inputmode": self.input_mode,
            "autocapitalize": self.autocapitalize,
            "required": self.required,
            "options": options.collect::<Vec<_>>(),
            "min_length": self.rule.lengths().map(|(min_length, _)| min_length),
            "minimum": self.minimum,
            "maximum": self.maximum,
            "fixed": self.fixed,
            "version": self.accepts.as_ref().map(|accepts| &accepts.version),
            "write_only": self.write_only,
        })
    }
}
