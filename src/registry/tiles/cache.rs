//! Tiles of collections that were made lately, each good until something in it changes.

use super::coding::Coding;
use crate::domain::bbox::Bbox;
use crate::domain::change::EntityKind;
use crate::domain::id::Seq;
use crate::domain::tile::Tile;
use crate::formats::mvt::{BUFFER, EXTENT};
use crate::registry::world::World;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// What all tiles in memory may weigh together, bytes.
const MOST_BYTES: usize = 128 << 20;

/// What a tile weighs beside its bytes, about.
const OVERHEAD: usize = 512;

/// Which tile: of which layers, by which conditions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub tile: Tile,
    /// Names of the layers in their order, with the version of each that is replaced as a whole.
    pub layers: Arc<str>,
    /// The conditions, as they were asked for.
    pub asked: Arc<str>,
}

/// A tile's bytes, plain and packed.
pub struct MadeTile {
    plain: Arc<[u8]>,
    tag: String,
    packed: [OnceLock<Option<Arc<[u8]>>>; Coding::ALL.len()],
}

impl MadeTile {
    fn new(bytes: Vec<u8>) -> Self {
        let tag = hex::encode(&Sha256::digest(&bytes)[..12]);
        Self { plain: bytes.into(), tag, packed: Default::default() }
    }

    /// The bytes as they are.
    pub fn plain(&self) -> &Arc<[u8]> {
        &self.plain
    }

    /// A word for the bytes: the same bytes have the same word.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    fn bytes(&self) -> usize {
        let packed = self.packed.iter().filter_map(|packed| packed.get()?.as_ref());
        OVERHEAD + self.plain.len() + packed.map(|packed| packed.len()).sum::<usize>()
    }
}

/// A tile in memory.
struct Slot {
    tile: Arc<MadeTile>,
    generation: u64,
    /// The state that it was made from.
    made: Seq,
    /// Nothing in it has changed up to this state.
    good_until: AtomicU64,
    /// It was asked for since memory was last short.
    is_used: AtomicBool,
}

impl Slot {
    /// Whether the tile shows this world as it is.
    fn is_good(&self, world: &World, kinds: &[EntityKind], tile: Tile) -> bool {
        let (now, until) = (world.seq(), Seq(self.good_until.load(Ordering::Acquire)));
        if self.generation != world.generation() || now < self.made {
            return false;
        }
        if now <= until {
            return true;
        }
        let margin = f64::from(BUFFER) / f64::from(EXTENT);
        let boxes: Vec<Bbox> = tile.windows(margin).iter().map(|window| window.bounds).collect();
        if world.touched().any(kinds, until, &boxes) {
            return false;
        }
        self.good_until.fetch_max(now.0, Ordering::AcqRel);
        true
    }
}

#[derive(Default)]
struct Slots {
    all: HashMap<Key, Slot>,
    /// Each key once; the next to go in front.
    order: VecDeque<Key>,
    bytes: usize,
}

/// Being made: whoever wants the same tile waits.
type Making = HashMap<Key, Arc<tokio::sync::Mutex<()>>>;

/// See the module. Nothing is locked while a tile is made, but the turn to make that same tile.
pub struct Cache {
    slots: Mutex<Slots>,
    making: Mutex<Making>,
    made: AtomicU64,
    most_bytes: usize,
}

impl Default for Cache {
    fn default() -> Self {
        Self::of_bytes(MOST_BYTES)
    }
}

impl Cache {
    /// One whose tiles weigh so much at most.
    fn of_bytes(most_bytes: usize) -> Self {
        Self { slots: Mutex::default(), making: Mutex::default(), made: AtomicU64::new(0), most_bytes }
    }

    /// How many tiles were made, and not found.
    pub fn made(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }

    /// What the tiles in memory weigh together.
    pub fn bytes(&self) -> usize {
        self.slots().bytes
    }

