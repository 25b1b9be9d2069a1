//! The report of all findings, for people and for programs.

use std::fmt;

use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};

use crate::Scope;
use crate::finding::{Finding, Status};

/// The findings of one examination, in the order of the checks.
#[derive(Debug, Clone)]
pub struct Report {
    title: String,
    stack: Option<String>,
    region: String,
    findings: Vec<Finding>,
}

impl Report {
    pub(crate) fn new(scope: &Scope, region: &str) -> Self {
        let stack = match scope {
            Scope::Before { stack, .. } => stack.clone(),
            Scope::Deployed { stack } => Some(stack.clone()),
            Scope::Local => None,
        };
        let title = match scope {
            Scope::Before { .. } => format!("Before a deployment in {region}"),
            Scope::Deployed { stack } => format!("Stack {stack} in {region}"),
            Scope::Local => "The local service".to_owned(),
        };
        Self { title, stack, region: region.to_owned(), findings: Vec::new() }
    }

    pub(crate) fn add(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.findings.extend(findings);
    }

    /// Returns the findings.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Returns the number of findings with this status.
    #[must_use]
    pub fn count(&self, status: Status) -> usize {
        self.findings.iter().filter(|finding| finding.status == status).count()
    }

    /// Returns the report for programs.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "stack": self.stack,
            "region": self.region,
            "ok": self.count(Status::Ok),
            "warning": self.count(Status::Warning),
            "wrong": self.count(Status::Wrong),
            "unchecked": self.count(Status::Unchecked),
            "findings": self.findings,
        })
    }
}

fn style(status: Status) -> Style {
    let color = match status {
        Status::Ok => AnsiColor::Green,
        Status::Warning | Status::Unchecked => AnsiColor::Yellow,
        Status::Wrong => AnsiColor::Red,
    };
    color.on_default()
}

/// Writes a table with a line for each finding, and its remedy below. The alternate form has styles of a terminal.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let longest = |text: fn(&Finding) -> &str| self.findings.iter().map(|one| text(one).chars().count()).max();
        let check = longest(|finding| finding.check.as_str()).unwrap_or_default();
        let subject = longest(|finding| &finding.subject).unwrap_or_default();
        writeln!(f, "{}\n", self.title)?;
        for finding in &self.findings {
            let style = if f.alternate() { style(finding.status) } else { Style::new() };
            let status = finding.status.as_str();
            writeln!(
                f,
                "{style}{status:<9}{style:#}  {:<check$}  {:<subject$}  {}",
                finding.check.as_str(),
                finding.subject,
                finding.detail
            )?;
            if let Some(remedy) = &finding.remedy {
                writeln!(f, "{:11}{remedy}", "")?;
            }
            if let Some(command) = &finding.command {
                writeln!(f, "{:11}$ {command}", "")?;
            }
        }
        let [ok, warnings, wrong, unchecked] =
            [Status::Ok, Status::Warning, Status::Wrong, Status::Unchecked].map(|status| self.count(status));
        writeln!(f, "\nok: {ok}, warning: {warnings}, wrong: {wrong}, unchecked: {unchecked}")
    }
}
