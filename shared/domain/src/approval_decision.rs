//! The decision of an approver.

use crate::operator_act::ActKind;

/// The decision on a user who awaits approval, as a form or a program sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApprovalDecision {
    /// `approve`: the user becomes active.
    Approve,
    /// `reject`: the name and the address become free.
    Reject,
}

impl ApprovalDecision {
    /// The field of a body that has it.
    pub const FIELD: &'static str = "decision";

    /// Parses a decision. Returns `None` if the text is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Approve, Self::Reject].into_iter().find(|decision| decision.act().as_str() == text)
    }

    /// Returns the act that records the decision.
    #[must_use]
    pub fn act(self) -> ActKind {
        match self {
            Self::Approve => ActKind::Approve,
            Self::Reject => ActKind::Reject,
        }
    }
}
