//! Readers see one consistent snapshot while a writer publishes.

use geo_types::{Geometry, Point};
use jiantu::domain::bbox::Bbox;
use jiantu::domain::cluster::Cluster;
use jiantu::domain::division::BoundaryQuality;
use jiantu::domain::id::{ClusterId, Seq};
use jiantu::index::{ClusterFacts, Entry, Live, Place, Shape, Snapshot};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use uuid::Uuid;

/// The same cluster, saying in which round it was written.
fn cluster(number: u128, round: u64) -> Entry<ClusterFacts> {
    let id = Uuid::from_u128(number);
    let facts = ClusterFacts::of(&Cluster {
        id: ClusterId(id),
        external_id: number.to_string(),
        name_zh: "集群".into(),
        name_en: None,
        quality: BoundaryQuality::Schematic,
        source: None,
        demo: true,
        geometry: None,
    });
    Entry {
        id,
        version: round,
        geometry: Shape::from(Geometry::Point(Point::new(123.4, 41.7))),
        feature: round.to_string().into_bytes().into(),
        facts,
    }
}

#[test]
fn every_snapshot_is_of_one_moment() {
    const CLUSTERS: u128 = 200;
    const ROUNDS: u64 = 300;
    let live = Live::new(Snapshot::default());
    let done = AtomicBool::new(false);
    let looks = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let mut last = Seq(0);
                while !done.load(Ordering::Acquire) || looks.load(Ordering::Relaxed) == 0 {
                    let seen = live.load();
                    assert!(seen.seq >= last, "time runs forward");
                    last = seen.seq;
                    let found = seen.clusters.select(Place::Box(Bbox::WORLD), None);
                    assert_eq!(found.len(), seen.clusters.len());
                    // Every round rewrites all clusters: a mixed answer would show two rounds.
                    assert!(found.iter().all(|entry| entry.version == seen.seq.0));
                    looks.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for round in 1..=ROUNDS {
            let mut next = Snapshot::clone(&live.load());
            let all = (0..CLUSTERS).map(|n| (Uuid::from_u128(n), Some(cluster(n, round))));
            next.clusters = next.clusters.apply(all.collect());
            if round % 50 == 0 {
                next.clusters = next.clusters.compact();
            }
            next.seq = Seq(round);
            live.publish(next);
        }
        done.store(true, Ordering::Release);
    });
    assert!(looks.into_inner() > 0);
    assert_eq!(live.load().clusters.len(), 200);
}
