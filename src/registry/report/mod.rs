//! Reports of the plan: the scoreboard and the coverage of a day as workbook, document, page, JSON and CSV.
//!
//! Each part of a report is a file here. A part is told twice where paper asks for it: a sheet has every column,
//! a chapter those that fit a page.

/// Venue area per head.
mod area;
/// Which report.
mod asked;
/// How words and numbers are to be read.
mod definitions;
/// Each division.
mod divisions;
/// What a report tells of.
mod facts;
/// What is told of an obligation.
mod field;
/// Each group of tasks.
mod groups;
/// Sentences of metrics.
mod metrics;
/// As JSON.
mod object;
/// Frozen year-ends beside best knowledge.
mod reconciliation;
/// Values over the years.
mod series;
/// The first page.
mod summary;
/// As CSV.
mod table;
/// Units in words.
mod units;

pub use asked::{Form, Request};

use super::Registry;
use super::error::RegistryError;
use crate::domain::id::Seq;
use crate::formats::report::{Block, Cell, Report, Section, Words, write};
use facts::Facts;
use std::path::Path;

/// A report that is made.
pub struct Made {
    pub bytes: Vec<u8>,
    pub form: Form,
    /// For people: plan, day, division.
    pub file_name: String,
    /// The same in letters that every system takes.
    pub plain_name: String,
    /// Number of the log that it saw.
    pub seq: Seq,
}

impl Made {
    /// Writes it to a file, which is there when it is complete.
    ///
    /// # Errors
    /// The system refuses.
    pub fn save(&self, file: &Path) -> Result<(), RegistryError> {
        Ok(crate::formats::save(file, &self.bytes)?)
    }
}

impl Registry {
    /// The report that is asked for; the same question gives the same bytes as long as nothing changes and the day
    /// is the same.
    ///
    /// # Errors
    /// There is no plan, no such division, or the store fails.
    pub async fn plan_report(&self, request: &Request) -> Result<Made, RegistryError> {
        let facts = Facts::gather(self, request).await?;
        let language = request.language;
        let bytes = tokio::task::block_in_place(|| match request.form {
            Form::Xlsx => Ok(write::workbook(&workbook(&facts), language)?),
            Form::Docx => Ok(write::document(&document(&facts), language)?),
            Form::Html => Ok(write::page(&document(&facts), language)),
            Form::Csv => Ok(write::table(&table::obligations(&facts), language)?),
            Form::Json => object::written(&facts, language),
        })?;
        let ending = request.form.as_str();
        let day = facts.told.as_of;
        let (mut people, mut plain) =
            (facts.told.plan.name_zh.clone(), format!("plan-report-{}", facts.told.plan.id));
        if let Some(division) = &facts.division {
            people = format!("{people}-{}", division.name_zh);
            plain = format!("{plain}-{}", division.code);
        }
        Ok(Made {
            bytes,
            form: request.form,
            file_name: safe(&format!("{people}-执行情况-{day}.{ending}")),
            plain_name: ascii(&format!("{plain}-{day}.{ending}")),
            seq: Seq(facts.told.seq),
        })
    }
}

/// Every column on sheets.
fn workbook(facts: &Facts) -> Report {
    let mut sections = vec![summary::sheet(facts), charts(facts), area::sheet(facts)];
    sections.extend(groups(facts).map(|group| groups::sheet(facts, group)));
    sections.push(series::sheet(facts));
    sections.push(reconciliation::section(facts));
    sections.extend(divisions::sheets(facts));
    sections.push(definitions::section(facts));
    report(facts, sections)
}

/// All charts on a sheet of their own, with the numbers that they show.
fn charts(facts: &Facts) -> Section {
    let title = Words::new("图表", "Charts");
    let mut section = Section::new(title.clone(), title);
    section.push(Block::Chart(summary::states(facts)));
    area::charts(facts, &mut section);
    section
}

/// Chapters for paper, numbered.
fn document(facts: &Facts) -> Report {
    let mut sections = vec![summary::chapter(facts), area::chapter(facts)];
    sections.extend(groups(facts).map(|group| groups::chapter(facts, group)));
    sections.extend(divisions::chapter(facts));
    sections.push(reconciliation::section(facts));
    sections.push(definitions::section(facts));
    for (number, section) in (1..).zip(&mut sections) {
        let (zh, en) = (chinese(number), &section.title.en);
        section.title = Words::new(format!("{zh}、{}", section.title.zh), format!("{number} {en}"));
    }
    report(facts, sections)
}

/// The groups of which a task is told.
fn groups(facts: &Facts) -> impl Iterator<Item = &super::scoreboard::GroupTold> {
    facts.told.groups.iter().filter(|group| facts.tasks_of(&group.id).next().is_some())
}

fn report(facts: &Facts, sections: Vec<Section>) -> Report {
    let plan = &facts.told.plan;
    Report {
        title: title(facts),
        subtitle: Words::new(&plan.name_zh, &plan.name_en),
        basis: basis(facts),
        made_on: facts.made_on,
        marks: facts.marks.clone(),
        sections,
    }
}

fn title(facts: &Facts) -> Words {
    let of = &facts.whole;
    Words::new(
        format!("{}全民健身实施计划执行情况报告", of.zh),
        format!("{}: report on the public fitness plan", of.en),
    )
}

/// What every figure rests on, in a line.
fn basis(facts: &Facts) -> Words {
    let told = &facts.told;
    let (zh, en) = match &told.known_at {
        Some(instant) => (format!("按 {instant} 所知"), format!("as known at {instant}")),
        None => (format!("登记日志第 {} 号", told.seq), format!("log number {}", told.seq)),
    };
    let completeness = facts.coverage.rows.first().and_then(|row| row.completeness);
    let known = area::percent(completeness).words();
    let mut words = Words::new(
        format!(
            "截至 {}；{zh}；计数规则 {}；面积完整度 {}；制表 {}",
            told.as_of, told.rule_version, known.zh, facts.made_on
        ),
        format!(
            "as of {}; {en}; counting rules {}; areas known for {}; made on {}",
            told.as_of, told.rule_version, known.en, facts.made_on
        ),
    );
    if !facts.marks.is_empty() {
        words = Words::list([words, Cell::Marks(facts.marks.clone()).words()]);
    }
    words
}

/// 1 to 99 as headings have them.
fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match number {
        1..=9 => DIGITS[number].to_owned(),
        10..=19 => format!("十{}", DIGITS[number % 10]),
        20..=99 => format!("{}十{}", DIGITS[number / 10], DIGITS[number % 10]),
        other => other.to_string(),
    }
}

/// Without what a file's name can not have.
fn safe(name: &str) -> String {
    name.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect()
}

fn ascii(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_are_numbered_as_in_chinese_reports() {
        assert_eq!([1, 10, 12, 20, 21].map(chinese), ["一", "十", "十二", "二十", "二十一"]);
    }

    #[test]
    fn file_names_are_safe() {
        assert_eq!(safe("计划（2021-2025年）/a:b.xlsx"), "计划（2021-2025年）_a_b.xlsx");
        assert_eq!(ascii("plan-report-é \"x\".csv"), "plan-report-___x_.csv");
    }
}
