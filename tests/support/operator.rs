//! The operator's command, run by the tests.

use admin::Arguments;
use clap::Parser;
use domain::Random;
use serde_json::Value;

use super::Service;

impl Service {
    /// Runs `registration` with these arguments, and returns its JSON or its error.
    ///
    /// A `␣` is a space within an argument. [`Self::operator_writes`] returns the output before an error, too.
    pub(crate) async fn operator(&self, words: &str) -> Result<Value, String> {
        let (written, outcome) = self.operator_writes(&format!("--json {words}")).await;
        outcome.map(|()| serde_json::from_str(&written).unwrap())
    }

    /// Returns the id of the only user that `registration users show` finds.
    pub(crate) async fn user_id(&self, user: &str) -> String {
        self.operator(&format!("users show {user}")).await.unwrap()[0]["id"].as_str().unwrap().to_owned()
    }

    /// Returns the output of `registration`, and its result.
    pub(crate) async fn operator_writes(&self, words: &str) -> (String, Result<(), String>) {
        let words = ["registration", "--local", self.local.url()].into_iter().chain(words.split(' '));
        let arguments = Arguments::parse_from(words.map(|word| word.replace('␣', " ")));
        let random = Random::system();
        // As if it were written to a file.
        let mut out = anstream::StripStream::new(Vec::new());
        let outcome = Box::pin(admin::run(&arguments, self.clock.clone(), random, &mut out)).await;
        (String::from_utf8(out.into_inner()).unwrap(), outcome.map_err(|error| error.to_string()))
    }
}
