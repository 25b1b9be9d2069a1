//! The DynamoDB of the tests.
//!
//! It is the embedded engine, or the one that `DYNAMODB_ENDPOINT` names (`.ci/try-dynamodb-local`).

use std::path::Path;
use std::sync::Arc;

use domain::Random;
use domain::clock::Clock;
use local::{Options, Storage};

/// Returns the options of `local` for a test, with its own database.
pub(crate) fn options(clock: Arc<dyn Clock>, random: Random) -> Options {
    let name: [u8; 16] = Random::system().bytes();
    at(&format!("{:032x}", u128::from_be_bytes(name)), Options::for_test(clock, random))
}

/// Returns the options of `local` with data in a folder, or in its database.
pub(crate) fn options_in(folder: &Path, clock: Arc<dyn Clock>, random: Random) -> Options {
    let options = Options { storage: Storage::Folder(folder.to_owned()), ..Options::for_test(clock, random) };
    let name = folder.to_str().unwrap().replace(|character: char| !character.is_ascii_alphanumeric(), "");
    at(&name, options)
}

/// Selects a database: DynamoDB Local has one for each access key.
fn at(database: &str, options: Options) -> Options {
    match external_endpoint() {
        Some(url) => Options { storage: Storage::At(url), ..options }.with("AWS_ACCESS_KEY_ID", database),
        None => options,
    }
}

/// Returns the URL of DynamoDB, if it is not the embedded engine.
#[expect(clippy::disallowed_methods, reason = "the choice of the engine is no setting of the service")]
fn external_endpoint() -> Option<String> {
    std::env::var("DYNAMODB_ENDPOINT").ok()
}
