//! The results of acts, from the request that acted to the page that shows them.
//!
//! After an act the browser is redirected, so that a reload does not repeat the act. The redirect names a notice, which
//! is shown once.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use domain::{Random, Token};

/// The number of notices that are kept until they are shown.
const MAX: usize = 16;

/// The result of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Notice {
    /// A sentence.
    Done(String),
    /// A new invitation, whose code is not stored anywhere else.
    Invitation(NewCode),
}

/// A new invitation, as it is shown once.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct NewCode {
    pub(crate) code: String,
    pub(crate) link: String,
    pub(crate) until: String,
    pub(crate) address: Option<String>,
    pub(crate) mailed: bool,
    /// The reasons why it could not be emailed.
    pub(crate) not_mailed: Vec<String>,
}

/// The notices that were not shown yet, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Notices(Mutex<VecDeque<(String, Notice)>>);

impl Notices {
    /// Keeps a notice, and returns its name.
    pub(crate) fn put(&self, random: &Random, notice: Notice) -> String {
        let name = Token::generate(random).expose().to_owned();
        let mut notices = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notices.push_back((name.clone(), notice));
        if notices.len() > MAX {
            notices.pop_front();
        }
        name
    }

    /// Returns the notice of this name, the first time.
    pub(crate) fn take(&self, name: &str) -> Option<Notice> {
        let mut notices = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = notices.iter().position(|(found, _)| found == name)?;
        notices.remove(at).map(|(_, notice)| notice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notice_is_shown_once_and_few_are_kept() {
        let (notices, random) = (Notices::default(), Random::system());
        let names: Vec<_> = (0..=MAX).map(|n| notices.put(&random, Notice::Done(n.to_string()))).collect();
        assert_eq!(notices.take(&names[0]), None, "the oldest is dropped");
        assert_eq!(notices.take(&names[2]), Some(Notice::Done("2".to_owned())));
        assert_eq!(notices.take(&names[2]), None);
        assert_eq!(notices.take(""), None);
    }
}
