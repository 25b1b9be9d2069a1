//! The DynamoDB that the tests run on: the embedded engine, or what `DYNAMODB_ENDPOINT` names (`.ci/try-dynamodb-local`).

use std::path::Path;
use std::sync::Arc;

use domain::Random;
use domain::clock::Clock;
use local::{Options, Storage};

/// How a test starts `local`, with a database of its own.
pub(crate) fn options(clock: Arc<dyn Clock>, random: Random) -> Options {
    let name: [u8; 16] = Random::system().bytes();
    at(&format!("{:032x}", u128::from_be_bytes(name)), Options::for_test(clock, random))
}

/// How a test starts `local` that has its data in a folder, or in the database that stands for the folder.
pub(crate) fn options_in(folder: &Path, clock: Arc<dyn Clock>, random: Random) -> Options {
    let options = Options { storage: Storage::Folder(folder.to_owned()), ..Options::for_test(clock, random) };
    let name = folder.to_str().unwrap().replace(|character: char| !character.is_ascii_alphanumeric(), "");
    at(&name, options)
}

/// DynamoDB Local has a database for each access key.
fn at(database: &str, options: Options) -> Options {
    match external_endpoint() {
        Some(url) => Options { storage: Storage::At(url), ..options }.with("AWS_ACCESS_KEY_ID", database),
        None => options,
    }
}

/// Where DynamoDB is, if it is not the embedded engine.
#[expect(clippy::disallowed_methods, reason = "what a run is asked for is no setting")]
fn external_endpoint() -> Option<String> {
    std::env::var("DYNAMODB_ENDPOINT").ok()
}
