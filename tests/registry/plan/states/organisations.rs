//! Tasks 5-8: organisations, and what is reported of taking part.

use super::places::lines;
use super::{AtRisk, Case, Kept, Met, Missed, NoData, Nothing, OnTrack, Short};
use jiantu::registry::import::What;

pub const CASES: &[Case] = &[
    Case {
        task: 5,
        short: || vec![(What::Organisations, organisations([(10, 1), (60, 1), (200, 1)]))],
        kept: || vec![(What::Organisations, organisations([(10, 6), (60, 45), (200, 160)]))],
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
    // The associations are those of task 5.
    Case {
        task: 6,
        short: || vec![(What::Events, meets(|_, association| association == 0))],
        kept: || vec![(What::Events, meets(|year, association| association < 10 || year >= 2022))],
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-12-31", NoData),
            (Short, "2021-06-30", AtRisk),
            (Short, "2021-12-31", Missed),
            (Kept, "2021-06-30", OnTrack),
            (Kept, "2022-12-31", OnTrack),
            (Kept, "2025-12-31", Met),
        ],
        never: None,
    },
    Case {
        task: 7,
        short: || vec![(What::Observations, shares([(50.0, 62.0), (51.0, 63.0), (57.9, 70.0)]))],
        kept: || vec![(What::Observations, shares([(50.0, 62.0), (55.0, 66.0), (58.0, 70.0)]))],
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
        task: 8,
        short: || vec![(What::Observations, services(0))],
        kept: || vec![(What::Observations, services(2)), (What::Milestones, yearly_evidence())],
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2021-12-31", Missed),
            (Short, "2021-06-30", AtRisk),
            (Short, "2021-12-31", Missed),
            (Kept, "2021-06-30", OnTrack),
            (Kept, "2022-12-31", OnTrack),
            (Kept, "2025-12-31", Met),
        ],
        never: None,
    },
];

/// So many associations, clubs and stations since 2019, and so many more since 2022.
fn organisations(each: [(usize, usize); 3]) -> String {
    let kinds = ["association", "club", "fitness_station"];
    let rows = kinds.into_iter().zip(each).flat_map(|(kind, (first, more))| {
        (0..first + more).map(move |at| {
            let founded = if at < first { "2019-01-01" } else { "2022-03-01" };
            format!("{kind}-{at},{kind},{kind} {at},{founded}")
        })
    });
    lines("external_id,kind,name_zh,founded_on", rows)
}

/// A sizeable event on 10 May of each year by each of the sixteen associations that holds one.
fn meets(holds: fn(i16, usize) -> bool) -> String {
    let rows = (2021..=2025).flat_map(|year| {
        (0..16)
            .filter(move |at| holds(year, *at))
            .map(move |at| format!("6-{year}-{at},大型活动,{year}-05-10,association_major,association-{at}"))
    });
    lines("external_id,name_zh,starts_on,tags,organiser", rows)
}

/// Regular and weekly participation in 2020, 2022 and 2025.
fn shares(each: [(f64, f64); 3]) -> String {
    let rows = [2020, 2022, 2025].into_iter().zip(each).flat_map(|(year, (regular, weekly))| {
        [("regular_participation", regular), ("weekly_participation", weekly)]
            .map(|(series, value)| format!("7-{series}-{year},{series},{year},{value},percent,1200,入户问卷"))
    });
    lines("external_id,series,period,value,unit,sample_size,method", rows)
}

fn services(so_many: u8) -> String {
    let rows = (2021..=2025).map(|year| format!("8-{year},online_services,{year}-Q1,{so_many}"));
    lines("external_id,series,period,value", rows)
}

fn yearly_evidence() -> String {
    let rows = (2021..=2025).map(|year| {
        format!("8-M{year},8,online_services,{year}-03-15,总结,总结文本,accepted,{year}-04-01,区体育局")
    });
    lines("external_id,task,milestone,date,title_zh,evidence_text,acceptance,decided_on,decided_by", rows)
}
