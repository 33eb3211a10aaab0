//! Tasks 14-20: pupils, ethnic villages, the elderly, disabled people, workers.

use super::places::lines;
use super::{AtRisk, Case, Kept, Met, Missed, Nature, NoData, Nothing, OnTrack, Short, Tables};
use jiantu::registry::import::What;

pub const CASES: &[Case] = &[
    Case {
        task: 14,
        short: || vec![(What::Observations, schools([60, 62, 99]))],
        kept: || vec![(What::Observations, schools([60, 80, 100]))],
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
        task: 15,
        short: || villages(&[("fitness_path", "2021-05-01", 0)]),
        kept: || {
            let both = |kind| [(kind, "2021-05-01", 0), (kind, "2024-05-01", 1)];
            villages(&[both("fitness_path"), both("multi_court")].concat())
        },
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
        task: 16,
        short: || vec![(What::Events, another("16"))],
        kept: || vec![(What::Events, tagged("16", "ethnic", 2022))],
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-12-31", NoData),
            (Short, "2021-12-31", AtRisk),
            (Short, "2025-12-31", Missed),
            (Kept, "2022-12-31", Met),
            (Kept, "2025-12-31", Met),
        ],
        never: Some((OnTrack, Nature::OneToBeCounted)),
    },
    Case {
        task: 17,
        short: || institutions(17, ["elderly_care", "elderly_care"], "general"),
        kept: || institutions(17, ["elderly_care", "elderly_care"], "elderly"),
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
        task: 18,
        short: || vec![(What::Observations, trained(0)), (What::Events, another("18"))],
        kept: || {
            let events = (2021..=2025).map(|year| format!("18-{year},助残活动,{year}-02-02,disability"));
            let events = lines("external_id,name_zh,starts_on,tags", events);
            vec![(What::Observations, trained(1)), (What::Events, events)]
        },
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
        task: 19,
        short: || institutions(19, ["disability_rehabilitation", "elderly_care_centre"], "general"),
        kept: || institutions(19, ["disability_rehabilitation", "elderly_care_centre"], "rehabilitation"),
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
        task: 20,
        short: || vec![(What::Events, another("20"))],
        kept: || vec![(What::Events, tagged("20", "workers", 2021))],
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-12-31", NoData),
            (Short, "2021-06-30", AtRisk),
            (Short, "2022-12-31", Missed),
            (Kept, "2021-12-31", Met),
            (Kept, "2022-12-31", Met),
        ],
        never: Some((OnTrack, Nature::OneToBeCounted)),
    },
];

/// Percent of the schools in 2020, 2022 and 2025.
fn schools(each: [u8; 3]) -> String {
    let years = [2020, 2022, 2025].into_iter().zip(each);
    let rows = years.map(|(year, value)| format!("14-{year},schools_both_hours,{year},{value},percent"));
    lines("external_id,series,period,value,unit", rows)
}

/// The two ethnic villages.
const VILLAGES: [(f64, f64); 2] = [(123.50895, 41.72823), (123.51688, 41.71872)];

/// Sites of a kind since a day in one of the villages; and a court far from both since 2019.
fn villages(sites: &[(&str, &str, usize)]) -> Tables {
    let far = "15-far,远处球场,basketball,free_open,2019-05-01,123.435,41.735".to_owned();
    let near = sites.iter().map(|(kind, opened, at)| {
        let (lon, lat) = VILLAGES[*at];
        format!("15-{kind}-{at},{kind} {at},{kind},free_open,{opened},{lon},{lat}")
    });
    let heading = "external_id,name_zh,kind,access,opened_on,lon,lat";
    vec![(What::Sites, lines(heading, std::iter::once(far).chain(near)))]
}

/// Two institutions, each with a site beside it: a piece for the group stands at the first from 2021, at the second from 2024;
/// a piece for all stood at both before.
fn institutions(task: u8, kinds: [&str; 2], group: &str) -> Tables {
    let lat = |at: usize| 41.735 + f64::from(task) * 0.0001 + if at == 0 { 0.0 } else { 0.003 };
    let both = || kinds.into_iter().enumerate();
    let homes = both()
        .map(|(at, kind)| format!("{task}-I{at},{kind},机构 {task} {at},2015-01-01,123.430,{}", lat(at)));
    let sites = both().map(|(at, _)| {
        format!("{task}-S{at},健身角 {task} {at},fitness_path,free_open,2019-01-01,123.4305,{}", lat(at))
    });
    let pieces = both().flat_map(|(at, _)| {
        let since = ["2021-05-01", "2024-05-01"][at];
        [
            format!("{task}-P{at},{task}-S{at},walker,general,2019-05-01"),
            format!("{task}-Q{at},{task}-S{at},walker,{group},{since}"),
        ]
    });
    vec![
        (What::Institutions, lines("external_id,kind,name_zh,opened_on,lon,lat", homes)),
        (What::Sites, lines("external_id,name_zh,kind,access,opened_on,lon,lat", sites)),
        (What::Equipment, lines("external_id,site,kind,target_group,installed_on", pieces)),
    ]
}

fn trained(so_many: u8) -> String {
    let rows =
        (2021..=2025).map(|year| format!("18-{year},disability_instructors_trained,{year}-Q1,{so_many}"));
    lines("external_id,series,period,value", rows)
}

/// One event with a tag, on 8 August.
fn tagged(id: &str, tag: &str, year: i16) -> String {
    format!("external_id,name_zh,starts_on,tags\n{id}-E,{tag},{year}-08-08,{tag}\n")
}

/// One event that nobody asks for here.
fn another(id: &str) -> String {
    format!("external_id,name_zh,starts_on,tags\n{id}-A,群众活动,2021-03-01,mass\n")
}
