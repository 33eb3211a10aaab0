//! Applying changes: a small new run on top, merged with its neighbours of similar size.

use super::entry::{Entry, Hangs};
use super::layer::Layer;
use super::run::Run;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// A run is merged into the one above it unless it is more than this many times as large.
const SIMILAR: usize = 2;

impl<F: Clone + Hangs> Layer<F> {
    /// The layer after some changes: `Some` sets the entity of that id, `None` deletes it. Of
    /// several changes to one id the last counts.
    ///
    /// Costs O(changed · log overlay) amortised, whatever the size of the base, which is shared
    /// and never touched; only a layer without any entity takes the changes as its base.
    #[must_use]
    pub fn apply(&self, changed: Vec<(Uuid, Option<Entry<F>>)>) -> Layer<F> {
        let last: BTreeMap<Uuid, Option<Entry<F>>> = changed.into_iter().collect();
        let mut len = self.len();
        let (mut entries, mut tombstones) = (Vec::new(), Vec::new());
        for (id, change) in last {
            let existed = self.get(id).is_some();
            match change {
                Some(entry) => {
                    debug_assert_eq!(entry.id, id, "an entry is filed under its own id");
                    len += usize::from(!existed);
                    entries.push(entry);
                }
                None if existed => {
                    len -= 1;
                    tombstones.push(id);
                }
                None => {}
            }
        }
        if entries.is_empty() && tombstones.is_empty() {
            return self.clone();
        }
        if self.runs().iter().all(|run| run.size() == 0) {
            return Self::build(entries);
        }
        let mut runs = self.runs().to_vec();
        runs.push(Arc::new(Run::new(entries, tombstones)));
        settle(&mut runs);
        Self::of_runs(runs, len, self)
    }
}

/// Merges runs from the top of the overlay down while neighbours are of similar size. Sizes then
/// grow at least by a factor of two from each run to the one below it, which bounds both their
/// number and how often one entry is copied by the logarithm of the overlay.
fn settle<F: Clone + Hangs>(runs: &mut Vec<Arc<Run<F>>>) {
    let mut first = runs.len() - 1;
    let mut size = runs[first].size();
    while first > 1 && runs[first - 1].size() <= SIMILAR * size {
        first -= 1;
        size += runs[first].size();
    }
    if first + 1 < runs.len() {
        let merged = merge(&runs[first..]);
        runs.truncate(first);
        runs.push(Arc::new(merged));
    }
}

/// One run that says what these runs say together, newer ones shadowing older ones.
///
/// Tombstones stay even where no older run of this layer has the id: a base that is being
/// compacted meanwhile may have it (see [`Layer::onto`]).
fn merge<F: Clone + Hangs>(runs: &[Arc<Run<F>>]) -> Run<F> {
    let mut said: BTreeMap<Uuid, Option<&Entry<F>>> = BTreeMap::new();
    for run in runs {
        said.extend(run.tombstones().iter().map(|id| (*id, None)));
        said.extend(run.entries().iter().map(|entry| (entry.id, Some(entry))));
    }
    let (mut entries, mut tombstones) = (Vec::new(), Vec::new());
    for (id, entry) in said {
        match entry {
            Some(entry) => entries.push(entry.clone()),
            None => tombstones.push(id),
        }
    }
    Run::new(entries, tombstones)
}
