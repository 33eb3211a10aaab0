//! Appending, reading back, versions, replays.

use crate::world::{World, asked, bury, constraint, edit, entity, head, keyed, new, site, stories};
use geo_types::{Geometry, LineString, MultiPolygon, Polygon};
use jiantu::domain::change::EntityKind;
use jiantu::domain::id::Seq;
use jiantu::storage::{BatchHead, StoreError};
use std::time::Duration;

stories!(
    what_is_written_is_read_back,
    numbers_have_no_gaps,
    an_empty_batch_is_not_written,
    versions_guard_against_lost_updates,
    a_refused_batch_leaves_nothing,
    a_tombstone_removes_and_history_keeps,
    an_entity_may_be_written_twice_in_a_batch,
    a_key_used_again_is_answered_and_not_written,
    a_key_used_for_another_request_is_refused,
    writes_without_a_version_are_marked,
    the_log_is_read_from_anywhere,
    reopening_keeps_everything,
    another_process_sees_the_writes,
    waiting_ends_when_the_log_grows,
);

async fn what_is_written_is_read_back(world: World) {
    let mut write = new(site(1), "健身广场");
    let doc = r#"{"b":1,"a":"顺序 kept","area_m2":600.05}"#;
    write.change.after.as_mut().unwrap().doc = doc.into();
    let ring = LineString::from(vec![(123.0, 41.0), (123.1, 41.0), (123.1, 41.1), (123.0, 41.0)]);
    let polygon = Geometry::MultiPolygon(MultiPolygon(vec![Polygon::new(ring, vec![])]));
    write.change.after.as_mut().unwrap().geometry = Some(polygon);
    let mut flat = new(entity(EntityKind::Population, 9), "no place");
    flat.change.after.as_mut().unwrap().geometry = None;
    world.write(vec![write.clone(), flat.clone()]).await.unwrap();

    let stored = world.store.get(site(1)).await.unwrap().unwrap();
    assert_eq!(Some(&stored.state), write.change.after.as_ref());
    assert_eq!(stored.state.doc, doc, "byte for byte, or digests would not verify");
    assert_eq!(stored.version, Seq(1));
    assert_eq!(stored.effective_from, write.change.effective_from);
    assert_eq!(world.all(EntityKind::Site).await, [stored]);
    let flat_stored = world.all(EntityKind::Population).await;
    assert_eq!(Some(&flat_stored[0].state), flat.change.after.as_ref());

    let history = world.store.history(site(1)).await.unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].after, write.change.after);
    assert_eq!(history[0].reason, write.change.reason);
    assert_eq!(history[0].actor.0, "tester");
    assert!(!history[0].erased);
    world.assert_sound().await;
}

async fn numbers_have_no_gaps(world: World) {
    assert_eq!(world.store.identity().await.unwrap().head, Seq(0));
    assert_eq!(world.write(vec![new(site(1), "a"), new(site(2), "b")]).await.unwrap(), 2);
    world.write(vec![new(site(1), "again")]).await.unwrap_err();
    assert_eq!(world.write(vec![new(site(3), "c")]).await.unwrap(), 3);
    let numbers: Vec<u64> = world.store.changes(Seq(0), 100).await.unwrap().iter().map(|c| c.seq.0).collect();
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(world.store.identity().await.unwrap().head, Seq(3));
}

async fn an_empty_batch_is_not_written(world: World) {
    world.write(vec![new(site(1), "a")]).await.unwrap();
    let answer = world.store.append(head(2), vec![]).await.unwrap();
    assert_eq!((answer.first, answer.last, answer.replayed), (Seq(2), Seq(1), None));
    assert_eq!(world.store.verify().await.unwrap().batches, 1);
}

