//! Records: tables of the common shape; an event hangs on its organiser.

use crate::world::{Told, World, bury, constraint, edit, entity, new, site, stories};
use jiantu::domain::change::EntityKind;
use jiantu::storage::StoreError;

stories!(
    records_have_external_ids_of_their_own,
    an_event_hangs_on_an_organisation,
    an_organiser_may_come_later_in_its_batch,
    the_file_of_a_milestone_is_read_by_verify,
);

async fn records_have_external_ids_of_their_own(world: World) {
    for (id, kind) in (1..).zip(EntityKind::RECORDS) {
        world.write(vec![new(entity(kind, id), "a").external("x")]).await.unwrap();
        let taken = world.write(vec![new(entity(kind, id + 100), "b").external("x")]).await.unwrap_err();
        assert_eq!(constraint(&taken), format!("{kind}_external"));
        let question = [("file".to_owned(), "x".to_owned())];
        let found = world.store.find_external(kind, &question).await.unwrap();
        assert_eq!(found[0].as_ref().map(|stored| stored.entity), Some(entity(kind, id)));
        assert_eq!(world.all(kind).await.len(), 1);
    }
    world.assert_sound().await;
}

async fn an_event_hangs_on_an_organisation(world: World) {
    let (club, event) = (entity(EntityKind::Organisation, 1), entity(EntityKind::Event, 2));
    let missing = world.write(vec![new(event, "e").on(club)]).await.unwrap_err();
    assert_eq!(constraint(&missing), "event_parent");
    world.write(vec![new(site(3), "s")]).await.unwrap();
    let wrong = world.write(vec![new(event, "e").on(site(3))]).await.unwrap_err();
    assert!(matches!(wrong, StoreError::Refused { .. }), "{wrong}");
    world.write(vec![new(club, "c")]).await.unwrap();
    world.write(vec![new(event, "e").on(club)]).await.unwrap();
    let stays = world.write(vec![bury(club, 2)]).await.unwrap_err();
    assert_eq!(constraint(&stays), "event_parent");
    let moved = world.write(vec![edit(event, "e2", 3)]).await;
    moved.expect("an event without an organiser");
    world.write(vec![bury(club, 2)]).await.unwrap();
    world.assert_sound().await;
}

async fn an_organiser_may_come_later_in_its_batch(world: World) {
    let (club, event) = (entity(EntityKind::Organisation, 1), entity(EntityKind::Event, 2));
    world.write(vec![new(event, "e").on(club), new(club, "c")]).await.unwrap();
    assert_eq!(world.all(EntityKind::Event).await.len(), 1);
    world.assert_sound().await;
}

async fn the_file_of_a_milestone_is_read_by_verify(world: World) {
    let kept = hex::encode(world.store.put_blob(b"minutes of a meeting").await.unwrap());
    let milestone = |id: u128, hash: &str| {
        let mut write = new(entity(EntityKind::Milestone, id), "m");
        let state = write.change.after.as_mut().expect("a state");
        state.doc = format!("{{\"blob\":\"{hash}\"}}");
        write
    };
    world.write(vec![milestone(1, &kept)]).await.unwrap();
    world.assert_sound().await;
    world.write(vec![milestone(2, &hex::encode([7_u8; 32]))]).await.unwrap();
    let faults = world.store.verify().await.unwrap().faults;
    assert!(faults.iter().any(|fault| fault.contains("of a milestone are missing")), "{faults:?}");
}
