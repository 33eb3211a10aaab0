//! The tree of a branch and bound search, for any question that can bound and split itself.
//!
//! More is better here; a question where less is better tells its values negated. Values are whole
//! numbers, so a bound below the best value plus one is a proof. The sub-problem with the highest
//! bound is looked at first, a few of them at once; their number is fixed, so the answer does not
//! depend on the cores.

use super::answer::{Halt, Stopped};
use std::collections::BinaryHeap;
use std::ops::ControlFlow;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Sub-problems looked at together.
const TOGETHER: usize = 8;
/// Bytes that waiting sub-problems may hold before the search goes deep instead of wide.
const WIDE: usize = 256 << 20;
/// Bytes at which the search ends as at a limit.
const FULL: usize = 1 << 30;

/// A part of the question that can bound itself, find answers, and split in parts.
pub trait Part: Send + Sync + Sized {
    /// Looks for answers better than `incumbent`, which may serve to settle and to end early.
    /// `go_on` is asked with the bound of this part and the rounds so far.
    fn look(&self, incumbent: f64, first: bool, go_on: &mut dyn FnMut(f64, u64) -> bool) -> Look<Self>;

    /// Bytes held by this part alone, about.
    fn bytes(&self) -> usize;
}

/// What looking at one part gave.
pub struct Look<P> {
    /// Value and sites of the best answer met.
    pub best: Option<(f64, Vec<u32>)>,
    /// Parts that hold every answer better than `best` and the incumbent.
    pub parts: Vec<P>,
    /// No answer in the parts is above this.
    pub bound: f64,
    pub rounds: u64,
}

impl<P> Look<P> {
    pub fn new(bound: f64) -> Self {
        Self { best: None, parts: Vec::new(), bound, rounds: 0 }
    }

    /// Keeps the answer if it is the best so far.
    pub fn meet(&mut self, value: f64, sites: impl FnOnce() -> Vec<u32>) {
        if self.best.as_ref().is_none_or(|(best, _)| value > *best) {
            self.best = Some((value, sites()));
        }
    }
}

/// How far the search has come.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub best: f64,
    pub bound: f64,
    pub nodes: u64,
    pub waiting: u64,
    pub iterations: u64,
}

/// What the search ends with; no value is above `bound`.
pub struct Found {
    pub sites: Vec<u32>,
    pub value: f64,
    pub bound: f64,
    pub stopped: Stopped,
    pub nodes: u64,
    pub iterations: u64,
}

impl Found {
    /// An answer whose search was ended before it began.
    pub fn early((value, sites): (f64, Vec<u32>), ceiling: f64, halt: Halt) -> Self {
        let bound = ceiling.floor().max(value);
        let stopped = if bound == value { Stopped::Optimal } else { halt.into() };
        Self { sites, value, bound, stopped, nodes: 0, iterations: 0 }
    }
}

struct Node<P> {
    part: P,
    bound: f64,
    depth: u32,
    number: u64,
}

impl<P> PartialEq for Node<P> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl<P> Eq for Node<P> {}

impl<P> PartialOrd for Node<P> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<P> Ord for Node<P> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.bound.total_cmp(&other.bound).then(other.number.cmp(&self.number))
    }
}

struct Search<'a, P> {
    watch: &'a mut dyn FnMut(&Step) -> ControlFlow<Halt>,
    value: f64,
    sites: Vec<u32>,
    nodes: u64,
    iterations: u64,
    numbers: u64,
    queue: BinaryHeap<Node<P>>,
}

/// The best answer and its proof, or the best so far when the watch ends the search. `value` and
/// `sites` are an answer to start from, `ceiling` a first bound.
pub fn search<P: Part>(
    root: P,
    (value, sites): (f64, Vec<u32>),
    ceiling: f64,
    watch: &mut dyn FnMut(&Step) -> ControlFlow<Halt>,
) -> Found {
    let mut search =
        Search { watch, value, sites, nodes: 0, iterations: 0, numbers: 0, queue: BinaryHeap::new() };
    let (bound, stopped) = search.run(root, ceiling);
    let bound = bound.floor().max(search.value);
    Found {
        stopped: if bound == search.value { Stopped::Optimal } else { stopped },
        sites: search.sites,
        value: search.value,
        bound,
        nodes: search.nodes,
        iterations: search.iterations,
    }
}