async fn versions_guard_against_lost_updates(world: World) {
    world.write(vec![new(site(1), "a")]).await.unwrap();
    let taken = world.write(vec![new(site(1), "b")]).await.unwrap_err();
    assert_eq!(constraint(&taken), "exists");
    assert_eq!(world.write(vec![edit(site(1), "b", 1)]).await.unwrap(), 2);
    match world.write(vec![edit(site(1), "c", 1)]).await.unwrap_err() {
        StoreError::Stale { entity, current } => assert_eq!((entity, current), (site(1), 2)),
        other => panic!("stale was expected, not {other}"),
    }
    let unknown = world.write(vec![edit(site(2), "d", 1)]).await.unwrap_err();
    assert!(matches!(unknown, StoreError::Missing(found) if found == site(2)));
    let nothing_to_bury = world.write(vec![bury(site(2), 1)]).await.unwrap_err();
    assert!(matches!(nothing_to_bury, StoreError::Missing(found) if found == site(2)));
    let mut forced = edit(site(1), "forced", 1);
    forced.unconditional = true;
    assert_eq!(world.write(vec![forced]).await.unwrap(), 3);
    assert_eq!(world.doc(site(1)).await.unwrap(), r#"{"name_zh":"forced"}"#);
    world.assert_sound().await;
}

async fn a_refused_batch_leaves_nothing(world: World) {
    world.write(vec![new(site(1), "a")]).await.unwrap();
    let batch = vec![new(site(2), "b"), edit(site(1), "c", 1), edit(site(1), "stale", 1)];
    world.write(batch).await.unwrap_err();
    assert_eq!(world.doc(site(2)).await, None);
    assert_eq!(world.doc(site(1)).await.unwrap(), r#"{"name_zh":"a"}"#);
    assert_eq!(world.store.identity().await.unwrap().head, Seq(1));
    world.assert_sound().await;
}

async fn a_tombstone_removes_and_history_keeps(world: World) {
    world.write(vec![new(site(1), "a")]).await.unwrap();
    world.write(vec![bury(site(1), 1)]).await.unwrap();
    assert_eq!(world.store.get(site(1)).await.unwrap(), None);
    assert_eq!(world.all(EntityKind::Site).await, []);
    let history = world.store.history(site(1)).await.unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(history[1].after, None);
    // It can come back: as the undo of the deletion, or as new.
    assert_eq!(world.write(vec![edit(site(1), "back", 2)]).await.unwrap(), 3);
    assert_eq!(world.doc(site(1)).await.unwrap(), r#"{"name_zh":"back"}"#);
    world.assert_sound().await;
}

async fn an_entity_may_be_written_twice_in_a_batch(world: World) {
    let batch = vec![new(site(1), "a"), edit(site(1), "b", 1), bury(site(1), 2)];
    assert_eq!(world.write(batch).await.unwrap(), 3);
    assert_eq!(world.doc(site(1)).await, None);
    assert_eq!(world.store.history(site(1)).await.unwrap().len(), 3);
    world.assert_sound().await;
}

async fn a_key_used_again_is_answered_and_not_written(world: World) {
    let batch = || vec![new(site(1), "a"), new(site(2), "b")];
    let first = world.store.append(keyed("k"), batch()).await.unwrap();
    assert_eq!(first.replayed, None);
    let again = world.store.append(keyed("k"), batch()).await.unwrap();
    assert_eq!((again.first, again.last), (first.first, first.last));
    assert_eq!(again.replayed, Some(vec![site(1), site(2)]));
    assert_eq!(world.store.identity().await.unwrap().head, Seq(2));
    // Another actor's equal key is another key.
    let mut other = keyed("k");
    other.actor.0 = "somebody else".into();
    let answer = world.store.append(other, vec![new(site(3), "c")]).await.unwrap();
    assert_eq!((answer.first, answer.replayed), (Seq(3), None));
}

async fn a_key_used_for_another_request_is_refused(world: World) {
    world.store.append(asked("k", 1), vec![new(site(1), "a")]).await.unwrap();
    let refused = world.store.append(asked("k", 2), vec![new(site(2), "b")]).await.unwrap_err();
    assert_eq!(constraint(&refused), "batch_idempotency");
    assert_eq!(world.doc(site(2)).await, None);
}

async fn writes_without_a_version_are_marked(world: World) {
    world.write(vec![new(site(1), "a")]).await.unwrap();
    let marked = BatchHead { unconditional: true, ..head(2) };
    world.store.append(marked, vec![edit(site(1), "b", 1)]).await.unwrap();
    let log = world.store.changes(Seq(0), 10).await.unwrap();
    let history = world.store.history(site(1)).await.unwrap();
    assert_eq!(log, history);
    assert_eq!(log.iter().map(|change| change.unconditional).collect::<Vec<_>>(), [false, true]);
    world.assert_sound().await;
    // The mark is part of the chain: nobody takes it away unseen.
    world.raw("UPDATE batch SET unconditional = (unconditional <> unconditional)").await;
    assert_eq!(world.store.verify().await.unwrap().faults.len(), 1);
}

async fn the_log_is_read_from_anywhere(world: World) {
    for batch in 0..4_u128 {
        let writes = (0..5).map(|n| new(site(batch * 5 + n + 1), "x")).collect();
        world.write(writes).await.unwrap();
    }
    for since in 0..=21_u64 {
        for limit in [1, 3, 100] {
            let found = world.store.changes(Seq(since), limit).await.unwrap();
            let numbers: Vec<u64> = found.iter().map(|change| change.seq.0).collect();
            let wanted: Vec<u64> = (since + 1..=20).take(limit as usize).collect();
            assert_eq!(numbers, wanted, "since {since}, limit {limit}");
        }
    }
}

async fn reopening_keeps_everything(mut world: World) {
    world.write(vec![new(site(1), "a").clone()]).await.unwrap();
    let identity = world.store.identity().await.unwrap();
    let stored = world.all(EntityKind::Site).await;
    world.reopen().await;
    assert_eq!(world.store.identity().await.unwrap(), identity);
    assert_eq!(world.all(EntityKind::Site).await, stored);
    assert_eq!(world.write(vec![edit(site(1), "b", 1)]).await.unwrap(), 2);
    world.assert_sound().await;
}

async fn another_process_sees_the_writes(world: World) {
    let other = world.another().await;
    world.write(vec![new(site(1), "a")]).await.unwrap();
    assert_eq!(other.changes(Seq(0), 10).await.unwrap().len(), 1);
    other.append(head(2), vec![edit(site(1), "b", 1)]).await.unwrap();
    assert_eq!(world.doc(site(1)).await.unwrap(), r#"{"name_zh":"b"}"#);
    let stale = world.write(vec![edit(site(1), "c", 1)]).await.unwrap_err();
    assert!(matches!(stale, StoreError::Stale { current: 2, .. }));
    other.close().await;
    world.assert_sound().await;
}

async fn waiting_ends_when_the_log_grows(world: World) {
    let other = world.another().await;
    let long = Duration::from_secs(30);
    for (number, reader) in [(1_u64, world.store.clone()), (2, other.clone())] {
        let waiting = tokio::spawn(async move {
            let began = std::time::Instant::now();
            reader.wait_beyond(Seq(number - 1), Duration::from_secs(30)).await;
            began.elapsed()
        });
        tokio::time::sleep(Duration::from_millis(50)).await;
        world.write(vec![new(site(u128::from(number)), "a")]).await.unwrap();
        assert!(waiting.await.unwrap() < long, "writer of number {number} was not noticed");
    }
    // What has happened already is not waited for, and what never happens only until the timeout.
    world.store.wait_beyond(Seq(0), long).await;
    world.store.wait_beyond(Seq(2), Duration::from_millis(50)).await;
    other.close().await;
}
