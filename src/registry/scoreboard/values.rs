//! Values that were measured of late, for as long as the worlds they were measured in are as they were: after a write
//! of today only today's are measured again, and a board of another day shares those of the year-ends.

use super::kept::Print;
use super::measure::{Asking, Measured};
use crate::domain::id::DivisionId;
use crate::registry::world::World;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What all values that are kept may weigh together, in things that they are made of: some 50 MB.
const KEPT: usize = 200_000;

/// A value itself weighs as much as so many.
const VALUE: usize = 5;

/// Which value: of an indicator, in a division, on a day, of a year.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    indicator: String,
    division: Option<DivisionId>,
    on: Date,
    from: Option<Date>,
}

#[derive(Default)]
pub struct Values(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    values: HashMap<Key, (Print, Arc<Measured>)>,
    weight: usize,
}

impl Values {
    /// The value, measured now unless that was done before in the same worlds.
    pub fn get(&self, asking: &Asking<'_>, measure: impl FnOnce(&Asking<'_>) -> Measured) -> Arc<Measured> {
        let key = Key {
            indicator: asking.indicator.id.clone(),
            division: asking.id,
            on: asking.on,
            from: asking.from,
        };
        let worlds: [Option<&World>; 3] = [Some(asking.world), asking.before, asking.base];
        let print = Print::of_value(worlds, asking.terrain);
        let known = self.kept().values.get(&key).filter(|(known, _)| *known == print).cloned();
        if let Some((_, measured)) = known {
            return measured;
        }
        let measured = Arc::new(measure(asking));
        self.kept().keep(key, print, &measured);
        measured
    }

    pub fn forget(&self) {
        *self.kept() = Kept::default();
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn keep(&mut self, key: Key, print: Print, measured: &Arc<Measured>) {
        let weight = |measured: &Measured| VALUE + measured.parts.len();
        self.weight += weight(measured);
        if let Some((_, before)) = self.values.insert(key, (print, Arc::clone(measured))) {
            self.weight -= weight(&before);
        }
        // A board that has more values than this is measured anew each time.
        if self.weight > KEPT {
            *self = Self::default();
        }
    }
}
