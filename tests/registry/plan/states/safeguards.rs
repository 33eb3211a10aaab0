//! Tasks 25-28: meetings, money, parties, evaluation.

use super::places::lines;
use super::{AtRisk, Case, Kept, Met, Missed, Nature, NoData, Nothing, OnTrack, Short};
use jiantu::registry::import::What;

pub const CASES: &[Case] = &[
    Case {
        task: 25,
        short: || vec![(What::Milestones, mechanism("rejected", &[]))],
        kept: || vec![(What::Milestones, mechanism("accepted", &[2021, 2022, 2023, 2024, 2025]))],
        seen: &[
            (Nothing, "2021-06-30", OnTrack),
            (Nothing, "2021-11-30", AtRisk),
            (Nothing, "2021-12-31", Missed),
            (Short, "2021-12-31", Missed),
            (Kept, "2021-12-31", OnTrack),
            (Kept, "2025-12-31", Met),
        ],
        never: Some((NoData, Nature::Milestones)),
    },
    Case {
        task: 26,
        short: || vec![(What::Observations, first_quarters(0.9, 1.05))],
        kept: || vec![(What::Observations, accounts(1.10, 1.05))],
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-12-31", NoData),
            (Short, "2021-06-30", AtRisk),
            (Short, "2021-12-31", Missed),
            (Kept, "2021-06-30", NoData),
            (Kept, "2021-12-31", OnTrack),
            (Kept, "2025-12-31", Met),
        ],
        never: None,
    },
    Case {
        task: 27,
        short: || vec![(What::Sites, sites("浑南区政府")), (What::Observations, capital())],
        kept: || vec![(What::Sites, sites("浑南区体育总会")), (What::Observations, capital())],
        seen: &[
            (Nothing, "2021-06-30", NoData),
            (Nothing, "2025-12-31", NoData),
            (Short, "2021-12-31", AtRisk),
            (Short, "2025-12-31", Missed),
            (Kept, "2021-12-31", OnTrack),
            (Kept, "2025-12-31", Met),
        ],
        never: None,
    },
    Case {
        task: 28,
        short: || vec![(What::Observations, surveys([100, 120, 299]))],
        kept: || vec![(What::Observations, surveys([100, 200, 300])), (What::Milestones, REVIEW.to_owned())],
        seen: &[
            (Nothing, "2021-12-31", NoData),
            (Nothing, "2025-06-30", AtRisk),
            (Nothing, "2025-12-31", Missed),
            (Short, "2022-12-31", AtRisk),
            (Short, "2025-12-31", Missed),
            (Kept, "2022-12-31", OnTrack),
            (Kept, "2024-12-31", Met),
            (Kept, "2025-12-31", Met),
        ],
        never: None,
    },
];

/// The mechanism, founded in May 2021, and a meeting in March of each of the years.
fn mechanism(acceptance: &str, years: &[i16]) -> String {
    let founded =
        format!("25-F,25,meeting_mechanism,2021-05-01,建立机制,文件,{acceptance},2021-06-01,区体育局");
    let meetings = years.iter().map(|year| {
        format!("25-{year},25,fitness_meeting,{year}-03-01,会议,纪要,accepted,{year}-03-10,区体育局")
    });
    lines(
        "external_id,task,milestone,date,title_zh,evidence_text,acceptance,decided_on,decided_by",
        std::iter::once(founded).chain(meetings),
    )
}

/// What is planned, budgeted, spent and kept up every year, and the district's product; each growing by its factor.
fn accounts(budget: f64, product: f64) -> String {
    let series = [
        ("fitness_budget", budget),
        ("fitness_investment_plan", budget),
        ("fitness_spending", budget),
        ("fitness_upkeep", budget),
        ("district_gdp", product),
    ];
    let rows = (2020..=2025).zip(0..).flat_map(|(year, times)| {
        series.map(|(series, factor)| {
            format!("26-{series}-{year},{series},{year},{}", 1000.0 * factor.powi(times))
        })
    });
    lines("external_id,series,period,value", rows)
}

/// Budget and product of the first quarters of two years.
fn first_quarters(budget: f64, product: f64) -> String {
    let rows =
        [("fitness_budget", budget), ("district_gdp", product)].into_iter().flat_map(|(series, factor)| {
            [
                format!("26-{series}-2020,{series},2020-Q1,1000"),
                format!("26-{series}-2021,{series},2021-Q1,{}", 1000.0 * factor),
            ]
        });
    lines("external_id,series,period,value", rows)
}

/// One site of the government and one of an association since 2019, and one of a funder since 2021.
fn sites(funder: &str) -> String {
    let rows = [("浑南区政府", "2019-05-01"), ("浑南区篮球协会", "2019-05-01"), (funder, "2021-05-01")];
    let rows = rows.iter().zip(0_u8..).map(|((funder, opened), at)| {
        format!("27-{at},球场 {at},basketball,free_open,{funder},{opened},123.4{at},41.72")
    });
    lines("external_id,name_zh,kind,access,funder,opened_on,lon,lat", rows)
}

fn capital() -> String {
    let rows = (2021..=2025).map(|year| format!("27-{year},social_capital,{year},500000"));
    lines("external_id,series,period,value", rows)
}

/// People asked in 2021, 2022 and 2024.
fn surveys(each: [u16; 3]) -> String {
    let rows = [2021, 2022, 2024]
        .into_iter()
        .zip(each)
        .map(|(year, asked)| format!("28-{year},satisfaction,{year},85,points,{asked},电话"));
    lines("external_id,series,period,value,unit,sample_size,method", rows)
}

const REVIEW: &str = "\
external_id,task,milestone,date,title_zh,evidence_text,acceptance,decided_on,decided_by
28-R,28,third_party_review,2024-09-01,第三方评估,报告,accepted,2024-10-01,区体育局
";
