//! The two times: best knowledge of a day, and what was known of it at an instant.

use crate::world::{Told, World, bury, edit, new, site, stories};
use jiantu::domain::change::EntityKind;
use jiantu::domain::id::Seq;

const NOTHING: [String; 0] = [];

stories!(
    found_late_counts_in_its_year_but_was_not_known_then,
    a_site_nobody_edited_is_still_there,
    ties_go_to_the_later_record,
    back_dated_changes_leave_the_current_row,
    a_tombstone_holds_from_its_day,
    a_back_dated_tombstone_does_not_remove,
    nothing_back_dated_revives_the_buried,
    record_time_never_runs_backwards,
    an_edit_of_now_leaves_the_past,
);

fn doc(text: &str) -> String {
    format!(r#"{{"name_zh":"{text}"}}"#)
}

async fn found_late_counts_in_its_year_but_was_not_known_then(world: World) {
    world.write_at(2020, vec![new(site(1), "old").since("2015-01-01")]).await.unwrap();
    world.write_at(2023, vec![new(site(2), "found").since("2019-05-01")]).await.unwrap();
    assert_eq!(world.docs_at("2019-12-31", None).await, [doc("old"), doc("found")]);
    assert_eq!(world.docs_at("2019-12-31", Some(2022)).await, [doc("old")]);
    assert_eq!(world.docs_at("2018-12-31", None).await, [doc("old")]);
    assert_eq!(world.docs_at("2014-12-31", None).await, NOTHING);
    assert_eq!(world.docs_at("2030-12-31", Some(2019)).await, NOTHING);
}

async fn a_site_nobody_edited_is_still_there(world: World) {
    world.write(vec![new(site(1), "quiet").since("2019-01-01")]).await.unwrap();
    world.write(vec![new(site(2), "busy").since("2019-01-01")]).await.unwrap();
    world.write(vec![edit(site(2), "busier", 2).since("2023-06-01")]).await.unwrap();
    assert_eq!(world.docs_at("2023-12-31", None).await, [doc("quiet"), doc("busier")]);
}

async fn ties_go_to_the_later_record(world: World) {
    world.write_at(10, vec![new(site(1), "first")]).await.unwrap();
    world.write_at(20, vec![edit(site(1), "second", 1)]).await.unwrap();
    assert_eq!(world.doc(site(1)).await.unwrap(), doc("second"));
    assert_eq!(world.docs_at("2024-01-01", None).await, [doc("second")]);
    assert_eq!(world.docs_at("2024-01-01", Some(20)).await, [doc("second")]);
    assert_eq!(world.docs_at("2024-01-01", Some(19)).await, [doc("first")]);
}

async fn back_dated_changes_leave_the_current_row(world: World) {
    world.write(vec![new(site(1), "of 2024")]).await.unwrap();
    world.write(vec![edit(site(1), "of 2020", 1).since("2020-01-01")]).await.unwrap();
    let stored = world.store.get(site(1)).await.unwrap().unwrap();
    assert_eq!(stored.state.doc, doc("of 2024"));
    assert_eq!(stored.effective_from.to_string(), "2024-01-01");
    assert_eq!(stored.version, Seq(2), "the ETag moves with every change");
    assert_eq!(world.docs_at("2022-06-01", None).await, [doc("of 2020")]);
    assert_eq!(world.docs_at("2024-06-01", None).await, [doc("of 2024")]);
    world.assert_sound().await;
}

async fn a_tombstone_holds_from_its_day(world: World) {
    world.write(vec![new(site(1), "a").since("2020-01-01")]).await.unwrap();
    world.write(vec![bury(site(1), 1).since("2023-01-01")]).await.unwrap();
    assert_eq!(world.all(EntityKind::Site).await, []);
    assert_eq!(world.docs_at("2022-12-31", None).await, [doc("a")]);
    assert_eq!(world.docs_at("2023-01-01", None).await, NOTHING);
    world.assert_sound().await;
}

async fn a_back_dated_tombstone_does_not_remove(world: World) {
    world.write(vec![new(site(1), "a").since("2022-01-01")]).await.unwrap();
    world.write(vec![bury(site(1), 1).since("2021-01-01")]).await.unwrap();
    assert_eq!(world.doc(site(1)).await.unwrap(), doc("a"));
    assert_eq!(world.docs_at("2021-06-01", None).await, NOTHING);
    assert_eq!(world.docs_at("2022-06-01", None).await, [doc("a")]);
    world.assert_sound().await;
}

async fn nothing_back_dated_revives_the_buried(world: World) {
    world.write(vec![new(site(1), "a").since("2020-01-01")]).await.unwrap();
    world.write(vec![bury(site(1), 1).since("2024-01-01")]).await.unwrap();
    world.write(vec![edit(site(1), "was so", 2).since("2022-01-01")]).await.unwrap();
    assert_eq!(world.doc(site(1)).await, None);
    assert_eq!(world.docs_at("2023-01-01", None).await, [doc("was so")]);
    assert_eq!(world.docs_at("2024-01-01", None).await, NOTHING);
    world.write(vec![edit(site(1), "rebuilt", 3).since("2025-01-01")]).await.unwrap();
    assert_eq!(world.doc(site(1)).await.unwrap(), doc("rebuilt"));
    world.assert_sound().await;
}

async fn record_time_never_runs_backwards(world: World) {
    world.write_at(100, vec![new(site(1), "a")]).await.unwrap();
    world.write_at(50, vec![new(site(2), "b")]).await.unwrap();
    let log = world.store.changes(Seq(0), 10).await.unwrap();
    assert_eq!(log.iter().map(|change| change.recorded_at.0).collect::<Vec<_>>(), [100, 100]);
    assert_eq!(world.docs_at("2025-01-01", Some(60)).await, NOTHING);
}

async fn an_edit_of_now_leaves_the_past(world: World) {
    world.write_at(2020, vec![new(site(1), "as built").since("2020-01-01")]).await.unwrap();
    world.write_at(2026, vec![edit(site(1), "edited", 1).since("2026-03-01")]).await.unwrap();
    assert_eq!(world.docs_at("2025-12-31", None).await, [doc("as built")]);
    let says_so = edit(site(1), "was so already", 2).since("2025-07-01");
    world.write_at(2027, vec![says_so]).await.unwrap();
    assert_eq!(world.docs_at("2025-12-31", None).await, [doc("was so already")]);
    assert_eq!(world.docs_at("2025-12-31", Some(2026)).await, [doc("as built")]);
    assert_eq!(world.docs_at("2026-12-31", None).await, [doc("edited")]);
}