impl<P: Part> Search<'_, P> {
    fn ask(&mut self, bound: f64, rounds: u64) -> Option<Halt> {
        let step = Step {
            best: self.value,
            bound: bound.floor().max(self.value),
            nodes: self.nodes,
            waiting: self.queue.len() as u64,
            iterations: self.iterations + rounds,
        };
        (self.watch)(&step).break_value()
    }

    fn run(&mut self, root: P, ceiling: f64) -> (f64, Stopped) {
        if ceiling < self.value + 1.0 {
            return (self.value, Stopped::Optimal);
        }
        let mut halted = None;
        let incumbent = self.value;
        let look = root.look(incumbent, true, &mut |bound, rounds| {
            halted = halted.or_else(|| self.ask(bound.min(ceiling), rounds));
            halted.is_none()
        });
        self.take_in(look, ceiling, 0);
        while let Some(top) = self.queue.peek().map(|node| node.bound) {
            if top < self.value + 1.0 {
                break;
            }
            if halted.is_none() {
                halted = self.ask(top, 0);
            }
            if let Some(halt) = halted {
                return (top, halt.into());
            }
            let held: usize = self.queue.iter().map(|node| node.part.bytes()).sum();
            if held > FULL {
                return (top, Stopped::Limit);
            }
            let batch = self.next(held > WIDE);
            let looks = self.look_at(&batch, top, &mut halted);
            for (node, look) in batch.iter().zip(looks) {
                self.take_in(look, node.bound, node.depth + 1);
            }
        }
        (self.value, Stopped::Optimal)
    }

    /// Looks at all of these. This thread takes its share and asks the watch as it goes; the others
    /// see what it was told.
    fn look_at(&mut self, batch: &[Node<P>], bound: f64, halted: &mut Option<Halt>) -> Vec<Look<P>> {
        let (next, stop, incumbent) = (AtomicUsize::new(0), AtomicBool::new(false), self.value);
        let places: Vec<OnceLock<Look<P>>> = batch.iter().map(|_| OnceLock::new()).collect();
        let work = |go_on: &mut dyn FnMut(f64, u64) -> bool| {
            while let Some(at) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < batch.len()) {
                let look = batch[at].part.look(incumbent, false, go_on);
                places[at].get_or_init(|| look);
            }
        };
        rayon::in_place_scope(|scope| {
            for _ in 1..rayon::current_num_threads().min(batch.len()) {
                scope.spawn(|_| work(&mut |_, _| !stop.load(Ordering::Relaxed)));
            }
            work(&mut |_, rounds| {
                *halted = halted.or_else(|| self.ask(bound, rounds));
                stop.store(halted.is_some(), Ordering::Relaxed);
                halted.is_none()
            });
        });
        places.into_iter().filter_map(OnceLock::into_inner).collect()
    }

    fn take_in(&mut self, look: Look<P>, above: f64, depth: u32) {
        self.nodes += 1;
        self.iterations += look.rounds;
        if let Some((value, sites)) = look.best.filter(|(value, _)| *value > self.value) {
            self.value = value;
            self.sites = sites;
        }
        let bound = look.bound.min(above);
        if bound < self.value + 1.0 {
            return;
        }
        for part in look.parts {
            self.queue.push(Node { part, bound, depth, number: self.numbers });
            self.numbers += 1;
        }
    }

    /// Sub-problems to look at next: those with the highest bounds, or the deepest when many wait.
    fn next(&mut self, deep: bool) -> Vec<Node<P>> {
        let open = self.value + 1.0;
        if deep {
            let mut nodes = std::mem::take(&mut self.queue).into_vec();
            nodes.retain(|node| node.bound >= open);
            nodes.sort_unstable_by(|a, b| a.depth.cmp(&b.depth).then(a.cmp(b)));
            let batch = nodes.split_off(nodes.len().saturating_sub(TOGETHER));
            self.queue = nodes.into();
            return batch;
        }
        let queue = &mut self.queue;
        std::iter::from_fn(|| queue.pop()).take_while(|node| node.bound >= open).take(TOGETHER).collect()
    }
}
