//! Tasks 9-13: stations near people, the directory, instructors.

use super::places::{COMMUNITIES, SUBDISTRICTS, lines};
use super::{AtRisk, Case, Kept, Met, Missed, NoData, Nothing, OnTrack, Short, Tables};
use jiantu::registry::import::What;

pub const CASES: &[Case] = &[
    Case {
        task: 9,
        short: || near_people(2, 2),
        kept: || near_people(12, 90),
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-12-31", NoData),
            (Short, "2022-12-31", AtRisk),
            (Short, "2023-12-31", Missed),
            (Kept, "2022-12-31", OnTrack),
            (Kept, "2023-12-31", Met),
            (Kept, "2025-12-31", Met),
        ],
        never: None,
    },
    Case {
        task: 10,
        short: || vec![(What::Providers, directory(2))],
        kept: || vec![(What::Providers, directory(5))],
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-12-31", NoData),
            (Short, "2021-12-31", AtRisk),
            (Short, "2022-12-31", Missed),
            (Kept, "2021-12-31", OnTrack),
            (Kept, "2022-12-31", Met),
        ],
        never: None,
    },
    // Of 798,800 people in 2020, 805,573 in 2022, 814,027 in 2025.
    Case {
        task: 11,
        short: || vec![(What::Observations, instructors([2400, 2500, 3663]))],
        kept: || vec![(What::Observations, instructors([2400, 3100, 3664]))],
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
        task: 12,
        short: || vec![(What::Observations, halves("instructors_trained", [50, 149]))],
        kept: || vec![(What::Observations, halves("instructors_trained", [100, 100]))],
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-12-31", NoData),
            (Short, "2021-06-30", AtRisk),
            (Short, "2021-12-31", Missed),
            (Kept, "2021-06-30", OnTrack),
            (Kept, "2025-12-31", Met),
        ],
        never: None,
    },
    Case {
        task: 13,
        short: || vec![(What::Observations, halves("fitness_tested", [60, 239]))],
        kept: || vec![(What::Observations, halves("fitness_tested", [160, 140]))],
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-12-31", NoData),
            (Short, "2021-06-30", AtRisk),
            (Short, "2021-12-31", Missed),
            (Kept, "2021-06-30", OnTrack),
            (Kept, "2025-12-31", Met),
        ],
        never: None,
    },
];

/// Everybody lives in one place of each sub-district. One culture station, one fitness station and one staffed community there are
/// since 2020, so many of each since 2022.
fn near_people(subdistricts: usize, communities: usize) -> Tables {
    let people = SUBDISTRICTS
        .iter()
        .map(|place| format!("{},{},{},2020,每街道一点,resident", place.lon, place.lat, place.people));
    let since = |at: usize| if at == 0 { "2019-05-01" } else { "2022-03-01" };
    let stations = SUBDISTRICTS.iter().take(subdistricts).enumerate().flat_map(|(at, place)| {
        let (id, since, lon, lat) = (&place.id, since(at), place.lon, place.lat);
        [
            format!("9-C-{id},culture_station,文体站,{since},{id},true,,"),
            format!("9-F-{id},fitness_station,站点,{since},,,{lon},{lat}"),
        ]
    });
    let staff = COMMUNITIES.iter().take(communities).enumerate().map(|(at, id)| {
        let year = if at == 0 { 2020 } else { 2022 };
        format!("9-{id},sports_staff,{id},{year},1")
    });
    let heading = "external_id,kind,name_zh,founded_on,division,activity_room,lon,lat";
    vec![
        (What::Population, lines("lon,lat,population,year,vintage,base", people)),
        (What::Organisations, lines(heading, stations)),
        (What::Observations, lines("external_id,series,division,period,value", staff)),
    ]
}

/// The first two categories since 2020, the others since 2021.
fn directory(so_many: usize) -> String {
    let categories =
        ["health_exercise_expert", "pe_teacher", "social_instructor", "sports_organisation", "service_firm"];
    let rows = categories.into_iter().take(so_many).enumerate().map(|(at, category)| {
        format!("10-{category},{category},{category},{}", if at < 2 { "2020-01-01" } else { "2021-06-01" })
    });
    lines("external_id,category,name_zh,valid_from", rows)
}

/// In 2020, 2022 and 2025.
fn instructors(each: [u32; 3]) -> String {
    let years = [2020, 2022, 2025].into_iter().zip(each);
    lines(
        "external_id,series,period,value",
        years.map(|(year, value)| format!("11-{year},instructors,{year},{value}")),
    )
}

/// So many in the first half of each year, so many in the second.
fn halves(series: &str, [first, second]: [u32; 2]) -> String {
    let rows = (2021..=2025).flat_map(|year| {
        [
            format!("{series}-{year}-1,{series},{year}-01-01/{year}-06-30,{first}"),
            format!("{series}-{year}-2,{series},{year}-07-01/{year}-12-31,{second}"),
        ]
    });
    lines("external_id,series,period,value", rows)
}
