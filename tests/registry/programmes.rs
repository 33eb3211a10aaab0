//! Sites by programme stay right whatever changes: a tag, a container, a status, a removal.

use crate::database::{Database, stories};
use crate::office::{Office, court};
use jiantu::domain::id::SiteId;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

stories!(a_link_between_two_tagged_sites_comes_and_goes, programmes_follow_random_changes);

async fn smart(office: &Office) -> i64 {
    office.whole(crate::office::TODAY, None).await.programmes.get("smart").copied().unwrap_or(0)
}

/// A tagged park > a corner without a tag > a tagged court: the court is in the park through the corner alone.
async fn a_link_between_two_tagged_sites_comes_and_goes(database: Database) {
    let office = Office::open(database).await;
    let park =
        office.register(court("公园", 1.0, json!({ "kind": "sports_park", "programmes": ["smart"] }))).await;
    let corner = office
        .register(court("一角", 1.0, json!({ "kind": "sports_park", "container_id": park.to_string() })))
        .await;
    let inner = json!({ "programmes": ["smart"], "container_id": corner.to_string() });
    office.register(court("球场", 600.0, inner)).await;
    assert_eq!(smart(&office).await, 1);
    office.change(corner, json!({ "container_id": null })).await;
    assert_eq!(smart(&office).await, 2);
    office.change(corner, json!({ "container_id": park.to_string() })).await;
    assert_eq!(smart(&office).await, 1);
    office.change(park, json!({ "status": "closed", "closed_on": "2026-03-01" })).await;
    assert_eq!(smart(&office).await, 1);
    office.assert_sound().await;
}

async fn programmes_follow_random_changes(database: Database) {
    let office = Office::open(database).await;
    let mut dice = StdRng::seed_from_u64(20_260_302);
    let mut sites: Vec<SiteId> = Vec::new();
    for number in 0..14 {
        let more = json!({ "kind": "sports_park", "lon": 123.40 + f64::from(number) * 0.01 });
        sites.push(office.register(court(&format!("场地{number}"), 500.0, more)).await);
    }
    let tags = [json!([]), json!(["smart"]), json!(["rural_square"]), json!(["smart", "rural_square"])];
    let mut done = 0;
    for step in 0..90 {
        let site = sites[dice.random_range(0..sites.len())];
        let patch: Value = match dice.random_range(0..4) {
            0 => json!({ "programmes": tags[dice.random_range(0..tags.len())] }),
            1 => {
                // Only into an earlier one, so that no ring is made.
                let at = sites.iter().position(|other| *other == site).unwrap_or(0);
                let container = (at > 0).then(|| sites[dice.random_range(0..at)].to_string());
                json!({ "container_id": container })
            }
            2 => {
                let status = ["operating", "closed"][dice.random_range(0..2)];
                json!({ "status": status })
            }
            _ if step > 60 && sites.len() > 4 => {
                let at = dice.random_range(0..sites.len());
                let gone = office.registry.remove_site(
                    &office.author,
                    sites[at],
                    jiantu::registry::write::Condition::Any,
                );
                // One that still contains another may not go.
                if gone.await.is_ok() {
                    sites.remove(at);
                    done += 1;
                }
                continue;
            }
            _ => json!({ "lat": 41.60 + f64::from(step) * 1e-3 }),
        };
        done += u32::from(office.try_change(site, patch).await.is_ok());
        if step % 15 == 14 {
            office.assert_sound().await;
        }
    }
    assert!(done > 60, "most changes were made: {done}");
    office.assert_sound().await;
}
