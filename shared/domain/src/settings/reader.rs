//! Reads settings one by one and keeps what is wrong with them, so that all of it is reported at once.

use std::fmt;

use super::Environment;

/// What is wrong with the settings: every setting that is missing or malformed, in one report.
#[derive(Clone, PartialEq, Eq)]
pub struct SettingsError(Vec<SettingProblem>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct SettingProblem {
    variable: &'static str,
    value: Option<String>,
    problem: String,
}

impl std::error::Error for SettingsError {}

impl SettingsError {
    /// The report of a process that runs several functions: what several of them find wrong is in it once.
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

/// The same as [`fmt::Display`]: it is what a `main` that returns the error prints.
impl fmt::Debug for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads variables and collects what is wrong with them.
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

    /// The value of a variable that must be set; `meaning` says what to set it to. `None` is reported by [`Self::finish`].
    pub fn required<T>(
        &mut self,
        variable: &'static str,
        meaning: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        if let Some(value) = self.environment.get(variable) {
            return self.parse(variable, value, parse);
        }
        self.add(SettingProblem { variable, value: None, problem: format!("is not set; set it to {meaning}") });
        None
    }

    /// The value of a variable that stands for `default` when it is not set.
    pub fn or<T>(
        &mut self,
        variable: &'static str,
        default: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let value = self.environment.get(variable).unwrap_or(default);
        self.parse(variable, value, parse)
    }

    /// The value of a variable that may be missing, as it is.
    #[must_use]
    pub fn optional(&self, variable: &str) -> Option<&'a str> {
        self.environment.get(variable)
    }

    fn parse<T>(
        &mut self,
        variable: &'static str,
        value: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        match parse(value) {
            Ok(parsed) => Some(parsed),
            Err(problem) => {
                // What is meant to hold a secret's hash may hold the secret: neither is to get into a log.
                let secret = variable.contains("CREDENTIAL") || variable.contains("SECRET");
                let value = (!secret).then(|| value.to_owned());
                self.add(SettingProblem { variable, value, problem });
                None
            }
        }
    }

    /// Records what only shows when what a variable names is looked at.
    pub fn add_problem(&mut self, variable: &'static str, value: &str, problem: String) {
        self.add(SettingProblem { variable, value: Some(value.to_owned()), problem });
    }

    /// A variable that two clients need is reported once.
    fn add(&mut self, wrong: SettingProblem) {
        if !self.wrong.contains(&wrong) {
            self.wrong.push(wrong);
        }
    }

    /// What `build` makes of the values, or all that is wrong with them.
    ///
    /// # Errors
    /// All settings that are wrong.
    pub fn finish<T>(self, build: impl FnOnce() -> Option<T>) -> Result<T, SettingsError> {
        match build() {
            Some(settings) if self.wrong.is_empty() => Ok(settings),
            _ => Err(SettingsError(self.wrong)),
        }
    }
}
