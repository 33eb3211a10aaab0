//! How the words and numbers of a report are to be read.

use super::facts::Facts;
use super::field::source;
use super::{metrics, units};
use crate::domain::plan::{Comparator, Source, State};
use crate::formats::report::{Block, Cell, Column, Mark, Section, Table, Words};
use serde::Serialize;
use std::collections::BTreeSet;

/// A word and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// `state`, `reading`, `mark`, `source`, `comparator`, `unit`, `metric`.
    pub sort: &'static str,
    /// As it stands in answers.
    pub word: String,
    pub name_zh: String,
    pub name_en: String,
    pub meaning_zh: String,
    pub meaning_en: String,
}

/// All that the report uses.
pub fn all(facts: &Facts) -> Vec<Definition> {
    let mut all: Vec<Definition> = STATES
        .iter()
        .map(|(state, meaning)| {
            define("state", state.as_str(), Cell::State(Some(*state)).words(), both(meaning))
        })
        .collect();
    all.push(define("state", "null", Cell::State(None).words(), both(&NOT_BEGUN)));
    all.extend(
        READINGS.iter().map(|(word, name, meaning)| define("reading", word, both(name), both(meaning))),
    );
    all.extend(
        MARKS.iter().map(|(mark, meaning)| define("mark", mark.as_str(), mark.words(), both(meaning))),
    );
    all.extend(
        Source::ALL
            .iter()
            .map(|one| define("source", one.as_str(), Words::new(one.zh(), one.as_str()), source(*one))),
    );
    all.extend(Comparator::ALL.iter().map(|one| {
        let (sign, meaning) = compared(*one);
        define("comparator", one.as_str(), Words::same(sign), meaning)
    }));
    let rows = || facts.told.tasks.iter().flat_map(|task| &task.indicators);
    let used: BTreeSet<&str> = rows().map(|row| row.unit.as_str()).collect();
    all.extend(used.into_iter().map(|unit| define("unit", unit, units::words(unit), units::meaning(unit))));
    let used: BTreeSet<&str> = rows().map(|row| row.metric).collect();
    all.extend(used.into_iter().map(|metric| {
        let mut names: Vec<Words> = Vec::new();
        for row in rows().filter(|row| row.metric == metric) {
            let name = Words::new(&row.name_zh, &row.name_en);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        define("metric", metric, Words::list(names), metrics::words(metric))
    }));
    all
}

/// As a sheet or chapter.
pub fn section(facts: &Facts) -> Section {
    let title = Words::new("定义与说明", "Definitions");
    let mut section = Section::new(title, Words::new("定义", "Definitions"));
    let all = all(facts);
    for (sort, zh, en) in SORTS {
        let title = Words::new(*zh, *en);
        let mut table = Table::new(vec![
            Column::new("词", "word", 44.0),
            Column::new("代码", "code", 32.0),
            Column::new("含义", "meaning", 90.0),
        ])
        .titled(title);
        for one in all.iter().filter(|one| one.sort == *sort) {
            table.push(vec![
                Cell::text(&one.name_zh, &one.name_en),
                Cell::same(&one.word),
                Cell::text(&one.meaning_zh, &one.meaning_en),
            ]);
        }
        section.push(Block::Table(table));
    }
    section
}

type Both = (&'static str, &'static str);

fn both(of: &Both) -> Words {
    Words::new(of.0, of.1)
}

fn define(sort: &'static str, word: &str, name: Words, meaning: Words) -> Definition {
    Definition {
        sort,
        word: word.to_owned(),
        name_zh: name.zh,
        name_en: name.en,
        meaning_zh: meaning.zh,
        meaning_en: meaning.en,
    }
}

/// In which order they are told.
const SORTS: &[(&str, &str, &str)] = &[
    ("state", "状态", "States"),
    ("reading", "怎样读数", "How figures are read"),
    ("mark", "标记", "Marks"),
    ("source", "数值来源", "Sources of values"),
    ("comparator", "比较", "Comparisons"),
    ("unit", "单位", "Units"),
    ("metric", "指标算法", "How indicators are computed"),
];

const STATES: &[(State, Both)] = &[
    (
        State::Met,
        (
            "到期日未四舍五入的数值达到目标；累计数（赛事、合计、佐证）一达到即算",
            "on the deadline the unrounded value reaches the target; what is counted up (events, sums, evidence) as soon as it does",
        ),
    ),
    (
        State::OnTrack,
        (
            "未到期：从基期值（或首个已知值）到最新值的直线，到期时能达到目标",
            "before the deadline: the straight line from the base (or first known) value through the newest reaches the target by then",
        ),
    ),
    (
        State::AtRisk,
        (
            "未到期：该直线达不到目标，或已知数值不足两个；里程碑已到时间的最后四分之一",
            "before the deadline: the line falls short, or fewer than two values are known; a milestone in the last quarter of its time",
        ),
    ),
    (State::Missed, ("到期日没有达到目标", "on the deadline the target was not reached")),
    (
        State::NoData,
        (
            "数值无人知道，到期前后都一样；不是零",
            "nobody knows the value, before the deadline or after; it is not zero",
        ),
    ),
];

const NOT_BEGUN: Both =
    ("该义务的时间尚未开始，没有状态", "the time of the obligation has not begun: it has no state");

const MARKS: &[(Mark, Both)] = &[
    (
        Mark::Demonstration,
        (
            "数值含虚构的演示数据，不是真实登记",
            "the value contains invented demonstration data, no real records",
        ),
    ),
    (
        Mark::Estimate,
        (
            "数值以估计（如推算的人口）为依据，并非公布数",
            "the value rests on an estimate (such as a computed population), not on a published figure",
        ),
    ),
    (
        Mark::Schematic,
        ("边界仅为示意，不可量算", "the boundary only tells the neighbourhood and must not be measured"),
    ),
];

const READINGS: &[(&str, Both, Both)] = &[
    (
        "as_of",
        ("截至", "as of"),
        (
            "按该日的事实，依目前（或“按何时所知”之时）的全部登记；街道与集群边界取现时的",
            "the facts of that day, by all that is recorded now (or by the instant of \"known at\"); streets and clusters are those of now",
        ),
    ),
    (
        "value",
        ("数值", "value"),
        (
            "期限前为所看之日的值，期限后为期限日的值；目标按未四舍五入的数比较，书写的位数足以表明结论",
            "that of the day looked at, after the deadline that of the deadline; it is compared unrounded, and written with as many places as tell the verdict",
        ),
    ),
    (
        "gap",
        ("差距", "gap"),
        (
            "距目标所缺；已达到为 0，数值未知为无数据",
            "what is missing to the target; 0 where it is reached, no data where the value is not known",
        ),
    ),
    (
        "roll_up",
        ("任务状态", "state of a task"),
        (
            "取其参与判定的义务中最差者：未完成、有风险、无数据、按进度、已完成；同时列出“完成/应完成”",
            "the worst of its deciding obligations: missed, at risk, no data, on track, met; \"met / of\" stands beside it",
        ),
    ),
    (
        "our_reading",
        ("本系统理解", "our reading"),
        (
            "计划原文未给数值或日期，由本系统解释，可在计划文件中修改",
            "the plan prints no such number or day; it is interpreted here, and can be changed in the plan's file",
        ),
    ),
    (
        "declared",
        ("申报状态", "declared state"),
        (
            "责任单位所报，与数据得出的状态并列，互不覆盖",
            "what the responsible body says; it stands beside the state by data, and neither overrules the other",
        ),
    ),
    (
        "completeness",
        ("数据完整度", "completeness"),
        (
            "应有面积的场地中面积已知的比例；未知面积不按零计，因此完整度低时面积偏小",
            "of the sites that should have an area the share whose area is known; an unknown area is left out, so a low share means that the area is larger than told",
        ),
    ),
    ("no_data", ("无数据", "no data"), ("没有登记，不是零", "nobody recorded it; it is not zero")),
    (
        "forecast",
        ("到期预测", "forecast"),
        (
            "已知数值的最小二乘直线在期限日的值，及新值十有九次落入的区间；仅供判断",
            "the line of least squares through the known values on the deadline, with the interval that holds a new value nine times in ten; a help to judge, no promise",
        ),
    ),
    (
        "pace",
        ("每年需增", "pace needed"),
        (
            "从最新值起每年需变化多少，才能在期限日达到目标",
            "change a year from the newest value that reaches the target by the deadline",
        ),
    ),
];

/// Sign and words of a comparison.
pub fn compared(comparator: Comparator) -> (&'static str, Words) {
    match comparator {
        Comparator::AtLeast => ("≥", Words::new("不少于目标", "at least the target")),
        Comparator::MoreThan => (">", Words::new("多于目标", "more than the target")),
        Comparator::AtMost => ("≤", Words::new("不多于目标", "at most the target")),
        Comparator::LessThan => ("<", Words::new("少于目标", "less than the target")),
        Comparator::Equal => ("=", Words::new("等于目标", "equal to the target")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_and_every_mark_is_defined() {
        let states: BTreeSet<&str> = STATES.iter().map(|(state, _)| state.as_str()).collect();
        assert_eq!(states, State::ALL.iter().map(|state| state.as_str()).collect());
        let marks: Vec<Mark> = MARKS.iter().map(|(mark, _)| *mark).collect();
        assert_eq!(marks, Mark::ALL);
    }
}
