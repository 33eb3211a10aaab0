//! Filters: what a parameter asks of each entry, all of which must hold.

use crate::index::{Entry, Hangs};
use uuid::Uuid;

type Test<'a, F> = Box<dyn Fn(&Entry<F>) -> bool + Send + Sync + 'a>;

/// The conditions of one request.
pub struct Tests<'a, F> {
    tests: Vec<Test<'a, F>>,
    /// One of the conditions is to hang on one of these: few entities to test instead of all.
    on: Option<Vec<Uuid>>,
}

impl<F> Default for Tests<'_, F> {
    fn default() -> Self {
        Self { tests: Vec::new(), on: None }
    }
}

impl<'a, F> Tests<'a, F> {
    pub fn push(&mut self, test: impl Fn(&Entry<F>) -> bool + Send + Sync + 'a) {
        self.tests.push(Box::new(test));
    }

    /// Adds the condition of a parameter that was given.
    pub fn push_some<T: Send + Sync + 'a>(
        &mut self,
        wanted: Option<T>,
        test: impl Fn(&T, &Entry<F>) -> bool + Send + Sync + 'a,
    ) {
        if let Some(wanted) = wanted {
            self.push(move |entry| test(&wanted, entry));
        }
    }

    /// What the entities wanted hang on, if that was asked for.
    pub fn on(&self) -> Option<&[Uuid]> {
        self.on.as_deref()
    }

    /// Without conditions a layer counts for free.
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    pub fn hold(&self, entry: &Entry<F>) -> bool {
        self.tests.iter().all(|test| test(entry))
    }
}

impl<F: Hangs> Tests<'_, F> {
    /// Adds the condition to hang on one of these.
    pub fn push_on(&mut self, wanted: Option<Vec<Uuid>>) {
        self.on.clone_from(&wanted);
        self.push_some(wanted, |wanted, entry| {
            entry.facts.parent().is_some_and(|parent| wanted.contains(&parent))
        });
    }
}
