//! Keys that the database itself guards: external ids, codes, parents.

use crate::world::{Told, World, bury, constraint, edit, entity, new, site, stories};
use jiantu::domain::change::{EntityKind, EntityRef};
use jiantu::storage::StoreError;

stories!(
    external_ids_are_unique_per_kind,
    codes_are_unique_per_kind,
    codes_are_free_again_when_their_holder_goes,
    parents_must_stand,
    a_parent_may_come_later_in_its_batch,
    what_has_children_stays,
    a_parent_must_be_of_the_right_kind,
    entities_are_found_by_external_id,
);

fn piece(id: u128) -> EntityRef {
    entity(EntityKind::Equipment, id)
}

async fn external_ids_are_unique_per_kind(world: World) {
    world.write(vec![new(site(1), "a").external("x")]).await.unwrap();
    let taken = world.write(vec![new(site(2), "b").external("x")]).await.unwrap_err();
    assert_eq!(constraint(&taken), "site_external");
    assert!(taken.to_string().contains("file/x"), "{taken}");
    let within = vec![new(site(3), "c").external("y"), new(site(4), "d").external("y")];
    assert_eq!(constraint(&world.write(within).await.unwrap_err()), "site_external");
    // Another kind has its own, a changed entity keeps its own, and no key is never taken.
    let cluster = entity(EntityKind::Cluster, 5);
    world.write(vec![new(cluster, "e").external("x")]).await.unwrap();
    world.write(vec![edit(site(1), "a2", 1).external("x")]).await.unwrap();
    world.write(vec![new(site(6), "f"), new(site(7), "g")]).await.unwrap();
    world.assert_sound().await;
}

async fn codes_are_unique_per_kind(world: World) {
    world.write(vec![new(site(1), "s")]).await.unwrap();
    world.write(vec![new(piece(2), "a").on(site(1)).code("QR-1")]).await.unwrap();
    let taken = world.write(vec![new(piece(3), "b").on(site(1)).code("QR-1")]).await.unwrap_err();
    assert_eq!(constraint(&taken), "equipment_code");
    assert!(taken.to_string().contains("QR-1"), "{taken}");
    let division = entity(EntityKind::Division, 4);
    world.write(vec![new(division, "d").code("QR-1").code("nbs:2023:210112010")]).await.unwrap();
    world.assert_sound().await;
}

async fn codes_are_free_again_when_their_holder_goes(world: World) {
    world.write(vec![new(site(1), "a").code("c1").code("c2")]).await.unwrap();
    world.write(vec![edit(site(1), "a", 1).code("c2").code("c3")]).await.unwrap();
    world.write(vec![new(site(2), "b").code("c1")]).await.unwrap();
    world.write(vec![bury(site(1), 2)]).await.unwrap();
    world.write(vec![new(site(3), "c").code("c2").code("c3")]).await.unwrap();
    world.assert_sound().await;
}

async fn parents_must_stand(world: World) {
    let orphan = world.write(vec![new(piece(2), "a").on(site(1))]).await.unwrap_err();
    assert_eq!(constraint(&orphan), "equipment_parent");
    assert!(orphan.to_string().contains(&site(1).id.to_string()), "{orphan}");
    world.write(vec![new(site(1), "s")]).await.unwrap();
    world.write(vec![new(piece(2), "a").on(site(1))]).await.unwrap();
    let nowhere = edit(piece(2), "a", 2).on(site(9));
    assert_eq!(constraint(&world.write(vec![nowhere]).await.unwrap_err()), "equipment_parent");
    world.assert_sound().await;
}

async fn a_parent_may_come_later_in_its_batch(world: World) {
    let court = new(site(2), "court").on(site(1));
    world.write(vec![court, new(site(1), "park")]).await.unwrap();
    assert_eq!(world.all(EntityKind::Site).await.len(), 2);
    world.assert_sound().await;
}

async fn what_has_children_stays(world: World) {
    world.write(vec![new(site(1), "s")]).await.unwrap();
    world.write(vec![new(piece(2), "a").on(site(1))]).await.unwrap();
    let refused = world.write(vec![bury(site(1), 1)]).await.unwrap_err();
    assert_eq!(constraint(&refused), "equipment_parent");
    assert!(refused.to_string().contains("still has equipment"), "{refused}");
    world.write(vec![bury(piece(2), 2), bury(site(1), 1)]).await.unwrap();
    assert_eq!(world.all(EntityKind::Site).await, []);
    world.assert_sound().await;
}

async fn a_parent_must_be_of_the_right_kind(world: World) {
    let division = entity(EntityKind::Division, 1);
    world.write(vec![new(division, "d")]).await.unwrap();
    let refused = world.write(vec![new(piece(2), "a").on(division)]).await.unwrap_err();
    assert!(matches!(&refused, StoreError::Refused { en, .. } if en.contains("division")));
}

async fn entities_are_found_by_external_id(world: World) {
    let writes = (1..=5).map(|n| new(site(n), "s").external(&format!("中-{n}"))).collect();
    world.write(writes).await.unwrap();
    let key = |text: &str| ("file".to_owned(), text.to_owned());
    let question = [key("中-4"), key("nobody"), ("other".into(), "中-1".into()), key("中-2"), key("中-4")];
    let answer = world.store.find_external(EntityKind::Site, &question).await.unwrap();
    let ids: Vec<_> = answer.iter().map(|found| found.as_ref().map(|s| s.entity)).collect();
    assert_eq!(ids, [Some(site(4)), None, None, Some(site(2)), Some(site(4))]);
    assert_eq!(world.store.find_external(EntityKind::Site, &[]).await.unwrap(), []);
    let cluster = world.store.find_external(EntityKind::Cluster, &question).await.unwrap();
    assert!(cluster.iter().all(Option::is_none));
}
