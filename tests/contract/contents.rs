//! Large contents, answers of analyses, and the documents that name contents.

use crate::world::{Engine, World, entity, new, stories};
use jiantu::domain::change::{EntityKind, EntityRef};
use jiantu::domain::time::Micros;
use jiantu::storage::{self, StoredAnswer, Write};
use sha2::{Digest, Sha256};

stories!(
    contents_are_kept_once_under_their_hash,
    large_contents_come_back_whole,
    contents_that_documents_name_are_verified,
    a_backup_has_contents_and_answers,
    answers_are_replaced_and_the_oldest_forgotten,
    layers_networks_and_scenarios_have_names_of_their_own,
);

const LAYER: EntityRef = entity(EntityKind::Layer, 1);

/// A document that names contents.
fn naming(entity: EntityRef, blob: &str) -> Write {
    let mut write = new(entity, "");
    let after = write.change.after.as_mut().unwrap();
    after.doc = serde_json::json!({ "name": "homes", "blob": blob }).to_string();
    after.geometry = None;
    write
}

fn answer(key: &str, made_at: i64) -> StoredAnswer {
    StoredAnswer {
        key: key.to_owned(),
        question: r#"{"metres":[300,500]}"#.to_owned(),
        depends: "site:1".to_owned(),
        made_at: Micros(made_at),
        seconds: 0.25,
        summary: vec![0, 1, 2, 255],
        features: None,
    }
}

async fn contents_are_kept_once_under_their_hash(mut world: World) {
    let bytes = [0_u8, 1, 2, 255];
    let hash = world.store.put_blob(&bytes).await.unwrap();
    assert_eq!(hash[..], Sha256::digest(bytes)[..]);
    assert_eq!(world.store.put_blob(&bytes).await.unwrap(), hash);
    let empty = world.store.put_blob(&[]).await.unwrap();
    assert_eq!(world.raw("DELETE FROM blob WHERE created_at < 1000000").await, 0, "the time is not set");
    world.reopen().await;
    assert_eq!(world.store.blob(&hash).await.unwrap().unwrap(), bytes);
    assert_eq!(world.store.blob(&empty).await.unwrap(), Some(Vec::new()));
    assert_eq!(world.store.blob(&[7; 32]).await.unwrap(), None);
    assert_eq!(world.raw("DELETE FROM blob").await, 2);
}

async fn large_contents_come_back_whole(world: World) {
    let bytes: Vec<u8> = (0..40_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    // Two at once of the same are one.
    let (one, other) = tokio::join!(world.store.put_blob(&bytes), world.store.put_blob(&bytes));
    assert_eq!(one.unwrap(), other.unwrap());
    let hash: [u8; 32] = Sha256::digest(&bytes).into();
    assert!(world.store.blob(&hash).await.unwrap().unwrap() == bytes);
}

async fn contents_that_documents_name_are_verified(world: World) {
    let hash = world.store.put_blob(b"features").await.unwrap();
    world.write(vec![naming(LAYER, &hex::encode(hash))]).await.unwrap();
    world.assert_sound().await;
    world.raw("UPDATE blob SET bytes = bytes || bytes").await;
    let faults = world.store.verify().await.unwrap().faults;
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].contains("not what their SHA-256 says"), "{faults:?}");
    let missing = naming(entity(EntityKind::Network, 2), &hex::encode([7; 32]));
    world.write(vec![missing, naming(entity(EntityKind::Network, 3), "no hash")]).await.unwrap();
    world.raw("DELETE FROM blob").await;
    let faults = world.store.verify().await.unwrap().faults;
    assert_eq!(faults.iter().filter(|fault| fault.contains("are missing")).count(), 2, "{faults:?}");
    assert_eq!(faults.iter().filter(|fault| fault.contains("no SHA-256")).count(), 1, "{faults:?}");
}

async fn a_backup_has_contents_and_answers(world: World) {
    if world.engine == Engine::Postgres {
        return;
    }
    let hash = world.store.put_blob(b"features").await.unwrap();
    world.store.put_answer(answer("a", 1), 5).await.unwrap();
    let file = world.folder.path().join("copy.gpkg");
    world.store.backup(&file).await.unwrap();
    let copy = storage::open(&format!("sqlite:{}", file.display()), false).await.unwrap();
    assert_eq!(copy.blob(&hash).await.unwrap().unwrap(), b"features");
    assert_eq!(copy.answer("a").await.unwrap(), Some(answer("a", 1)));
    copy.close().await;
}

async fn answers_are_replaced_and_the_oldest_forgotten(mut world: World) {
    let put = async |answer: StoredAnswer| world.store.put_answer(answer, 3).await.unwrap();
    assert_eq!(world.store.answer("a").await.unwrap(), None);
    put(answer("a", 1)).await;
    let later =
        StoredAnswer { features: Some(vec![9; 1000]), depends: "site:2".to_owned(), ..answer("a", 4) };
    put(later.clone()).await;
    assert_eq!(world.store.answer("a").await.unwrap(), Some(later.clone()));
    put(answer("b", 2)).await;
    put(answer("c", 3)).await;
    // The one that is put stays, also where the clock went back.
    put(answer("d", 0)).await;
    world.reopen().await;
    let mut kept = Vec::new();
    for key in ["a", "b", "c", "d"] {
        kept.extend(world.store.answer(key).await.unwrap().map(|answer| answer.key));
    }
    assert_eq!(kept, ["a", "c", "d"]);
    assert_eq!(world.store.answer("a").await.unwrap(), Some(later));
    world.store.put_answer(answer("e", 9), 0).await.unwrap();
    assert_eq!(world.raw("DELETE FROM answer").await, 1);
}

async fn layers_networks_and_scenarios_have_names_of_their_own(world: World) {
    for kind in [EntityKind::Layer, EntityKind::Network, EntityKind::Scenario] {
        let named = |id: u128| {
            let mut write = new(entity(kind, id), "x");
            write.keys.external = Some((kind.to_string(), "name".to_owned()));
            write
        };
        world.write(vec![named(1)]).await.unwrap();
        let taken = world.write(vec![named(2)]).await.unwrap_err();
        assert_eq!(crate::world::constraint(&taken), format!("{kind}_external"));
        assert_eq!(world.all(kind).await.len(), 1);
    }
    world.assert_sound().await;
}