    /// The tile as this world shows it: found, or made by `make`, which is not begun otherwise. `kinds` are all
    /// kinds of entities that it shows.
    ///
    /// # Errors
    /// As `make`.
    pub async fn get<E>(
        &self,
        world: &World,
        key: Key,
        kinds: &[EntityKind],
        make: impl Future<Output = Result<Vec<u8>, E>>,
    ) -> Result<Arc<MadeTile>, E> {
        if let Some(found) = self.find(world, &key, kinds) {
            return Ok(found);
        }
        let turn = Arc::clone(self.making().entry(key.clone()).or_default());
        let _turn = turn.lock().await;
        let _ended = Ended { cache: self, key: &key };
        // Whoever waited for the same finds it made.
        if let Some(found) = self.find(world, &key, kinds) {
            return Ok(found);
        }
        let tile = Arc::new(MadeTile::new(make.await?));
        self.made.fetch_add(1, Ordering::Relaxed);
        metrics::counter!("jiantu_tiles_made_total").increment(1);
        self.keep(world, &key, &tile);
        Ok(tile)
    }

    /// A tile's bytes in a coding, packed at the first time; `None` where packing is not worth it.
    pub fn packed(&self, tile: &Arc<MadeTile>, key: &Key, coding: Coding) -> Option<Arc<[u8]>> {
        let mut more = 0;
        let packed = tile.packed[coding as usize].get_or_init(|| {
            let packed: Option<Arc<[u8]>> = coding.pack(&tile.plain).map(Into::into);
            more = packed.as_ref().map_or(0, |packed| packed.len());
            packed
        });
        if more > 0 {
            let mut slots = self.slots();
            if slots.all.get(key).is_some_and(|kept| Arc::ptr_eq(&kept.tile, tile)) {
                slots.weigh(more, 0, self.most_bytes);
            }
        }
        packed.clone()
    }

    fn find(&self, world: &World, key: &Key, kinds: &[EntityKind]) -> Option<Arc<MadeTile>> {
        let slots = self.slots();
        let slot = slots.all.get(key)?;
        slot.is_good(world, kinds, key.tile).then(|| {
            slot.is_used.store(true, Ordering::Relaxed);
            Arc::clone(&slot.tile)
        })
    }

    fn keep(&self, world: &World, key: &Key, tile: &Arc<MadeTile>) {
        let (generation, made) = (world.generation(), world.seq());
        let mut slots = self.slots();
        // A request that began before a change, and ends after it, has nothing to keep.
        let newer = |slot: &Slot| (slot.generation, slot.made) > (generation, made);
        if slots.all.get(key).is_some_and(newer) {
            return;
        }
        let good_until = AtomicU64::new(made.0);
        let is_used = AtomicBool::new(false);
        let slot = Slot { tile: Arc::clone(tile), generation, made, good_until, is_used };
        let less = match slots.all.insert(key.clone(), slot) {
            Some(old) => old.tile.bytes(),
            None => {
                slots.order.push_back(key.clone());
                0
            }
        };
        slots.weigh(tile.bytes(), less, self.most_bytes);
    }

    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn making(&self) -> MutexGuard<'_, Making> {
        self.making.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slots {
    /// Counts bytes that came and went; while there are too many, what was not asked for lately goes.
    fn weigh(&mut self, more: usize, less: usize, most: usize) {
        self.bytes = (self.bytes + more).saturating_sub(less);
        while self.bytes > most
            && let Some(key) = self.order.pop_front()
        {
            let spared = self.all.get(&key).is_some_and(|slot| slot.is_used.swap(false, Ordering::Relaxed));
            if spared {
                self.order.push_back(key);
            } else if let Some(slot) = self.all.remove(&key) {
                self.bytes = self.bytes.saturating_sub(slot.tile.bytes());
            }
        }
    }
}

/// Ends the turn for a tile, whether it was made, failed or was given up.
struct Ended<'a> {
    cache: &'a Cache,
    key: &'a Key,
}

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.cache.making().remove(self.key);
    }
}
