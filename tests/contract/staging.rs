//! Stagings: many writes beforehand, visible at once or never.

use crate::world::{Told, World, bury, constraint, edit, entity, head, keyed, new, site, state, stories};
use jiantu::domain::change::{EntityKind, EntityRef, State};
use jiantu::domain::id::{PopulationId, Seq};
use jiantu::domain::population::Cell;
use jiantu::domain::time::Micros;
use jiantu::storage::{Staged, StoreError, Write};

stories!(
    a_staging_is_invisible_until_it_is_published,
    a_dropped_staging_leaves_nothing,
    what_a_dead_process_staged_is_dropped_at_open,
    duplicates_are_told_with_their_row,
    a_history_may_be_staged,
    changes_of_what_stands_are_applied_at_the_end,
    what_only_gets_another_document_is_applied_with_the_rest,
    a_change_meanwhile_makes_the_staging_stale,
    one_stale_row_of_many_publishes_nothing,
    parents_may_come_in_later_chunks,
    a_missing_parent_refuses_the_publication,
    a_staged_key_is_reserved,
    record_time_is_that_of_the_publication,
    a_used_key_is_answered_and_the_staging_dropped,
    an_empty_staging_is_not_written,
    cells_come_with_their_set,
    stagings_beside_each_other,
);

fn piece(id: u128) -> EntityRef {
    entity(EntityKind::Equipment, id)
}

async fn a_staging_is_invisible_until_it_is_published(world: World) {
    world.write(vec![new(site(1), "before")]).await.unwrap();
    let staging = world.store.stage_begin(head(2)).await.unwrap();
    let writes = (2..=2501).map(|n| new(site(n), "staged").external(&format!("x{n}"))).collect();
    let answers = world.store.stage(staging, writes).await.unwrap();
    assert!(answers.iter().all(|answer| *answer == Staged::Kept));
    assert_eq!(answers.len(), 2500);

    assert_eq!(world.all(EntityKind::Site).await.len(), 1);
    assert_eq!(world.store.get(site(2)).await.unwrap(), None);
    let key = [("file".to_owned(), "x2".to_owned())];
    assert_eq!(world.store.find_external(EntityKind::Site, &key).await.unwrap(), [None]);
    assert_eq!(world.store.changes(Seq(0), 10).await.unwrap().len(), 1);
    assert_eq!(world.store.history(site(2)).await.unwrap(), []);
    assert_eq!(world.docs_at("2030-01-01", None).await.len(), 1);
    world.assert_sound().await;

    world.write(vec![edit(site(1), "meanwhile", 1)]).await.unwrap();
    let done = world.store.stage_publish(staging, Micros(3)).await.unwrap();
    assert_eq!((done.first, done.last, done.replayed), (Seq(3), Seq(2502), None));
    assert_eq!(world.all(EntityKind::Site).await.len(), 2501);
    assert_eq!(world.store.get(site(2)).await.unwrap().unwrap().version, Seq(3));
    assert_eq!(world.store.get(site(2501)).await.unwrap().unwrap().version, Seq(2502));
    assert_eq!(world.docs_at("2030-01-01", None).await.len(), 2501);
    world.write(vec![edit(site(2), "later", 3)]).await.unwrap();
    let again = world.store.stage_publish(staging, Micros(4)).await.unwrap_err();
    assert!(matches!(again, StoreError::Refused { .. }));
    world.assert_sound().await;
}

async fn a_dropped_staging_leaves_nothing(world: World) {
    let staging = world.store.stage_begin(head(1)).await.unwrap();
    let mut writes: Vec<_> = (1..=2500).map(|n| new(site(n), "s").code(&format!("c{n}"))).collect();
    // Children before and after their parents, so that chunks of the deletion cut between them.
    writes.extend((3001..=3500).map(|n| new(site(n), "child").on(site(n - 3000))));
    world.store.stage(staging, writes).await.unwrap();
    world.store.stage_drop(staging).await.unwrap();
    assert_eq!(world.raw("DELETE FROM site").await, 0);
    assert_eq!(world.raw("DELETE FROM change").await, 0);
    assert_eq!(world.raw("DELETE FROM code").await, 0);
    assert_eq!(world.raw("DELETE FROM batch").await, 0);
    let gone = world.store.stage(staging, vec![new(site(1), "s")]).await.unwrap_err();
    assert!(matches!(gone, StoreError::Refused { .. }));
    assert_eq!(world.write(vec![new(site(1), "a").code("c1")]).await.unwrap(), 1);
}

