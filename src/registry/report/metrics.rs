//! How each metric is computed, in a sentence.

use crate::formats::report::Words;

/// What a metric counts; one without a sentence is named by itself.
pub fn words(name: &str) -> Words {
    match METRICS.iter().find(|(metric, ..)| *metric == name) {
        Some((_, zh, en)) => Words::new(*zh, *en),
        None => Words::same(name),
    }
}

const METRICS: &[(&str, &str, &str)] = &[
    (
        "site_stage",
        "该级该类场地的最高阶段：0 无，1 规划，2 在建，3 在用",
        "furthest stage of a site of this kind and level: 0 none, 1 planned, 2 under construction, 3 operating",
    ),
    (
        "area_per_head",
        "计入的场地面积（m²）除以年末常住人口；按未四舍五入的数与目标比较",
        "counted venue area in m² over residents at the year's end; compared unrounded",
    ),
    (
        "site_count_growth",
        "年末场地数减去一年前（或基期）的场地数",
        "sites at the year's end less those a year before (or of the base)",
    ),
    (
        "equipment_count_growth",
        "年末在位器材件数减去一年前（或基期）的件数",
        "pieces in place at the year's end less those a year before (or of the base)",
    ),
    (
        "area_gini_change",
        "各区划人均面积的基尼系数（按人口加权）减去基期值；下降表示更均衡",
        "Gini coefficient of area per head over divisions, by people, less its base value; falling is more even",
    ),
    (
        "cluster_matrix",
        "集群 × 设施类别中已有设施的格数；设施位于集群范围内（全部或部分）即计",
        "filled cells of clusters x facilities; what lies in a cluster's outline, wholly or in part, counts",
    ),
    ("organisation_count", "当日存续的该类组织数", "organisations of the kind that exist on the day"),
    (
        "share_of_organisations_with_events",
        "当年举办了足够赛事的组织所占比例",
        "share of organisations with enough events in the year",
    ),
    (
        "observation",
        "截至当日最新的填报值（其期间已结束）；缺少所需样本量或方法的不计",
        "the newest reported value whose period is over; one that lacks the sample size or method needed is none",
    ),
    ("observation_sum", "当年填报值之和", "sum of the reported values of the year"),
    ("observation_per_head", "最新填报值除以人口", "the newest reported value over the population"),
    (
        "observation_recorded",
        "当年各项均有填报为 1，否则无数据",
        "1 when every series has a value for the year, else no data",
    ),
    (
        "observation_growth_less_reference",
        "填报值的年增长率减去参照值的年增长率（百分点）",
        "yearly growth of a series less that of its reference, percentage points",
    ),
    ("observation_sample", "最新调查的样本量", "sample size of the newest survey"),
    (
        "milestone",
        "期限内（逐年的在当年内）经认定的佐证材料",
        "accepted evidence dated in time (of yearly ones in the year)",
    ),
    ("divisions_with_organisation", "有该类组织的区划数", "divisions that have an organisation of the kind"),
    (
        "divisions_with_observation",
        "最新填报值达到下限的区划数",
        "divisions whose newest reported value reaches a least one",
    ),
    (
        "population_within_reach",
        "在给定时间内可到达站点的常住人口比例；方式、速度与人口依据见该项“依据”",
        "share of residents within reach of a station; way, speed and basis of people are told with the value",
    ),
    ("provider_categories", "名录中有足够条目的类别数", "categories of the directory with enough entries"),
    (
        "flagged_division_facilities",
        "具备全部设施类别的（民族、农村等）区划所占比例",
        "share of flagged divisions (ethnic, rural) that have every facility class",
    ),
    (
        "event_count",
        "已结束的此类赛事活动场数（逐年的为当年，其余自计划开始）",
        "events with the tag that are over (of the year, or since the plan began)",
    ),
    (
        "institutions_with_equipment",
        "范围内有适用且完好器材的机构所占比例",
        "share of institutions with a working piece for the group within reach",
    ),
    (
        "brand_series_editions",
        "当年举办届数足够的品牌赛事数",
        "brand series with enough editions in the year",
    ),
    (
        "site_share_change",
        "社会与市场主体的场地（或面积）占比减去基期值（百分点）",
        "share of sites or area by class of party less its base value, percentage points",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::metric;

    #[test]
    fn every_metric_has_its_sentence() {
        for metric in metric::METRICS {
            let words = words(metric.name);
            assert_ne!(words, Words::same(metric.name), "{}", metric.name);
            assert!(words.zh != words.en && !words.en.is_empty(), "{}", metric.name);
        }
        assert_eq!(METRICS.len(), metric::METRICS.len());
    }
}
