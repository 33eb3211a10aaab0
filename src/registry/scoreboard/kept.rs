//! What was told of late, for as long as nothing has changed that it rests on.

use super::days::Worlds;
use super::told::PlanTold;
use super::values::Values;
use crate::domain::change::EntityKind;
use crate::domain::id::Seq;
use crate::domain::time::Micros;
use crate::registry::study::WithinReach;
use crate::registry::world::World;
use jiff::civil::Date;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// Scoreboards and single tasks that are kept, some 300 KB each.
const BOARDS: usize = 32;

/// Numbers of people within reach that are kept.
const REACHES: usize = 64;

/// Of what is asked, and how far down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All tasks.
    Board,
    /// One task, with what its values are made of.
    Task(u16),
    /// All tasks, each with what its values are made of.
    InFull,
}

impl Asked {
    pub fn is_about(self, number: u16) -> bool {
        match self {
            Self::Board | Self::InFull => true,
            Self::Task(only) => only == number,
        }
    }

    /// Whether it is told what would close a gap: what is frozen tells what was, not what could be built.
    pub fn tells_closing(self) -> bool {
        matches!(self, Self::Task(_))
    }

    /// Whether the records are told that values are made of.
    pub fn is_in_detail(self) -> bool {
        self != Self::Board
    }
}

/// Grounds of a plan that are those of now for every day.
const TERRAIN: [EntityKind; 3] = [EntityKind::Cluster, EntityKind::Layer, EntityKind::Network];

/// Frozen year-ends are told beside best knowledge of every day.
const FROZEN: [EntityKind; 1] = [EntityKind::YearEnd];

/// What reach depends on, beside the places that are to be reached.
const REACHED: [EntityKind; 4] =
    [EntityKind::Division, EntityKind::Population, EntityKind::Layer, EntityKind::Network];

/// Which scoreboard: the day, what was known, how much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoardKey {
    pub database: Uuid,
    pub as_of: Date,
    pub known_at: Option<Micros>,
    pub asked: Asked,
}

/// What stands of all that something rests on: the same numbers, the same things in the same versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Print(Vec<u128>);

impl Print {
    /// Of all worlds of a scoreboard.
    pub fn of_board(worlds: &Worlds) -> Self {
        let all = worlds.iter().flat_map(|(_, world)| prints(world, &EntityKind::ALL));
        Self(all.chain(prints(&worlds.terrain, &TERRAIN)).chain(prints(&worlds.live, &FROZEN)).collect())
    }

    /// Of what a value was measured in.
    pub fn of_value(worlds: [Option<&World>; 3], terrain: &World) -> Self {
        let all = worlds.into_iter().flatten().flat_map(|world| prints(world, &EntityKind::ALL));
        let database = terrain.snapshot.database.as_u128();
        Self(all.chain(prints(terrain, &TERRAIN)).chain([database]).collect())
    }

    /// Of what reach of places of a kind of entity rests on in one of the worlds.
    pub fn of_reach(world: &World, places: EntityKind, worlds: &Worlds) -> Self {
        let kinds = [&[places][..], &REACHED].concat();
        Self(prints(world, &kinds).chain(prints(&worlds.terrain, &TERRAIN)).collect())
    }
}

fn prints<'a>(world: &World, kinds: &'a [EntityKind]) -> impl Iterator<Item = u128> + use<'a> {
    let print = world.fingerprint();
    kinds.iter().map(move |kind| print.of(*kind))
}

/// Whether all that is taken from the registry as it goes on is the same in both.
pub fn is_same_ground(one: &World, other: &World) -> bool {
    let of = |world| prints(world, &TERRAIN).chain(prints(world, &FROZEN));
    of(one).eq(of(other))
}

/// Whose reach: the indicator, the day, what was known, and what stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachKey {
    pub database: Uuid,
    pub indicator: String,
    pub day: Date,
    pub known_at: Option<Micros>,
    pub print: Print,
}

#[derive(Default)]
pub struct Kept {
    boards: Mutex<VecDeque<Board>>,
    reaches: Mutex<VecDeque<(ReachKey, Arc<WithinReach>)>>,
    pub values: Values,
}

struct Board {
    key: BoardKey,
    /// The state of the registry in which it was told; `None`: something was written meanwhile.
    seq: Option<Seq>,
    print: Print,
    told: Arc<PlanTold>,
}

impl Kept {
    /// Forgets all: the database is another one, or something was erased from it.
    pub fn forget(&self) {
        self.boards().clear();
        self.reaches().clear();
        self.values.forget();
    }

    /// The board that was told in the same state of the registry.
    pub fn board(&self, key: BoardKey, seq: Seq) -> Option<Arc<PlanTold>> {
        let boards = self.boards();
        let found = boards.iter().find(|board| board.key == key && board.seq == Some(seq))?;
        Some(Arc::clone(&found.told))
    }

    /// The board that was told of the same things, in whatever state: with the number of this one, it is this
    /// one's.
    pub fn board_of(&self, key: BoardKey, print: &Print, told_seq: u64) -> Option<Arc<PlanTold>> {
        let mut boards = self.boards();
        let found = boards.iter_mut().find(|board| board.key == key && board.print == *print)?;
        if found.told.seq != told_seq {
            Arc::make_mut(&mut found.told).seq = told_seq;
        }
        Some(Arc::clone(&found.told))
    }

    pub fn keep_board(&self, key: BoardKey, seq: Option<Seq>, print: Print, told: &Arc<PlanTold>) {
        let mut boards = self.boards();
        boards.retain(|board| board.key != key);
        boards.push_back(Board { key, seq, print, told: Arc::clone(told) });
        while boards.len() > BOARDS {
            boards.pop_front();
        }
    }

    pub fn reach(&self, key: &ReachKey) -> Option<Arc<WithinReach>> {
        let reaches = self.reaches();
        reaches.iter().find(|(known, _)| known == key).map(|(_, reach)| Arc::clone(reach))
    }

    pub fn keep_reach(&self, key: ReachKey, reach: &Arc<WithinReach>) {
        let mut reaches = self.reaches();
        reaches.retain(|(known, _)| *known != key);
        reaches.push_back((key, Arc::clone(reach)));
        while reaches.len() > REACHES {
            reaches.pop_front();
        }
    }

    fn boards(&self) -> MutexGuard<'_, VecDeque<Board>> {
        self.boards.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reaches(&self) -> MutexGuard<'_, VecDeque<(ReachKey, Arc<WithinReach>)>> {
        self.reaches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
