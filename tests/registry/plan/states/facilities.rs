//! Tasks 1-4: sites and pieces.

use super::places::{SUBDISTRICTS, lines};
use super::{AtRisk, Case, Kept, Met, Missed, NoData, Nothing, OnTrack, Short, Tables};
use jiantu::registry::import::What;

pub const CASES: &[Case] = &[
    Case {
        task: 1,
        short: || vec![(What::Sites, centre("planned", "2022-06-01"))],
        kept: || {
            vec![
                (What::Sites, centre("planned", "2021-06-01")),
                (What::Sites, centre("under_construction", "2023-03-01")),
                (What::Milestones, APPROVED.to_owned()),
            ]
        },
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-06-30", AtRisk),
            (Nothing, "2025-12-31", Missed),
            (Short, "2024-06-30", AtRisk),
            (Short, "2025-12-31", Missed),
            (Kept, "2023-12-31", OnTrack),
            (Kept, "2025-12-31", Met),
        ],
        never: None,
    },
    Case {
        task: 2,
        short: || vec![(What::Sites, areas(3.0, 0.3))],
        kept: || vec![(What::Sites, areas(3.0, 1.6))],
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-12-31", NoData),
            (Short, "2022-12-31", AtRisk),
            (Short, "2025-12-31", Missed),
            (Kept, "2022-12-31", OnTrack),
            (Kept, "2025-12-31", Met),
        ],
        never: None,
    },
    Case {
        task: 3,
        short: || squares(2020..=2020),
        kept: || squares(2020..=2025),
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-12-31", NoData),
            (Short, "2021-06-30", AtRisk),
            (Short, "2021-12-31", Missed),
            (Kept, "2021-06-30", OnTrack),
            (Kept, "2024-12-31", OnTrack),
            (Kept, "2025-12-31", Met),
        ],
        never: None,
    },
    Case {
        task: 4,
        short: || clusters(1),
        kept: || clusters(5),
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-12-31", NoData),
            (Short, "2022-12-31", AtRisk),
            (Short, "2025-12-31", Missed),
            (Kept, "2022-12-31", OnTrack),
            (Kept, "2025-12-31", Met),
        ],
        never: None,
    },
];

fn centre(status: &str, since: &str) -> String {
    format!(
        "external_id,name_zh,kind,level,status,access,effective_from,lon,lat\n\
         1-S,区全民健身中心,fitness_centre,district,{status},unknown,{since},123.45,41.72\n"
    )
}

const APPROVED: &str = "\
external_id,task,milestone,date,title_zh,evidence_text,acceptance,decided_on,decided_by
1-M,1,fitness_centre_plan_approved,2022-05-20,方案获批,批文,accepted,2022-06-01,区体育局
";

/// So many m2 a head of 2025 in every sub-district since 2020, and so many more since 2022.
fn areas(first: f64, more: f64) -> String {
    let sites = SUBDISTRICTS.iter().flat_map(|place| {
        [(first, "2020-05-01", 0.0), (more, "2022-05-01", 0.001)].map(|(each, opened, aside)| {
            let (id, area, lon) = (&place.id, (each * place.people).ceil(), place.lon + aside);
            format!(
                "2-{id}-{opened},{id} {opened},athletics_track,free_open,{area},{opened},{lon},{}",
                place.lat
            )
        })
    });
    lines("external_id,name_zh,kind,access,area_m2,opened_on,lon,lat", sites)
}

/// A rural square and a smart piece, and one more of each every year, all in the first sub-district.
fn squares(years: std::ops::RangeInclusive<i16>) -> Tables {
    let place = &SUBDISTRICTS[0];
    let site = |year: i16| {
        let lon = place.lon + f64::from(year - 2010) * 0.001;
        format!(
            "3-S{year},{year} 村广场,fitness_square,free_open,rural_square,{year}-03-01,{lon},{}",
            place.lat
        )
    };
    let piece = |year: i16| format!("3-P{year},3-S2020,walker,true,{year}-03-01");
    let heading = "external_id,name_zh,kind,access,programmes,opened_on,lon,lat";
    vec![
        (What::Sites, lines(heading, years.clone().map(site))),
        (What::Equipment, lines("external_id,site,kind,smart,installed_on", years.map(piece))),
    ]
}

/// A point in each of the plan's clusters.
const CLUSTERS: [(f64, f64); 5] =
    [(123.4575, 41.7392), (123.4675, 41.7475), (123.6523, 41.9246), (123.4700, 41.6560), (123.4830, 41.6560)];

/// A smart path in each of the first clusters since 2020, a smart park and a smart trail in each since 2022.
fn clusters(so_many: usize) -> Tables {
    let places = || CLUSTERS.iter().take(so_many).enumerate();
    let points = places().flat_map(|(at, (lon, lat))| {
        [
            format!("4-P{at},智慧路径{at},fitness_path,free_open,smart,2020-05-01,{lon},{lat}"),
            format!("4-K{at},智慧公园{at},sports_park,free_open,smart,2022-05-01,{lon},{lat}"),
        ]
    });
    let trails = places().map(|(at, (lon, lat))| {
        let east = lon + 0.001;
        format!("4-T{at},4-T{at},智慧步道{at},trail,free_open,smart,2022-05-01,1,2,\"LINESTRING ({lon} {lat}, {east} {lat})\"")
    });
    let heading = "trail_id,external_id,name_zh,kind,access,programmes,opened_on,seq,width_m,wkt";
    vec![
        (What::Sites, lines("external_id,name_zh,kind,access,programmes,opened_on,lon,lat", points)),
        (What::Sites, lines(heading, trails)),
    ]
}
