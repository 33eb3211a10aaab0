//! Many writers at once, and writers beside an import.

use crate::world::{Told, World, edit, head, keyed, new, site, stories};
use jiantu::domain::change::EntityKind;
use jiantu::domain::id::Seq;
use jiantu::domain::time::Micros;
use jiantu::storage::StoreError;
use std::time::{Duration, Instant};

stories!(
    fifty_writers_at_once,
    one_of_many_wins_a_version,
    a_key_is_written_once_by_many,
    writers_beside_an_import_are_not_held_up,
    a_reader_sees_one_state,
);

async fn fifty_writers_at_once(world: World) {
    let other = world.another().await;
    let writers: Vec<_> = (0..50_u128)
        .map(|writer| {
            let store = if writer % 5 == 0 { other.clone() } else { world.store.clone() };
            tokio::spawn(async move {
                let mut numbers = Vec::new();
                for n in 0..10 {
                    let id = 1 + writer * 10 + n;
                    let writes = vec![new(site(id), "a"), new(site(10_000 + id), "b")];
                    let done = store.append(head(1), writes).await.unwrap();
                    assert_eq!(done.last.0, done.first.0 + 1);
                    numbers.push(done.first.0);
                    // Refused between the others: it must spoil nobody's write.
                    store.append(head(1), vec![new(site(id), "again")]).await.unwrap_err();
                }
                numbers
            })
        })
        .collect();
    let mut numbers = Vec::new();
    for writer in writers {
        numbers.extend(writer.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (0..500).map(|n| 1 + 2 * n).collect::<Vec<u64>>());
    assert_eq!(world.all(EntityKind::Site).await.len(), 1000);
    other.close().await;
    world.assert_sound().await;
}

async fn one_of_many_wins_a_version(world: World) {
    world.write(vec![new(site(1), "a")]).await.unwrap();
    let writers: Vec<_> = (0..20)
        .map(|n| {
            let store = world.store.clone();
            tokio::spawn(async move { store.append(head(1), vec![edit(site(1), &n.to_string(), 1)]).await })
        })
        .collect();
    let mut won = 0;
    for writer in writers {
        match writer.await.unwrap() {
            Ok(_) => won += 1,
            Err(StoreError::Stale { current: 2, .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(won, 1);
    assert_eq!(world.store.identity().await.unwrap().head, Seq(2));
}

async fn a_key_is_written_once_by_many(world: World) {
    let writers: Vec<_> = (0..20)
        .map(|n| {
            let store = world.store.clone();
            tokio::spawn(
                async move { store.append(keyed("once"), vec![new(site(n + 1), "a")]).await.unwrap() },
            )
        })
        .collect();
    let mut written = 0;
    for writer in writers {
        let done = writer.await.unwrap();
        assert_eq!(done.first, Seq(1));
        written += usize::from(done.replayed.is_none());
    }
    assert_eq!(written, 1);
    assert_eq!(world.all(EntityKind::Site).await.len(), 1);
}

async fn writers_beside_an_import_are_not_held_up(world: World) {
    let import = {
        let store = world.store.clone();
        tokio::spawn(async move {
            let began = Instant::now();
            let staging = store.stage_begin(head(1)).await.unwrap();
            for part in 0..10_u128 {
                let ids = 100_000 + part * 5000..100_000 + (part + 1) * 5000;
                let writes = ids.map(|n| new(site(n), "import").external(&n.to_string())).collect();
                store.stage(staging, writes).await.unwrap();
            }
            let staged = began.elapsed();
            let done = store.stage_publish(staging, Micros(2)).await.unwrap();
            (done, staged, began.elapsed())
        })
    };
    let (mut waits, mut id) = (Vec::new(), 0);
    while !import.is_finished() {
        id += 1;
        let began = Instant::now();
        world.write(vec![new(site(id), "beside")]).await.unwrap();
        waits.push(began.elapsed());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let (done, staged, all) = import.await.unwrap();
    assert_eq!(done.last.0 - done.first.0 + 1, 50_000);
    assert_eq!(world.all(EntityKind::Site).await.len(), 50_000 + waits.len());
    waits.sort_unstable();
    let longest = waits.last().copied().unwrap_or_default();
    // Figures for the reader of the log; only that nobody waited for the whole import is asserted.
    println!(
        "{}: 50,000 rows staged in {staged:?}, published after {all:?}; {} writers beside waited \
         {:?} in the median, {longest:?} at most",
        world.store.engine(),
        waits.len(),
        waits[waits.len() / 2]
    );
    assert!(longest < all, "a writer waited for the whole import");
    world.assert_sound().await;
}

async fn a_reader_sees_one_state(world: World) {
    let writes = (1..=3000).map(|n| new(site(n), "a")).collect();
    world.write(writes).await.unwrap();
    let writer = world.store.clone();
    let mut versions = Vec::new();
    let mut edited = None;
    let mut sink = |chunk: Vec<jiantu::storage::Stored>| {
        versions.extend(chunk.iter().map(|stored| stored.version.0));
        // After the first chunk somebody changes what has not been read yet.
        edited.get_or_insert_with(|| {
            let writer = writer.clone();
            let edits = (2001..=3000).map(|n| edit(site(n), "b", n as u64)).collect();
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                runtime.unwrap().block_on(writer.append(head(2), edits)).unwrap()
            })
        });
        std::thread::sleep(Duration::from_millis(100));
        Ok(())
    };
    let head = world.store.load(EntityKind::Site, &mut sink).await.unwrap();
    assert_eq!(edited.unwrap().join().unwrap().last, Seq(4000));
    versions.sort_unstable();
    assert_eq!(head, Seq(3000));
    assert_eq!(versions, (1..=3000).collect::<Vec<u64>>());
}
