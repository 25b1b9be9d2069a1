//! `registration users import`: a thread reads the file, and so many users at once are on their way to the table. Whoever has
//! something in common with one on the way waits, so that of two in the file it is the first who gets it.

mod input;
mod plain;
mod record;
mod rejects;
mod seen;
mod source;
mod tally;

use std::collections::HashSet;

use domain::clock::Clock;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use operator::{Candidate, ImportOutcome, ImportRules, Operator, OperatorError, Refusal};

use self::input::{Input, Read1};
use self::record::Record;
use self::rejects::Rejects;
use self::seen::Seen;
use self::source::Mapping;
use self::tally::Tally;
use crate::arguments::Import;
use crate::{AdminError, Report};

pub(crate) async fn run(operator: &Operator, clock: &dyn Clock, arguments: &Import) -> Result<Report, AdminError> {
    let mapping = Mapping::new(arguments.from, arguments.trust_addresses);
    let rules = operator.import_rules(mapping.name(), arguments.strict, arguments.signals)?;
    let input = Input::open(arguments)?;
    if let Some(columns) = input.columns() {
        mapping.check_header(columns).map_err(|problem| input.wrong(problem))?;
    }
    let rejects = Rejects::create(arguments.rejects.as_deref(), input.header())?;
    let mut records = input.records()?;
    let mut work = Work {
        operator,
        clock,
        mapping,
        rules,
        rejects,
        seen: arguments.dry_run.then(Seen::default),
        tally: Tally::new(arguments.dry_run, clock.now()),
        busy: HashSet::new(),
    };
    let ended = work.all(&mut records, usize::from(arguments.concurrency)).await;
    let tally = work.tally;
    tally.told_all();
    let failure = match ended {
        Err(error) => Some(AdminError::ImportEnded(Box::new(error))),
        Ok(()) => Some(tally.rejected()).filter(|rejected| *rejected > 0).map(AdminError::NotImported),
    };
    Ok(Report { failure, ..Report::new(tally.json(), tally.text()) })
}

/// One user on the way, and what becomes of it.
type Done = (Job, Result<ImportOutcome, OperatorError>);

struct Job {
    record: Record,
    candidate: Candidate,
    /// What nobody else on the way has.
    holds: Vec<String>,
}

struct Work<'a> {
    operator: &'a Operator,
    clock: &'a dyn Clock,
    mapping: Mapping,
    rules: ImportRules,
    rejects: Rejects,
    /// Of a dry run.
    seen: Option<Seen>,
    tally: Tally,
    busy: HashSet<String>,
}

impl Work<'_> {
    /// All records; the first error of the file or the table ends it, when those on the way have come to their ends.
    async fn all(
        &mut self,
        records: &mut tokio::sync::mpsc::Receiver<Read1>,
        at_once: usize,
    ) -> Result<(), AdminError> {
        let operator = self.operator;
        let (mut on_the_way, mut next) = (FuturesUnordered::new(), None::<Job>);
        let mut ended = None::<Result<(), AdminError>>;
        loop {
            self.tally.tell(self.clock.now());
            if let Some(job) = next.take_if(|job| on_the_way.len() < at_once && self.is_free(job)) {
                if let Some(outcome) = self.seen.as_ref().and_then(|seen| seen.outcome(&job.candidate)) {
                    self.settle(&job, Ok(outcome))?;
                } else {
                    self.busy.extend(job.holds.iter().cloned());
                    on_the_way.push(carry(operator, job, self.seen.is_some()));
                }
                continue;
            }
            let done = if next.is_some() || ended.is_some() {
                match on_the_way.next().await {
                    Some(done) => done,
                    None => return ended.unwrap_or(Ok(())),
                }
            } else {
                tokio::select! {
                    Some(done) = on_the_way.next(), if !on_the_way.is_empty() => done,
                    record = records.recv() => {
                        match record {
                            Some(Ok(record)) => match self.job(record) {
                                Ok(job) => next = job,
                                Err(error) => ended = Some(Err(error)),
                            },
                            Some(Err(error)) => ended = Some(Err(error)),
                            None => ended = Some(Ok(())),
                        }
                        continue;
                    }
                }
            };
            let (job, outcome) = done;
            for held in &job.holds {
                self.busy.remove(held);
            }
            if let Err(error) = self.settle(&job, outcome) {
                next = None;
                if !matches!(ended, Some(Err(_))) {
                    ended = Some(Err(error));
                }
            }
        }
    }

    fn is_free(&self, job: &Job) -> bool {
        job.holds.iter().all(|held| !self.busy.contains(held))
    }

    /// What there is to do for a record; nothing if it is refused as it is.
    fn job(&mut self, mut record: Record) -> Result<Option<Job>, AdminError> {
        self.tally.read += 1;
        let fields = std::mem::replace(&mut record.fields, Ok(record::Fields::default()));
        let user = fields.and_then(|fields| self.mapping.user(fields, &mut self.tally.left));
        match user.and_then(|user| self.operator.candidate(user, &self.rules)) {
            Ok(candidate) => {
                let own = [candidate.identity(), candidate.address()].into_iter().chain(candidate.name());
                let holds = own.chain(candidate.likenesses()).collect();
                Ok(Some(Job { record, candidate, holds }))
            }
            Err(refusal) => {
                self.reject(&record, refusal)?;
                Ok(None)
            }
        }
    }

    fn settle(&mut self, job: &Job, outcome: Result<ImportOutcome, OperatorError>) -> Result<(), AdminError> {
        match outcome? {
            ImportOutcome::Imported { look_alike } => {
                let looks_like = self.seen.as_ref().and_then(|seen| seen.looks_like(&job.candidate));
                self.tally.imported += 1;
                self.tally.look_alike += u64::from(look_alike || looks_like.is_some());
                if let Some(seen) = &mut self.seen {
                    seen.add(&job.candidate, job.record.line);
                }
            }
            ImportOutcome::AlreadyThere => self.tally.already_there += 1,
            ImportOutcome::Refused(refusal) => self.reject(&job.record, refusal)?,
        }
        Ok(())
    }

    fn reject(&mut self, record: &Record, refusal: Refusal) -> Result<(), AdminError> {
        self.rejects.add(record, &refusal)?;
        self.tally.reject(record.line, refusal);
        Ok(())
    }
}

async fn carry(operator: &Operator, job: Job, dry: bool) -> Done {
    let outcome = if dry { operator.would_import(&job.candidate).await } else { operator.import(&job.candidate).await };
    (job, outcome)
}
