//! Subscribers that record lines, and pass everything on to the subscriber of the process.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use domain::clock::Clock;
use serde_json::{Map, Value};
use tracing::dispatcher::{Dispatch, get_default};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, Subscriber};
use tracing::{Event, Level, Metadata};

use super::Line;
use crate::functions::Function;

/// A recorder for each function, made once: each new subscriber asks all callsites of the process.
pub(super) struct Recorders {
    of: Vec<(Function, Dispatch)>,
    lines: Arc<Mutex<Vec<Line>>>,
}

impl Recorders {
    pub(super) fn new(clock: &Arc<dyn Clock>) -> Self {
        let lines = Arc::default();
        let recorder = |function: Function| Recorder {
            function,
            clock: Arc::clone(clock),
            lines: Arc::clone(&lines),
            next: get_default(Clone::clone),
        };
        let of = Function::ALL.map(|function| (function, Dispatch::new(recorder(function)))).into();
        Self { of, lines }
    }

    /// Returns the subscriber of a function.
    pub(super) fn of(&self, function: Function) -> &Dispatch {
        let found = self.of.iter().find(|(of, _)| *of == function);
        &found.expect("each function has one").1
    }

    /// Takes the lines so far.
    pub(super) fn take(&self) -> Vec<Line> {
        std::mem::take(&mut *self.lines.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The subscriber of a function.
struct Recorder {
    function: Function,
    clock: Arc<dyn Clock>,
    lines: Arc<Mutex<Vec<Line>>>,
    /// The subscriber that was there before, which filters and writes the log.
    next: Dispatch,
}

/// Returns whether lines of a callsite can count: those about a statistic, or the outcome of a request.
fn can_count(metadata: &Metadata<'_>) -> bool {
    let fields = metadata.fields();
    // Lambda logs at this level, too.
    let is_logged = metadata.is_event() && *metadata.level() <= Level::INFO;
    is_logged && (fields.field("statistic").is_some() || fields.field("decision").is_some())
}

impl Subscriber for Recorder {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if can_count(metadata) { Interest::always() } else { self.next.register_callsite(metadata) }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        can_count(metadata) || self.next.enabled(metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::current().max(LevelFilter::INFO))
    }

    fn event(&self, event: &Event<'_>) {
        if can_count(event.metadata()) {
            let mut fields = Fields::default();
            event.record(&mut fields);
            // Most requests have no outcome, or one that is counted by its signal.
            if fields.0.contains_key("statistic") || fields.0.contains_key("code") {
                let line = Line { at: self.clock.now(), function: self.function.to_string(), fields: fields.0 };
                self.lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        }
        if self.next.enabled(event.metadata()) {
            self.next.event(event);
        }
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.next.new_span(span)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        self.next.record(span, values);
    }

    fn record_follows_from(&self, span: &Id, follows: &Id) {
        self.next.record_follows_from(span, follows);
    }

    fn enter(&self, span: &Id) {
        self.next.enter(span);
    }

    fn exit(&self, span: &Id) {
        self.next.exit(span);
    }

    fn clone_span(&self, id: &Id) -> Id {
        self.next.clone_span(id)
    }

    fn try_close(&self, id: Id) -> bool {
        self.next.try_close(id)
    }
}

/// The fields of a line, as JSON has them.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn add(&mut self, field: &Field, value: impl Into<Value>) {
        self.0.insert(field.name().to_owned(), value.into());
    }
}

impl Visit for Fields {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.add(field, format!("{value:?}"));
    }
}