async fn what_a_dead_process_staged_is_dropped_at_open(mut world: World) {
    world.write(vec![new(site(1), "stays").external("x1")]).await.unwrap();
    let living = world.another().await;
    let alive = living.stage_begin(head(1)).await.unwrap();
    living.stage(alive, vec![new(site(8), "of the living")]).await.unwrap();
    let staging = world.store.stage_begin(head(1)).await.unwrap();
    let writes = vec![new(site(2), "left behind").external("x2"), edit(site(1), "changed", 1)];
    world.store.stage(staging, writes).await.unwrap();
    // Closing without publishing is all that a dead process leaves, too.
    world.reopen().await;
    assert_eq!(world.raw("DELETE FROM site WHERE external_id = 'x2'").await, 0);
    assert_eq!(world.write(vec![new(site(3), "free").external("x2")]).await.unwrap(), 2);
    assert_eq!(living.stage_publish(alive, Micros(2)).await.unwrap().first, Seq(3));
    assert_eq!(world.all(EntityKind::Site).await.len(), 3);
    living.close().await;
    world.assert_sound().await;
}

async fn duplicates_are_told_with_their_row(world: World) {
    let stored = vec![new(site(1), "stored").external("stored").code("q0")];
    world.write(stored).await.unwrap();
    let staging = world.store.stage_begin(head(1)).await.unwrap();
    let first = vec![
        new(site(2), "a").external("x"),
        new(site(3), "b").external("stored"),
        new(site(4), "c").external("x"),
        new(site(5), "d").code("q1"),
        new(site(6), "e").code("q0"),
        new(site(1), "exists"),
    ];
    let second = vec![
        new(site(7), "f").external("x"),
        new(site(8), "g").code("q1").external("y"),
        new(site(9), "h").external("y"),
        new(site(2), "same again"),
    ];
    let taken = |key: &str, row| Staged::Duplicate { key: key.into(), row };
    let id = |n| format!("site {}", site(n).id);
    assert_eq!(
        world.store.stage(staging, first).await.unwrap(),
        [
            Staged::Kept,
            taken("file/stored", None),
            taken("file/x", Some(0)),
            Staged::Kept,
            taken("q0", None),
            taken(&id(1), None),
        ]
    );
    assert_eq!(
        world.store.stage(staging, second).await.unwrap(),
        [taken("file/x", Some(0)), taken("q1", Some(3)), Staged::Kept, taken(&id(2), Some(0))]
    );
    let done = world.store.stage_publish(staging, Micros(2)).await.unwrap();
    assert_eq!((done.first, done.last), (Seq(2), Seq(4)));
    world.assert_sound().await;
}

