//! Filters: what a parameter asks of each entry, all of which must hold.

use crate::index::Entry;

type Test<'a, F> = Box<dyn Fn(&Entry<F>) -> bool + Send + Sync + 'a>;

/// The conditions of one request.
pub struct Tests<'a, F>(Vec<Test<'a, F>>);

impl<F> Default for Tests<'_, F> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'a, F> Tests<'a, F> {
    pub fn push(&mut self, test: impl Fn(&Entry<F>) -> bool + Send + Sync + 'a) {
        self.0.push(Box::new(test));
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

    /// Without conditions a layer counts for free.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn hold(&self, entry: &Entry<F>) -> bool {
        self.0.iter().all(|test| test(entry))
    }
}
