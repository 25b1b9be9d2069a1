//! The functions `t` and `text` of templates, which insert a message.

use fluent_bundle::{FluentArgs, FluentValue};
use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{AutoEscape, Error, ErrorKind, HtmlEscape, State};

use domain::locale::Translator;

/// Returns the functions `t` and `text` for one language.
///
/// `t("id", name=value)` inserts a message. In HTML its values are escaped, unless they are HTML. They are also
/// isolated, so that a value of the other direction does not reorder the rest. `text` inserts a message where no
/// element may be, as in an attribute.
#[must_use]
pub fn functions(translator: &Translator) -> Value {
    let (marked, plain) = (translator.clone(), translator.clone());
    let t = move |state: &State<'_, '_>, id: &str, arguments: Kwargs| match state.auto_escape() {
        AutoEscape::Html => html(&marked, id, &arguments),
        _ => text(&marked, id, &arguments),
    };
    let text = move |id: &str, arguments: Kwargs| text(&plain, id, &arguments);
    minijinja::context! { t => Value::from_function(t), text => Value::from_function(text) }
}

fn text(translator: &Translator, id: &str, arguments: &Kwargs) -> Result<Value, Error> {
    let formatted = format_message(translator, id, arguments, |_, value| translator.isolated(&value.to_string()))?;
    Ok(formatted.into())
}

/// Formats a message as HTML.
///
/// Each value is first a private-use character, which becomes the value's HTML after the message was escaped.
fn html(translator: &Translator, id: &str, arguments: &Kwargs) -> Result<Value, Error> {
    const MARKS: std::ops::Range<u32> = 0xe000..0xe020;
    let mut texts = Vec::new();
    let formatted = format_message(translator, id, arguments, |at, value| {
        let shown = if value.is_safe() { value.to_string() } else { HtmlEscape(&value.to_string()).to_string() };
        let mark = MARKS.clone().nth(at).and_then(char::from_u32).unwrap_or('\u{e000}');
        texts.push((mark, format!("<bdi>{shown}</bdi>")));
        mark.to_string()
    })?;
    let mut html = String::with_capacity(formatted.len());
    for part in HtmlEscape(&formatted).to_string().chars() {
        match texts.iter().find(|(mark, _)| *mark == part) {
            Some((_, text)) => html.push_str(text),
            None => html.push(part),
        }
    }
    Ok(Value::from_safe_string(html))
}

fn format_message(
    translator: &Translator,
    id: &str,
    arguments: &Kwargs,
    mut put: impl FnMut(usize, &Value) -> String,
) -> Result<String, Error> {
    let mut args = FluentArgs::new();
    for (at, name) in arguments.args().enumerate() {
        let value: Value = arguments.get(name)?;
        let argument = match i64::try_from(value.clone()) {
            Ok(number) if value.kind() == ValueKind::Number => FluentValue::from(number),
            _ => FluentValue::from(put(at, &value)),
        };
        args.set(name.to_owned(), argument);
    }
    let missing =
        || Error::new(ErrorKind::InvalidOperation, format!("there is no message {id:?} with what it asks for"));
    translator.message(id, &args).ok_or_else(missing)
}
