//! Tasks 21-24: events.

use super::places::{SUBDISTRICTS, lines};
use super::{AtRisk, Case, Kept, Met, Missed, Nature, NoData, Nothing, OnTrack, Short, Tables};
use jiantu::registry::import::What;

pub const CASES: &[Case] = &[
    Case {
        task: 21,
        short: || vec![(What::Events, editions(1))],
        kept: || vec![(What::Events, editions(5))],
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-12-31", NoData),
            (Short, "2021-06-30", AtRisk),
            (Short, "2021-12-31", Missed),
            (Kept, "2021-06-30", OnTrack),
            (Kept, "2021-12-31", OnTrack),
            (Kept, "2025-12-31", Met),
        ],
        never: None,
    },
    // That events of other tags are on record is what makes it 0 in the second telling: those of task 21.
    Case {
        task: 22,
        short: Vec::new,
        kept: || vec![(What::Events, ONLINE.to_owned())],
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-12-31", NoData),
            (Short, "2021-12-31", AtRisk),
            (Short, "2025-12-31", Missed),
            (Kept, "2021-12-31", AtRisk),
            (Kept, "2022-12-31", Met),
            (Kept, "2025-12-31", Met),
        ],
        never: Some((OnTrack, Nature::OneToBeCounted)),
    },
    // Brand events are the editions of task 21.
    Case {
        task: 23,
        short: || vec![(What::Events, activities(10, 89))],
        kept: || vec![(What::Events, activities(50, 50))],
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-12-31", NoData),
            (Short, "2021-06-30", AtRisk),
            (Short, "2021-12-31", Missed),
            (Kept, "2021-06-30", OnTrack),
            (Kept, "2021-12-31", OnTrack),
            (Kept, "2025-12-31", Met),
        ],
        never: None,
    },
    Case {
        task: 24,
        short: || games(11),
        kept: || games(12),
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-12-31", NoData),
            (Short, "2023-12-31", AtRisk),
            (Short, "2025-12-31", Missed),
            (Kept, "2023-12-31", Met),
            (Kept, "2025-12-31", Met),
        ],
        never: Some((OnTrack, Nature::OneToBeCounted)),
    },
];

/// Editions of so many series every year: of three in May, of the others in October.
fn editions(so_many: usize) -> String {
    let series = ["mountain_marathon", "rowing_open", "martial_arts", "equestrian", "kite"];
    let rows = (2021..=2025).flat_map(|year| {
        series.into_iter().take(so_many).enumerate().map(move |(at, series)| {
            format!("21-{series}-{year},{series},{year}-{}-15,{series}", if at < 3 { "05" } else { "10" })
        })
    });
    lines("external_id,name_zh,starts_on,brand", rows)
}

const ONLINE: &str = "external_id,name_zh,starts_on,online\n22-1,线上赛,2022-04-01,true\n";

/// So many in April of every year, so many in November.
fn activities(spring: usize, autumn: usize) -> String {
    let rows = (2021..=2025).flat_map(|year| {
        (0..spring + autumn).map(move |at| {
            format!("23-{year}-{at},群众活动,{year}-{}-20,mass", if at < spring { "04" } else { "11" })
        })
    });
    lines("external_id,name_zh,starts_on,tags", rows)
}

/// The citizens' games, and games of a community in so many sub-districts.
fn games(subdistricts: usize) -> Tables {
    let citizens = "24-C,市民运动会,2022-09-01,citizens_games,".to_owned();
    let communities = SUBDISTRICTS
        .iter()
        .take(subdistricts)
        .map(|place| format!("24-{},社区运动会,2023-06-01,community_games,{}", place.id, place.id));
    let heading = "external_id,name_zh,starts_on,tags,division";
    vec![(What::Events, lines(heading, std::iter::once(citizens).chain(communities)))]
}
