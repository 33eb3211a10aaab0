//! Tokens, settings, identity, backups.

use crate::world::{Engine, World, new, site, stories};
use jiantu::domain::change::{Actor, EntityKind};
use jiantu::domain::time::Micros;
use jiantu::storage::{self, StoreError, Token};

stories!(
    tokens_are_kept_and_revoked,
    settings_are_kept_and_replaced,
    each_database_has_its_own_id,
    a_backup_is_a_whole_database,
    a_closed_store_says_so,
);

async fn tokens_are_kept_and_revoked(world: World) {
    let token = Token {
        hash: [7; 32],
        actor: Actor("admin-token".into()),
        label: "made by serve".into(),
        unconditional: false,
        created_at: Micros(5),
        revoked_at: None,
    };
    let other = Token { hash: [8; 32], unconditional: true, created_at: Micros(6), ..token.clone() };
    world.store.put_token(other.clone()).await.unwrap();
    world.store.put_token(token.clone()).await.unwrap();
    assert_eq!(world.store.tokens().await.unwrap(), [token.clone(), other.clone()]);
    let revoked = Token { revoked_at: Some(Micros(9)), ..token };
    world.store.put_token(revoked.clone()).await.unwrap();
    assert_eq!(world.store.tokens().await.unwrap(), [revoked.clone(), other.clone()]);
    assert_eq!(world.store.token(&[7; 32]).await.unwrap(), Some(revoked));
    assert_eq!(world.store.token(&[8; 32]).await.unwrap(), Some(other));
    assert_eq!(world.store.token(&[9; 32]).await.unwrap(), None);
}

async fn settings_are_kept_and_replaced(mut world: World) {
    assert_eq!(world.store.setting("kinds").await.unwrap(), None);
    world.store.put_setting("kinds", r#"{"a":"场地"}"#).await.unwrap();
    world.store.put_setting("kinds", r#"{"b":2}"#).await.unwrap();
    world.store.put_setting("plan", "{}").await.unwrap();
    world.reopen().await;
    assert_eq!(world.store.setting("kinds").await.unwrap().unwrap(), r#"{"b":2}"#);
}

async fn each_database_has_its_own_id(world: World) {
    let other = World::fresh(Engine::Sqlite).await;
    let (one, two) = (world.store.identity().await.unwrap(), other.store.identity().await.unwrap());
    assert_ne!(one.id, two.id);
    assert_eq!(world.store.identity().await.unwrap(), one);
    other.store.close().await;
}

async fn a_backup_is_a_whole_database(world: World) {
    world.write(vec![new(site(1), "a")]).await.unwrap();
    let file = world.folder.path().join("copy.gpkg");
    let outcome = world.store.backup(&file).await;
    if world.engine == Engine::Postgres {
        let told = outcome.unwrap_err().to_string();
        assert!(told.contains("pg_dump"), "{told}");
        return;
    }
    outcome.unwrap();
    let copy = storage::open(&format!("sqlite:{}", file.display()), false).await.unwrap();
    assert_eq!(copy.identity().await.unwrap(), world.store.identity().await.unwrap());
    assert!(copy.get(site(1)).await.unwrap().is_some());
    assert_eq!(copy.verify().await.unwrap().faults, Vec::<String>::new());
    copy.close().await;
    let twice = world.store.backup(&file).await.unwrap_err();
    assert!(matches!(twice, StoreError::Refused { .. }), "{twice}");
}

async fn a_closed_store_says_so(world: World) {
    world.store.close().await;
    let refused = world.write(vec![new(site(1), "a")]).await.unwrap_err();
    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused}");
    let mut sink = |_| Ok(());
    let refused = world.store.load(EntityKind::Site, &mut sink).await.unwrap_err();
    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused}");
    world.store.close().await;
}
