//! A form in one language, for programs and templates.

use serde_json::{Value, json};

use super::{Field, Form};
use crate::locale::{Text, Translator};

impl Form {
    /// Returns the JSON Schema (draft 2020-12) of the body of `POST /register`.
    ///
    /// Its titles and descriptions are in one language.
    #[must_use]
    pub fn schema(&self, translator: &Translator) -> Value {
        let mut schema = self.document.clone();
        translate_keywords(&mut schema, translator, Some(&self.title), self.description.as_ref());
        for field in &self.fields {
            let property = &mut schema["properties"][&field.name];
            translate_keywords(property, translator, Some(&field.label), field.help.as_ref());
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

impl Field {
    /// Returns the field's properties for a template.
    #[must_use]
    pub fn localized(&self, translator: &Translator) -> Value {
        let options =
            self.options.iter().map(|(value, label)| json!({ "value": value, "label": translator.translate(label) }));
        json!({
            "name": self.name,
            "label": translator.translate(&self.label),
            "label_parts": translator.translate_parts(&self.label),
            "help": self.help.as_ref().map(|help| translator.translate(help)),
            "help_parts": self.help.as_ref().map(|help| translator.translate_parts(help)),
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
            "write_only": self.write_only,
        })
    }
}
