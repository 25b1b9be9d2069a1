//! A reader of settings, which reports all problems together.

use std::fmt;

use super::Environment;

/// The settings that are missing or malformed, in one report.
#[derive(Clone, PartialEq, Eq)]
pub struct SettingsError(Vec<SettingProblem>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct SettingProblem {
    variable: String,
    value: Option<String>,
    problem: String,
}

impl std::error::Error for SettingsError {}

impl SettingsError {
    /// Merges the reports of several functions in one process, without repetitions.
    #[must_use]
    pub fn merge(reports: impl IntoIterator<Item = Self>) -> Self {
        let mut merged = Vec::new();
        for wrong in reports.into_iter().flat_map(|report| report.0) {
            if !merged.contains(&wrong) {
                merged.push(wrong);
            }
        }
        Self(merged)
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.len() == 1 { "a setting is wrong:" } else { "settings are wrong:" })?;
        for SettingProblem { variable, value, problem } in &self.0 {
            match value {
                Some(value) => write!(f, "\n  {variable}={value:?}: {problem}")?,
                None => write!(f, "\n  {variable}: {problem}")?,
            }
        }
        Ok(())
    }
}

/// Prints the same as [`fmt::Display`], for a `main` that returns the error.
impl fmt::Debug for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads variables and collects their problems.
#[derive(Debug)]
pub struct Reader<'a> {
    environment: &'a Environment,
    wrong: Vec<SettingProblem>,
}

impl<'a> Reader<'a> {
    /// Creates a reader of `environment`.
    #[must_use]
    pub fn new(environment: &'a Environment) -> Self {
        Self { environment, wrong: Vec::new() }
    }

    /// Returns the environment that it reads.
    #[must_use]
    pub fn environment(&self) -> &'a Environment {
        self.environment
    }

    /// Adds the problems that another reader found.
    pub fn add_problems_of(&mut self, other: Reader<'_>) {
        for wrong in other.wrong {
            self.add(wrong);
        }
    }

    /// Returns the value of a variable that must be set.
    ///
    /// `meaning` completes "set it to". [`Self::finish`] reports a missing or malformed value.
    pub fn required<T>(
        &mut self,
        variable: &str,
        meaning: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        if let Some(value) = self.environment.get(variable) {
            return self.parse(variable, value, parse);
        }
        self.add(SettingProblem {
            variable: variable.to_owned(),
            value: None,
            problem: format!("is not set; set it to {meaning}"),
        });
        None
    }

    /// Returns the value of a variable, or that of `default` if it is not set.
    pub fn or<T>(&mut self, variable: &str, default: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let value = self.environment.get(variable).unwrap_or(default);
        self.parse(variable, value, parse)
    }

    /// Returns the unchanged value of an optional variable.
    #[must_use]
    pub fn optional(&self, variable: &str) -> Option<&'a str> {
        self.environment.get(variable)
    }

    /// Returns the value of a variable that may be missing.
    ///
    /// `Some(None)` means that it is missing, and `None` that it is malformed.
    pub fn parse_optional<T>(
        &mut self,
        variable: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<Option<T>> {
        match self.environment.get(variable) {
            Some(value) => self.parse(variable, value, parse).map(Some),
            None => Some(None),
        }
    }

    fn parse<T>(&mut self, variable: &str, value: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        match parse(value) {
            Ok(parsed) => Some(parsed),
            Err(problem) => {
                // A variable for a secret's hash may contain the secret, and neither may get into a log.
                let secret = ["CREDENTIAL", "SECRET", "PRIVATE_KEY"].iter().any(|word| variable.contains(word));
                let (variable, value) = (variable.to_owned(), (!secret).then(|| value.to_owned()));
                self.add(SettingProblem { variable, value, problem });
                None
            }
        }
    }

    /// Records a problem of the file or folder that a variable names.
    pub fn add_problem(&mut self, variable: &str, value: &str, problem: String) {
        self.add(SettingProblem { variable: variable.to_owned(), value: Some(value.to_owned()), problem });
    }

    /// Adds a problem once, even if two clients read the variable.
    fn add(&mut self, wrong: SettingProblem) {
        if !self.wrong.contains(&wrong) {
            self.wrong.push(wrong);
        }
    }

    /// Returns the value that `build` creates, or the report of all problems.
    ///
    /// # Errors
    /// A [`SettingsError`] with all invalid settings.
    pub fn finish<T>(self, build: impl FnOnce() -> Option<T>) -> Result<T, SettingsError> {
        match build() {
            Some(settings) if self.wrong.is_empty() => Ok(settings),
            _ => Err(SettingsError(self.wrong)),
        }
    }
}