async fn a_history_may_be_staged(world: World) {
    let staging = world.store.stage_begin(head(1)).await.unwrap();
    let writes = vec![
        new(site(1), "built").since("2020-01-01").external("x"),
        new(site(1), "extended").since("2022-01-01").external("x").unconditional(),
        new(site(1), "meant to be").since("2021-01-01").external("x").unconditional(),
        new(site(1), "repeated").since("2021-01-01").external("x").unconditional(),
    ];
    let answers = world.store.stage(staging, writes).await.unwrap();
    assert_eq!(answers[..3], [Staged::Kept, Staged::Kept, Staged::Kept]);
    assert!(matches!(answers[3], Staged::Duplicate { row: Some(2), .. }));
    world.store.stage_publish(staging, Micros(1)).await.unwrap();
    let stored = world.store.get(site(1)).await.unwrap().unwrap();
    assert_eq!(stored.state.doc, r#"{"name_zh":"extended"}"#);
    assert_eq!(stored.version, Seq(3));
    assert_eq!(world.docs_at("2021-06-01", None).await, [r#"{"name_zh":"meant to be"}"#]);
    world.assert_sound().await;
}

async fn changes_of_what_stands_are_applied_at_the_end(world: World) {
    let base = vec![new(site(1), "a").external("x"), new(site(2), "b"), new(site(3), "c")];
    world.write(base).await.unwrap();
    let staging = world.store.stage_begin(head(2)).await.unwrap();
    let writes = vec![
        edit(site(1), "a2", 1).external("x"),
        bury(site(2), 2),
        edit(site(3), "back-dated", 3).since("2020-01-01"),
        new(site(4), "d"),
    ];
    let answers = world.store.stage(staging, writes).await.unwrap();
    assert!(answers.iter().all(|answer| *answer == Staged::Kept));
    assert_eq!(world.doc(site(1)).await.unwrap(), r#"{"name_zh":"a"}"#);
    assert!(world.doc(site(2)).await.is_some());
    world.store.stage_publish(staging, Micros(2)).await.unwrap();
    assert_eq!(world.doc(site(1)).await.unwrap(), r#"{"name_zh":"a2"}"#);
    assert_eq!(world.doc(site(2)).await, None);
    let third = world.store.get(site(3)).await.unwrap().unwrap();
    assert_eq!((third.state.doc.as_str(), third.version), (r#"{"name_zh":"c"}"#, Seq(6)));
    assert!(world.doc(site(4)).await.is_some());
    world.assert_sound().await;
}

/// A row as a survey brings it again: it tells what stood before.
fn again(id: u128, before: &str, text: &str, expected: u64) -> Write {
    let mut write = edit(site(id), text, expected);
    write.change.before = Some(state(before));
    write
}

async fn what_only_gets_another_document_is_applied_with_the_rest(world: World) {
    let base: Vec<Write> = (1..=7).map(|id| new(site(id), "a").external(&format!("x{id}"))).collect();
    world.write(base).await.unwrap();
    let staging = world.store.stage_begin(head(2)).await.unwrap();
    let mut moved = again(2, "a", "moved", 2).external("x2");
    moved.change.after =
        Some(State { geometry: Some(geo_types::Point::new(1.0, 2.0).into()), ..state("moved") });
    let writes = vec![
        again(1, "a", "plain", 1).external("x1"),
        moved,
        again(3, "a", "renamed", 3).external("y3"),
        again(4, "a", "first", 4).external("x4"),
        again(4, "first", "second", 4).external("x4").since("2031-01-01").unconditional(),
        again(5, "a", "back-dated", 5).external("x5").since("2001-01-01"),
        again(6, "a", "hung up", 6).external("x6").on(site(7)),
        again(7, "a", "plain too", 7).external("x7"),
    ];
    let answers = world.store.stage(staging, writes).await.unwrap();
    assert!(answers.iter().all(|answer| *answer == Staged::Kept), "{answers:?}");
    world.store.stage_publish(staging, Micros(2)).await.unwrap();
    let found: Vec<(String, u64)> =
        world.all(EntityKind::Site).await.into_iter().map(|row| (row.state.doc, row.version.0)).collect();
    let doc = |text: &str| format!(r#"{{"name_zh":"{text}"}}"#);
    let expected = [
        ("plain", 8),
        ("moved", 9),
        ("renamed", 10),
        ("second", 12),
        ("a", 13),
        ("hung up", 14),
        ("plain too", 15),
    ];
    assert_eq!(found, expected.map(|(text, version)| (doc(text), version)));
    let place = world.store.get(site(2)).await.unwrap().unwrap().state.geometry;
    assert_eq!(place, Some(geo_types::Point::new(1.0, 2.0).into()));
    assert!(
        world.store.find_external(EntityKind::Site, &[("file".into(), "x3".into())]).await.unwrap()[0]
            .is_none()
    );
    let refused = world.write(vec![bury(site(7), 15)]).await.unwrap_err();
    assert_eq!(constraint(&refused), "site_parent");
    world.assert_sound().await;
}

async fn one_stale_row_of_many_publishes_nothing(world: World) {
    world.write((1..=4).map(|id| new(site(id), "a")).collect()).await.unwrap();
    let staging = world.store.stage_begin(head(2)).await.unwrap();
    let writes = (1..=4).map(|id| again(id, "a", "b", u64::try_from(id).unwrap())).collect();
    world.store.stage(staging, writes).await.unwrap();
    world.write(vec![edit(site(3), "somebody's", 3)]).await.unwrap();
    let stale = world.store.stage_publish(staging, Micros(2)).await.unwrap_err();
    assert!(matches!(stale, StoreError::Stale { current: 5, .. }), "{stale}");
    world.store.stage_drop(staging).await.unwrap();
    for id in [1, 2, 4] {
        assert_eq!(world.doc(site(id)).await.unwrap(), r#"{"name_zh":"a"}"#);
    }
    world.assert_sound().await;
}

async fn a_change_meanwhile_makes_the_staging_stale(world: World) {
    world.write(vec![new(site(1), "a")]).await.unwrap();
    let staging = world.store.stage_begin(head(2)).await.unwrap();
    let writes = vec![new(site(2), "b"), edit(site(1), "staged", 1)];
    world.store.stage(staging, writes).await.unwrap();
    world.write(vec![edit(site(1), "first", 1)]).await.unwrap();
    let stale = world.store.stage_publish(staging, Micros(2)).await.unwrap_err();
    assert!(matches!(stale, StoreError::Stale { current: 2, .. }), "{stale}");
    assert_eq!(world.all(EntityKind::Site).await.len(), 1);
    world.store.stage_drop(staging).await.unwrap();
    assert_eq!(world.doc(site(1)).await.unwrap(), r#"{"name_zh":"first"}"#);
    world.assert_sound().await;
}

async fn parents_may_come_in_later_chunks(world: World) {
    let staging = world.store.stage_begin(head(1)).await.unwrap();
    world.store.stage(staging, vec![new(piece(2), "early").on(site(1))]).await.unwrap();
    world.store.stage(staging, vec![new(site(1), "park")]).await.unwrap();
    world.store.stage(staging, vec![new(piece(3), "late").on(site(1))]).await.unwrap();
    world.store.stage_publish(staging, Micros(1)).await.unwrap();
    assert_eq!(world.all(EntityKind::Equipment).await.len(), 2);
    let refused = world.write(vec![bury(site(1), 2)]).await.unwrap_err();
    assert_eq!(constraint(&refused), "equipment_parent");
    world.write(vec![bury(piece(2), 1), bury(piece(3), 3)]).await.unwrap();
    world.write(vec![bury(site(1), 2)]).await.unwrap();
    world.assert_sound().await;
}

async fn a_missing_parent_refuses_the_publication(world: World) {
    let staging = world.store.stage_begin(head(1)).await.unwrap();
    world.store.stage(staging, vec![new(piece(2), "orphan").on(site(1))]).await.unwrap();
    let refused = world.store.stage_publish(staging, Micros(1)).await.unwrap_err();
    assert_eq!(constraint(&refused), "equipment_parent");
    // Somebody brings it after all.
    world.write(vec![new(site(1), "park")]).await.unwrap();
    world.store.stage_publish(staging, Micros(1)).await.unwrap();
    assert_eq!(world.all(EntityKind::Equipment).await.len(), 1);
    world.assert_sound().await;
}

async fn a_staged_key_is_reserved(world: World) {
    world.write(vec![new(site(5), "park")]).await.unwrap();
    let staging = world.store.stage_begin(head(1)).await.unwrap();
    let writes = vec![new(site(1), "a").external("x").code("q"), new(site(3), "b").on(site(5))];
    world.store.stage(staging, writes).await.unwrap();
    let taken = world.write(vec![new(site(2), "b").external("x")]).await.unwrap_err();
    assert_eq!(constraint(&taken), "site_external");
    let taken = world.write(vec![new(site(2), "b").code("q")]).await.unwrap_err();
    assert_eq!(constraint(&taken), "site_code");
    let taken = world.write(vec![new(site(1), "b")]).await.unwrap_err();
    assert_eq!(constraint(&taken), "exists");
    let hidden = world.write(vec![new(piece(2), "b").on(site(1))]).await.unwrap_err();
    assert_eq!(constraint(&hidden), "equipment_parent");
    let needed = world.write(vec![bury(site(5), 1)]).await.unwrap_err();
    assert_eq!(constraint(&needed), "site_parent");
    world.store.stage_drop(staging).await.unwrap();
    world.write(vec![new(site(2), "b").external("x").code("q"), bury(site(5), 1)]).await.unwrap();
    world.assert_sound().await;
}

async fn record_time_is_that_of_the_publication(world: World) {
    let staging = world.store.stage_begin(head(10)).await.unwrap();
    world.store.stage(staging, vec![new(site(1), "a")]).await.unwrap();
    world.store.stage_publish(staging, Micros(20)).await.unwrap();
    assert_eq!(world.docs_at("2025-01-01", Some(19)).await.len(), 0);
    assert_eq!(world.docs_at("2025-01-01", Some(20)).await.len(), 1);
}

async fn a_used_key_is_answered_and_the_staging_dropped(world: World) {
    for round in 0..2 {
        let staging = world.store.stage_begin(keyed("import-1")).await.unwrap();
        let id = 1 + u128::from(round == 1);
        world.store.stage(staging, vec![new(site(id), "a")]).await.unwrap();
        let done = world.store.stage_publish(staging, Micros(1)).await.unwrap();
        assert_eq!((done.first, done.last), (Seq(1), Seq(1)));
        assert_eq!(done.replayed, (round == 1).then(|| vec![site(1)]));
    }
    assert_eq!(world.raw("DELETE FROM batch WHERE first_seq IS NULL").await, 0);
    world.write(vec![new(site(2), "free again")]).await.unwrap();
    world.assert_sound().await;
}

async fn an_empty_staging_is_not_written(world: World) {
    let staging = world.store.stage_begin(head(1)).await.unwrap();
    let done = world.store.stage_publish(staging, Micros(1)).await.unwrap();
    assert_eq!((done.first, done.last), (Seq(1), Seq(0)));
    assert_eq!(world.raw("DELETE FROM batch").await, 0);
}

async fn cells_come_with_their_set(world: World) {
    let set = PopulationId(uuid::Uuid::from_u128(7));
    let cell = |n: u32| Cell {
        lon: 123.0 + f64::from(n) / 7.0,
        lat: 41.0,
        people: n,
        ages: if n.is_multiple_of(2) { vec![("60+".into(), n / 2)] } else { vec![] },
    };
    let cells: Vec<Cell> = (0..6000).map(cell).collect();
    let staging = world.store.stage_begin(head(1)).await.unwrap();
    world.store.stage_cells(staging, set, cells[..100].to_vec()).await.unwrap();
    let alone = world.store.stage_publish(staging, Micros(1)).await.unwrap_err();
    assert!(matches!(alone, StoreError::Refused { .. }), "{alone}");
    let population = EntityRef { kind: EntityKind::Population, id: set.0 };
    world.store.stage(staging, vec![new(population, "2022")]).await.unwrap();
    world.store.stage_cells(staging, set, cells[100..].to_vec()).await.unwrap();
    assert_eq!(world.store.cells(set).await.unwrap(), []);
    world.store.stage_publish(staging, Micros(1)).await.unwrap();
    assert_eq!(world.store.cells(set).await.unwrap(), cells);
    world.assert_sound().await;
    assert_eq!(world.raw("UPDATE population_cell SET people = 3 WHERE ordinal = 2").await, 1);
    let faults = world.store.verify().await.unwrap().faults;
    assert!(faults.iter().any(|fault| fault.contains("root")), "{faults:?}");
}

async fn stagings_beside_each_other(world: World) {
    let one = world.store.stage_begin(head(1)).await.unwrap();
    let two = world.store.stage_begin(head(1)).await.unwrap();
    world.store.stage(one, vec![new(site(1), "one").external("x")]).await.unwrap();
    let answers = world
        .store
        .stage(two, vec![new(site(2), "two").external("x"), new(site(1), "id"), new(site(3), "ok")])
        .await
        .unwrap();
    assert!(matches!(answers[0], Staged::Duplicate { row: None, .. }));
    assert!(matches!(answers[1], Staged::Duplicate { row: None, .. }));
    assert_eq!(answers[2], Staged::Kept);
    assert_eq!(world.store.stage_publish(two, Micros(1)).await.unwrap().first, Seq(1));
    assert_eq!(world.store.stage_publish(one, Micros(1)).await.unwrap().first, Seq(2));
    world.assert_sound().await;
}
