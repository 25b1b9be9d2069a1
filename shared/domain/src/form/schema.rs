//! A form, as people and programs are told of it in their language.

use serde_json::{Value, json};

use super::{Field, Form};
use crate::locale::{Text, Translator};

impl Form {
    /// The form as a JSON Schema (draft 2020-12) of the body that `POST /register` takes, with its titles and descriptions
    /// in one language.
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

/// States the title and the description, and leaves out the other languages.
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
    /// The field as a template is told of it.
    #[must_use]
    pub fn localized(&self, translator: &Translator) -> Value {
        let options =
            self.options.iter().map(|(value, label)| json!({ "value": value, "label": translator.translate(label) }));
        json!({
            "name": self.name,
            "label": translator.translate(&self.label),
            "help": self.help.as_ref().map(|help| translator.translate(help)),
            "type": self.control,
            "autocomplete": self.autocomplete,
            "inputmode": self.input_mode,
            "required": self.required,
            "options": options.collect::<Vec<_>>(),
            "min_length": self.rule.lengths().map(|(min_length, _)| min_length),
            "minimum": self.minimum,
            "maximum": self.maximum,
            "write_only": self.write_only,
        })
    }
}
