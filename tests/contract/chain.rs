//! The chain: erasing keeps it, tampering breaks it.

use crate::world::{Engine, Told, World, bury, constraint, edit, new, site, stories};
use jiantu::domain::id::Seq;
use jiantu::storage::StoreError;

stories!(erasing_keeps_the_chain, what_stands_is_not_erased, tampering_is_found);

async fn erasing_keeps_the_chain(world: World) {
    world.write(vec![new(site(1), "张三"), new(site(2), "stays")]).await.unwrap();
    world.write(vec![edit(site(1), "张三的家", 1)]).await.unwrap();
    world.write(vec![bury(site(1), 3)]).await.unwrap();
    assert_eq!(world.store.erase(site(1)).await.unwrap(), 3);
    assert_eq!(world.store.erase(site(1)).await.unwrap(), 0);
    let history = world.store.history(site(1)).await.unwrap();
    assert_eq!(history.len(), 3);
    assert!(history.iter().all(|c| c.erased && c.before.is_none() && c.after.is_none()));
    let verified = world.store.verify().await.unwrap();
    assert_eq!((verified.batches, verified.changes, verified.erased), (3, 4, 3));
    assert_eq!(verified.faults, Vec::<String>::new());
    assert_eq!(world.docs_at("2030-01-01", None).await.len(), 1);
    if world.engine == Engine::Sqlite {
        world.store.close().await;
        for file in std::fs::read_dir(world.folder.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            let name = "张三".as_bytes();
            assert!(!bytes.windows(name.len()).any(|window| window == name), "still in the file");
        }
    }
}

async fn what_stands_is_not_erased(world: World) {
    world.write(vec![new(site(1), "a")]).await.unwrap();
    assert_eq!(constraint(&world.store.erase(site(1)).await.unwrap_err()), "erase");
    let missing = world.store.erase(site(2)).await.unwrap_err();
    assert!(matches!(missing, StoreError::Missing(found) if found == site(2)));
}

async fn tampering_is_found(world: World) {
    world.write(vec![new(site(1), "a").since("2020-01-01"), new(site(2), "b")]).await.unwrap();
    world.write(vec![edit(site(1), "c", 1).since("2021-01-01")]).await.unwrap();
    world.write(vec![new(site(3), "d")]).await.unwrap();
    let id = site(1).id;
    // What is done behind the store's back, what undoes it, and what `verify` says of it.
    let deeds = [
        (
            format!(
                "UPDATE change SET after_doc = '{{\"name_zh\":\"x\"}}' WHERE entity_id = '{id}' AND ordinal = 0 AND effective_from = '2020-01-01'"
            ),
            format!(
                "UPDATE change SET after_doc = '{{\"name_zh\":\"a\"}}' WHERE entity_id = '{id}' AND ordinal = 0 AND effective_from = '2020-01-01'"
            ),
            "change 1 ",
        ),
        (
            "UPDATE change SET effective_from = '2019-01-01' WHERE effective_from = '2020-01-01'".into(),
            "UPDATE change SET effective_from = '2020-01-01' WHERE effective_from = '2019-01-01'".into(),
            "change 1 ",
        ),
        (
            "UPDATE batch SET recorded_at = 99 WHERE first_seq = 3".into(),
            "UPDATE batch SET recorded_at = 1 WHERE first_seq = 3".into(),
            "number 3 has a wrong hash",
        ),
        (
            "UPDATE batch SET actor = 'mallory' WHERE first_seq = 1".into(),
            "UPDATE batch SET actor = 'tester' WHERE first_seq = 1".into(),
            "number 1 has a wrong hash",
        ),
        (
            format!("UPDATE site SET doc = '{{\"name_zh\":\"x\"}}' WHERE id = '{id}'"),
            format!("UPDATE site SET doc = '{{\"name_zh\":\"c\"}}' WHERE id = '{id}'"),
            "another document",
        ),
        (
            format!("UPDATE site SET effective_from = '2021-01-02' WHERE id = '{id}'"),
            format!("UPDATE site SET effective_from = '2021-01-01' WHERE id = '{id}'"),
            "another version or day",
        ),
    ];
    for (deed, undo, told) in deeds {
        assert!(world.raw(&deed).await > 0, "{deed}");
        let faults = world.store.verify().await.unwrap().faults;
        assert!(faults.iter().any(|fault| fault.contains(told)), "{deed}: {faults:?}");
        world.raw(&undo).await;
        world.assert_sound().await;
    }
    world.raw(&format!("UPDATE site SET geom = NULL WHERE id = '{id}'")).await;
    let faults = world.store.verify().await.unwrap().faults;
    assert!(faults.iter().any(|fault| fault.contains("another geometry")), "{faults:?}");
    world.raw(&format!("DELETE FROM site WHERE id = '{id}'")).await;
    let faults = world.store.verify().await.unwrap().faults;
    assert!(faults.iter().any(|fault| fault.contains("is missing")), "{faults:?}");
    let id = site(3).id;
    world.raw(&format!("DELETE FROM change WHERE entity_id = '{id}'")).await;
    let faults = world.store.verify().await.unwrap().faults;
    assert!(faults.iter().any(|fault| fault.contains("stands without any change")), "{faults:?}");
    world.raw("DELETE FROM change WHERE effective_from = '2021-01-01'").await;
    let faults = world.store.verify().await.unwrap().faults;
    assert!(faults.iter().any(|fault| fault.contains("0 changes instead of 1")), "{faults:?}");
    assert_eq!(world.store.identity().await.unwrap().head, Seq(4));
}
