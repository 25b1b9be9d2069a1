//! The command `registration users import`.
//!
//! A thread reads the file, and a limited number of users is written at the same time. A user who shares a key with one
//! that is being written waits, so that the first of them in the file is imported.

mod rejects;
mod source;
mod stats;

use std::collections::HashSet;

use domain::clock::Clock;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use operator::{Candidate, DryRunIndex, Fields, ImportOutcome, ImportRejection, ImportRules, Operator, OperatorError};

use self::rejects::Rejects;
use self::source::SourceMapping;
use self::stats::ImportStats;
use crate::arguments::Import;
use crate::input::{Input, ReadResult, Record};
use crate::progress::Progress;
use crate::{AdminError, Report};

pub(crate) async fn run(operator: &Operator, clock: &dyn Clock, arguments: &Import) -> Result<Report, AdminError> {
    let mapping = SourceMapping::new(arguments.from, arguments.trust_addresses);
    let rules = operator.import_rules(mapping.name(), arguments.strict, arguments.signals).await?;
    let input = Input::open(&arguments.file, arguments.format)?;
    if let Some(columns) = input.columns() {
        mapping.check_header(columns).map_err(|problem| input.wrong(problem))?;
    }
    let rejects = arguments.rejects.as_deref().map(|path| Rejects::create(path, input.header())).transpose()?;
    let progress = Progress::new(input.length(), clock.now());
    let mut records = input.records()?;
    let mut work = ImportRun {
        operator,
        clock,
        mapping,
        rules,
        rejects,
        dry_run_index: arguments.dry_run.then(DryRunIndex::default),
        stats: ImportStats::new(arguments.dry_run),
        progress,
        position: 0,
        in_flight: HashSet::new(),
    };
    let ended = work.all(&mut records, usize::from(arguments.concurrency)).await;
    work.progress.finish();
    let (stats, rejects) = (work.stats, work.rejects);
    let ended = ended.and_then(|()| Ok(rejects.map_or(Ok(()), Rejects::complete)?));
    let failure = match ended {
        Err(error) => Some(AdminError::ImportEnded(Box::new(error))),
        Ok(()) => Some(stats.rejected()).filter(|rejected| *rejected > 0).map(AdminError::NotImported),
    };
    Ok(Report { failure, ..Report::new(stats.json(), stats.text()) })
}

/// A user that was written, with the result.
type FinishedJob = (Job, Result<ImportOutcome, OperatorError>);

struct Job {
    record: Record,
    candidate: Candidate,
    /// The keys that no other user being written has.
    claims: Vec<String>,
}

struct ImportRun<'a> {
    operator: &'a Operator,
    clock: &'a dyn Clock,
    mapping: SourceMapping,
    rules: ImportRules,
    rejects: Option<Rejects>,
    /// The users read so far, in a dry run only.
    dry_run_index: Option<DryRunIndex>,
    stats: ImportStats,
    progress: Progress,
    /// The number of bytes of the file up to the last record that was begun.
    position: u64,
    in_flight: HashSet<String>,
}

impl ImportRun<'_> {
    /// Imports all records.
    ///
    /// After the first error of the file or the table, only the running writes finish.
    async fn all(
        &mut self,
        records: &mut tokio::sync::mpsc::Receiver<ReadResult>,
        at_once: usize,
    ) -> Result<(), AdminError> {
        let operator = self.operator;
        let (mut on_the_way, mut next) = (FuturesUnordered::new(), None::<Job>);
        let mut ended = None::<Result<(), AdminError>>;
        loop {
            self.progress.show(self.position, self.stats.read, self.clock.now(), || self.stats.counts());
            if let Some(job) = next.take_if(|job| on_the_way.len() < at_once && self.is_free(job)) {
                if let Some(outcome) =
                    self.dry_run_index.as_ref().and_then(|dry_run_index| dry_run_index.outcome(&job.candidate))
                {
                    self.settle(&job, Ok(outcome))?;
                } else {
                    self.in_flight.extend(job.claims.iter().cloned());
                    on_the_way.push(import_candidate(operator, job, self.dry_run_index.is_some()));
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
            for held in &job.claims {
                self.in_flight.remove(held);
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
        job.claims.iter().all(|held| !self.in_flight.contains(held))
    }

    /// Creates the job for a record. Returns `None` if the record itself is rejected.
    fn job(&mut self, mut record: Record) -> Result<Option<Job>, AdminError> {
        self.stats.read += 1;
        self.position = record.end;
        let fields = std::mem::replace(&mut record.fields, Ok(Fields::default()));
        let user = fields.and_then(|fields| self.mapping.user(fields, &mut self.stats.skipped_fields));
        match user.and_then(|user| self.operator.candidate(user, &self.rules).map_err(ImportRejection::first)) {
            Ok(candidate) => {
                let claims = candidate.keys().collect();
                Ok(Some(Job { record, candidate, claims }))
            }
            Err(rejection) => {
                self.reject(&record, rejection)?;
                Ok(None)
            }
        }
    }

    fn settle(&mut self, job: &Job, outcome: Result<ImportOutcome, OperatorError>) -> Result<(), AdminError> {
        match outcome? {
            ImportOutcome::Imported { look_alike } => {
                let confusable_line =
                    self.dry_run_index.as_ref().and_then(|dry_run_index| dry_run_index.confusable_line(&job.candidate));
                self.stats.imported += 1;
                self.stats.look_alike += u64::from(look_alike || confusable_line.is_some());
                if let Some(dry_run_index) = &mut self.dry_run_index {
                    dry_run_index.add(&job.candidate, job.record.line);
                }
            }
            ImportOutcome::AlreadyThere => self.stats.already_there += 1,
            ImportOutcome::Rejected(rejection) => self.reject(&job.record, rejection)?,
        }
        Ok(())
    }

    fn reject(&mut self, record: &Record, rejection: ImportRejection) -> Result<(), AdminError> {
        if let Some(rejects) = &mut self.rejects {
            rejects.add(record, &rejection)?;
        }
        self.stats.reject(record.line, rejection);
        Ok(())
    }
}

async fn import_candidate(operator: &Operator, job: Job, dry: bool) -> FinishedJob {
    let outcome = if dry { operator.would_import(&job.candidate).await } else { operator.import(&job.candidate).await };
    (job, outcome)
}
