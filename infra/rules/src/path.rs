//! Paths into an event, in the notation of `InputPath` and `InputPathsMap`.

use serde_json::Value;

/// A path into an event, in EventBridge's dot notation.
///
/// `$.detail.user.id` is a field, `$.resources[0]` an element of a list, and `$.resources[*]` all elements of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPath(Vec<Step>);

/// A text is not a path in dot notation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a path such as $.detail.user.id")]
pub struct PathError(String);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Field(String),
    Index(usize),
    All,
}

impl EventPath {
    /// Reads a path.
    ///
    /// # Errors
    /// [`PathError`] if the text is not in dot notation.
    ///
    /// # Examples
    /// ```
    /// use eventbridge_rules::EventPath;
    /// use serde_json::json;
    ///
    /// let path = EventPath::parse("$.resources[0]")?;
    /// assert_eq!(path.get(&json!({ "resources": ["a", "b"] })), Some(json!("a")));
    /// assert!(EventPath::parse("resources").is_err());
    /// # Ok::<(), eventbridge_rules::PathError>(())
    /// ```
    pub fn parse(path: &str) -> Result<Self, PathError> {
        let wrong = || PathError(path.to_owned());
        let rest = path.strip_prefix('$').ok_or_else(wrong)?;
        let mut steps = Vec::new();
        for part in rest.split('.').skip(usize::from(!rest.starts_with('['))) {
            let mut parts = part.split('[');
            let name = parts.next().unwrap_or_default();
            if !name.is_empty() {
                steps.push(Step::Field(name.to_owned()));
            } else if !part.starts_with('[') {
                return Err(wrong());
            }
            for index in parts {
                steps.push(match index.strip_suffix(']').ok_or_else(wrong)? {
                    "*" => Step::All,
                    index => Step::Index(index.parse().map_err(|_| wrong())?),
                });
            }
        }
        Ok(Self(steps))
    }

    /// Returns the value at this path in an event, if there is one.
    #[must_use]
    pub fn get(&self, event: &Value) -> Option<Value> {
        fn follow(value: &Value, steps: &[Step]) -> Option<Value> {
            let Some((step, rest)) = steps.split_first() else { return Some(value.clone()) };
            match step {
                Step::Field(name) => follow(value.get(name)?, rest),
                Step::Index(index) => follow(value.get(index)?, rest),
                Step::All => Some(value.as_array()?.iter().filter_map(|inner| follow(inner, rest)).collect()),
            }
        }
        follow(event, &self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_in_dot_notation() {
        for path in ["$", "$.a", "$.a.b-c_d", "$.a[0].b", "$.a[*]", "$[0]"] {
            assert!(EventPath::parse(path).is_ok(), "{path}");
        }
        for path in ["", "a", "$a.", "$.", "$.a[", "$.a[x]", "$['a']"] {
            assert!(EventPath::parse(path).is_err(), "{path}");
        }
    }
}
