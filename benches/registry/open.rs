//! Opening, and rebuilding the past.

use super::sample::Sample;
use super::{Bench, Outcome, url};
use futures::TryStreamExt;
use jiantu::registry::Registry;
use jiantu::registry::clock::Clock;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Row};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 3;

/// `Registry::open` and a bare `SELECT` of the same rows, in turn, on a warm page cache.
pub async fn against_bare_read(bench: &Bench) -> Outcome {
    let database = bench.database("imported.gpkg");
    let (mut bare, mut open) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let mut conn = SqliteConnectOptions::new().filename(&database).read_only(true).connect().await?;
        let mut rows = sqlx::query("SELECT id, doc, geom FROM site").fetch(&mut conn);
        while let Some(row) = rows.try_next().await? {
            let (id, doc): (&str, &str) = (row.try_get(0)?, row.try_get(1)?);
            let geom: Option<&[u8]> = row.try_get(2)?;
            black_box((id, doc, geom));
        }
        drop(rows);
        conn.close().await?;
        bare.push(start.elapsed());

        let start = Instant::now();
        let registry = Registry::open_at(&url(&database), Clock::system()).await?;
        open.push(start.elapsed());
        registry.close().await;
    }
    let (bare, open) = (Sample::of(bare), Sample::of(open));
    bench.tell("bare SELECT id, doc, geom", &bare);
    bench.tell("Registry::open", &open);
    let ratio = open.median().as_secs_f64() / bare.median().as_secs_f64();
    bench.tell("open : bare read, time", format!("{ratio:.2}"));
    Ok(())
}

/// The world of a day in the past, rebuilt from the log; asked again, it is kept.
pub async fn the_past(bench: &Bench, registry: &Registry) -> Outcome {
    let day = jiff::civil::date(2020, 6, 30);
    for what in ["a past world, rebuilt", "the same world, asked again"] {
        let start = Instant::now();
        black_box(registry.world_at(Some(day), None).await?);
        bench.tell(what, format!("{:.2?}", start.elapsed()));
    }
    Ok(())
}
