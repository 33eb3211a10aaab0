//! Random histories: both stores and the oracle tell the same of them, whichever way they were
//! written.

use crate::oracle::{Oracle, Standing};
use crate::world::{Engine, Told, World, bury, edit, head, new, site, tell};
use jiantu::domain::change::EntityKind;
use jiantu::domain::id::Seq;
use jiantu::domain::time::Micros;
use jiantu::storage::{Staged, Stored, Write};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// One step of a history: which of a few entities, from which of a few days on, and what.
#[derive(Clone, Debug)]
struct Deed {
    entity: u128,
    day: u32,
    buries: bool,
}

#[derive(Clone, Debug)]
struct Batch {
    recorded: i64,
    staged: bool,
    deeds: Vec<Deed>,
}

fn batches() -> impl Strategy<Value = Vec<Batch>> {
    let deed = (1..6_u128, 1..6_u32, prop::bool::weighted(0.25)).prop_map(|(entity, day, buries)| Deed {
        entity,
        day,
        buries,
    });
    let batch = (0..50_i64, any::<bool>(), prop::collection::vec(deed, 1..6))
        .prop_map(|(recorded, staged, deeds)| Batch { recorded, staged, deeds });
    prop::collection::vec(batch, 1..10)
}

fn standing(all: Vec<Stored>) -> Standing {
    all.into_iter().map(|s| (s.entity, (s.state.doc, s.effective_from.to_string(), s.version.0))).collect()
}

/// The writes of a batch that the rules allow, taken into the oracle as they are made.
fn writes(batch: &Batch, oracle: &mut Oracle) -> Vec<Write> {
    let mut writes = Vec::new();
    let mut days = std::collections::HashSet::new();
    let recorded = oracle.log.last().map_or(batch.recorded, |r| r.recorded.max(batch.recorded));
    for deed in &batch.deeds {
        let entity = site(deed.entity);
        let day = format!("2024-01-{:02}", deed.day);
        let repeated = batch.staged && !days.insert((deed.entity, deed.day));
        let text = format!("{} of {}", oracle.head() + 1, deed.entity);
        let write = match (oracle.version(entity), deed.buries) {
            _ if repeated => continue,
            (None, true) => continue,
            (None, false) => new(entity, &text),
            (Some(version), true) => bury(entity, version),
            (Some(version), false) => edit(entity, &text, version),
        };
        // Numbers of a staging are not known before it is published.
        let write = if batch.staged { write.unconditional() } else { write };
        let write = write.since(&day);
        oracle.push(recorded, entity, &day, write.change.after.as_ref().map(|s| s.doc.clone()));
        writes.push(write);
    }
    writes
}

async fn play(world: &World, history: &[Batch]) {
    let mut oracle = Oracle::default();
    for batch in history {
        let writes = writes(batch, &mut oracle);
        let recorded = batch.recorded;
        if batch.staged {
            let staging = world.store.stage_begin(head(recorded)).await.unwrap();
            let answers = world.store.stage(staging, writes).await.unwrap();
            assert!(answers.iter().all(|answer| *answer == Staged::Kept), "{answers:?}");
            world.store.stage_publish(staging, Micros(recorded)).await.unwrap();
        } else {
            world.store.append(head(recorded), writes).await.unwrap();
        }
    }
    assert_eq!(world.store.identity().await.unwrap().head, Seq(oracle.head()));
    assert_eq!(standing(world.all(EntityKind::Site).await), oracle.now());
    let log = world.store.changes(Seq(0), 1000).await.unwrap();
    for (told, record) in log.iter().zip(&oracle.log) {
        assert_eq!((told.seq.0, told.entity), (record.number, record.entity));
        assert_eq!(told.recorded_at.0, record.recorded);
        assert_eq!(told.after.as_ref().map(|s| &s.doc), record.doc.as_ref());
    }
    for day in 0..=6 {
        for known in [Some(0), Some(20), Some(40), None] {
            let day = format!("2024-01-{day:02}").replace("-00", "-01");
            let told = world.all_at(EntityKind::Site, &day, known).await;
            let wanted = oracle.at(&day, known.unwrap_or(i64::MAX));
            assert_eq!(standing(told), wanted, "as of {day}, known at {known:?}");
        }
    }
    world.assert_sound().await;
}

fn histories(engine: Engine, cases: u32) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&batches(), |history| {
            tell(engine, async |world| play(&world, &history).await);
            Ok(())
        })
        .unwrap();
}

#[test]
fn sqlite_agrees_with_the_oracle() {
    histories(Engine::Sqlite, 60);
}

#[test]
fn postgres_agrees_with_the_oracle() {
    histories(Engine::Postgres, 12);
}
