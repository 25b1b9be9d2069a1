//! The operator's command, as the tests run it.

use admin::Arguments;
use clap::Parser;
use domain::Random;
use serde_json::Value;

use super::Service;

impl Service {
    /// Runs `registration` with these words for this service; what it writes for programs, or why it failed. What it
    /// wrote before it failed is in [`Self::operator_writes`].
    pub(crate) async fn operator(&self, words: &str) -> Result<Value, String> {
        let (written, outcome) = self.operator_writes(&format!("--json {words}")).await;
        outcome.map(|()| serde_json::from_str(&written).unwrap())
    }

    /// What `registration` writes, and how it ended.
    pub(crate) async fn operator_writes(&self, words: &str) -> (String, Result<(), String>) {
        let words = ["registration", "--local", self.local.url()].into_iter().chain(words.split(' '));
        let arguments = Arguments::parse_from(words);
        let random = Random::system();
        let mut out = Vec::new();
        let outcome = Box::pin(admin::run(&arguments, self.clock.clone(), random, &mut out)).await;
        (String::from_utf8(out).unwrap(), outcome.map_err(|error| error.to_string()))
    }
}
