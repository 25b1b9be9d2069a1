//! The users and invitations that a file puts into the table at the start.
//!
//! Users are those of `registration users import --from plain`, under the same conditions. They can also have a
//! password in plain text, and be pending or await approval. Nothing is written if anything in the file is wrong.

mod error;
mod file;
mod record;

use std::path::Path;
use std::sync::Arc;

use domain::Random;
use domain::clock::Clock;
use domain::settings::Environment;
use operator::{Actor, Candidate, DryRunIndex, ImportOutcome, ImportRejection, NewInvitation, Operator, OperatorError};

use registration::PasswordHasher;

use error::Faults;
pub use error::SeedError;
use record::Record;

/// The system that users come from, as their `imported` names it.
const FROM: &str = "seed";

/// A file whose records are valid, and do not conflict with each other.
pub(crate) struct Seed {
    operator: Operator,
    users: Vec<(u64, Candidate)>,
    invitations: Vec<NewInvitation>,
    faults: Faults,
}

impl Seed {
    /// Reads and checks a file, without the table.
    pub(crate) async fn read(
        path: &Path,
        environment: Environment,
        clock: Arc<dyn Clock>,
        random: Random,
    ) -> Result<Self, SeedError> {
        let mut faults = Faults::of(path);
        let text = std::fs::read_to_string(path).map_err(|error| faults.unreadable(&error))?;
        let operator = Operator::new(environment, clock, random.clone(), Actor::Named(FROM.to_owned()))
            .map_err(OperatorError::from)?;
        let rules = operator.import_rules(FROM, false, false).await?;
        let (hasher, mut users, mut invitations) = (PasswordHasher::default(), Vec::new(), Vec::new());
        let mut earlier = Earlier::default();
        for (line, fields) in file::records(&text) {
            let (record, wrong) = match fields {
                Ok(fields) => record::read(fields),
                Err(fault) => (None, vec![fault]),
            };
            faults.add(line, wrong);
            match record {
                Some(Record::Invitation(invitation)) => invitations.push(invitation),
                Some(Record::User(mut user, password)) => {
                    if let Some(password) = password {
                        user.password_hash = Some(hasher.hash(&password, &random).await.expose().to_owned());
                    }
                    let candidate = operator.candidate(*user, &rules);
                    match candidate.and_then(|candidate| earlier.check(&candidate, line).map(|()| candidate)) {
                        Ok(candidate) => users.push((line, candidate)),
                        Err(wrong) => faults.add(line, wrong),
                    }
                }
                None => {}
            }
        }
        faults.none()?;
        Ok(Self { operator, users, invitations, faults })
    }

    /// Writes everything into the table, or nothing if a user conflicts with one who is there.
    ///
    /// Users of an earlier start stay as they are.
    pub(crate) async fn load(mut self) -> Result<(), SeedError> {
        for (line, candidate) in &self.users {
            if let ImportOutcome::Rejected(rejection) = self.operator.would_import(candidate).await? {
                self.faults.add(*line, vec![rejection]);
            }
        }
        self.faults.none()?;
        for (line, candidate) in &self.users {
            if let ImportOutcome::Rejected(rejection) = self.operator.import(candidate).await? {
                self.faults.add(*line, vec![rejection]);
            }
        }
        for invitation in self.invitations {
            self.operator.invite(invitation).await?;
        }
        self.faults.none()
    }
}

/// The users of the lines before.
#[derive(Default)]
struct Earlier {
    all: DryRunIndex,
    /// Those who may yet lose their names, which nobody can share.
    undecided: DryRunIndex,
}

impl Earlier {
    /// Adds a user, unless they conflict with another one.
    fn check(&mut self, candidate: &Candidate, line: u64) -> Result<(), Vec<ImportRejection>> {
        let rejection = match self.all.outcome(candidate) {
            Some(ImportOutcome::Rejected(rejection)) => Some(rejection),
            Some(_) => {
                let reason = "an earlier user of the file has the same id, or the same address and no id";
                Some(ImportRejection::new("id_taken", reason).of("id"))
            }
            None => self.undecided.confusable_line(candidate).map(|other| {
                let reason = format!("the name looks like that of line {other}, who is not active yet");
                ImportRejection::new("username_taken", reason).of("username")
            }),
        };
        if let Some(rejection) = rejection {
            return Err(vec![rejection]);
        }
        self.all.add(candidate, line);
        if candidate.is_strict() {
            self.undecided.add(candidate, line);
        }
        Ok(())
    }
}
