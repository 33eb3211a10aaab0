//! Turns the written file into a plan and collects all defects.

use super::params;
use super::place::Places;
use super::written::{self, File};
use crate::domain::plan::{
    Body, BodyKind, Cadence, Comparator, Deadline, Expand, Group, Indicator, PartyClass, Period, Plan,
    Source, State, Task,
};
use crate::registry::error::RegistryError;
use jiff::civil::Date;
use std::collections::BTreeSet;
use toml::Spanned;

/// Checks everything, so that a writer of a plan sees all defects at once.
pub fn plan(file: &File, places: Places<'_>) -> Result<Plan, RegistryError> {
    let mut checker = Checker { file, places, starts: None, ends: None, base_date: None };
    let plan = checker.plan();
    let defects = checker.places.into_defects();
    match plan {
        Some(plan) if defects.is_empty() => Ok(plan),
        _ => Err(RegistryError::Invalid(defects)),
    }
}

struct Checker<'a> {
    file: &'a File,
    places: Places<'a>,
    starts: Option<Date>,
    ends: Option<Date>,
    base_date: Option<Date>,
}

impl Checker<'_> {
    /// `None` only after a defect was noted.
    fn plan(&mut self) -> Option<Plan> {
        let file = self.file;
        let heading = &file.plan;
        self.starts = self.date(&heading.starts);
        self.ends = self.date(&heading.ends);
        self.base_date = self.date(&heading.base_date);
        self.heading();
        self.unique(file.groups.iter().map(|g| &g.id), "group");
        self.unique(file.bodies.iter().flat_map(|b| std::iter::once(&b.name).chain(&b.aliases)), "body");
        self.unique(file.party_classes.iter().map(|c| &c.id), "party_class");
        self.unique(file.tasks.iter().flat_map(|t| &t.indicators).map(|i| &i.id), "indicator");
        params::described(&file.metrics, &mut self.places);
        let bodies: Option<Vec<Body>> = all(file.bodies.iter().map(|body| self.body(body)));
        self.numbers();
        let tasks = all(file.tasks.iter().map(|task| self.task(task)));
        Some(Plan {
            id: heading.id.clone(),
            name_zh: heading.name_zh.clone(),
            name_en: heading.name_en.clone(),
            district: heading.district.clone(),
            starts: self.starts?,
            ends: self.ends?,
            base_date: self.base_date?,
            deadline_reading_is_ours: heading.deadline_reading_is_ours,
            source: heading.source.clone(),
            source_mark: heading.source_mark.clone(),
            groups: file.groups.iter().map(group).collect(),
            bodies: bodies?,
            party_classes: file.party_classes.iter().map(party_class).collect(),
            tasks: tasks?,
        })
    }

    fn heading(&mut self) {
        let heading = &self.file.plan;
        if let (Some(starts), Some(ends)) = (self.starts, self.ends)
            && ends <= starts
        {
            self.places.wrong(
                &heading.ends,
                "ends_before_start",
                "结束日期早于开始日期",
                "the plan ends before it starts",
            );
        }
        let states: Vec<&str> = heading.states.iter().map(|s| s.get_ref().as_str()).collect();
        let known: Vec<&str> = State::ALL.iter().map(|s| s.as_str()).collect();
        if let Some(first) = heading.states.first()
            && states != known
        {
            let known = known.join(", ");
            let (zh, en) = (format!("状态应依次为 {known}"), format!("states must be, worst first: {known}"));
            self.places.wrong(first, "unknown_states", zh, en);
        }
    }

    fn numbers(&mut self) {
        let file = self.file;
        for (expected, task) in (1..).zip(&file.tasks) {
            let number = *task.number.get_ref();
            if usize::from(number) != expected {
                let (zh, en) = (
                    format!("任务编号应为 {expected}"),
                    format!("this task must have the number {expected}"),
                );
                self.places.wrong(&task.number, "number_out_of_sequence", zh, en);
            }
        }
        let (promised, found) = (*file.plan.tasks.get_ref(), file.tasks.len());
        if promised != found {
            let (zh, en) = (
                format!("应有 {promised} 项任务，实有 {found} 项"),
                format!("{promised} tasks promised, {found} found"),
            );
            self.places.wrong(&file.plan.tasks, "wrong_task_count", zh, en);
        }
    }

    fn body(&mut self, body: &written::Body) -> Option<Body> {
        let kind = self.word(&body.kind, BodyKind::parse, words(BodyKind::ALL, BodyKind::as_str))?;
        Some(Body {
            name: body.name.get_ref().clone(),
            name_en: body.name_en.clone(),
            kind,
            aliases: texts(&body.aliases),
            alias_note_en: body.alias_note_en.clone(),
        })
    }

    fn task(&mut self, task: &written::Task) -> Option<Task> {
        let group = task.group.get_ref();
        if !self.file.groups.iter().any(|g| g.id.get_ref() == group) {
            self.places.wrong(
                &task.group,
                "unknown_group",
                format!("没有这个分组：{group}"),
                format!("no such group: {group}"),
            );
        }
        if task.title_zh.get_ref().trim().is_empty() {
            self.places.wrong(&task.title_zh, "empty", "任务标题为空", "the task has no title");
        }
        if task.lead.get_ref().is_empty() {
            self.places.wrong(&task.lead, "no_lead", "任务没有牵头单位", "nobody leads this task");
        }
        self.bodies_of(task);
        if task.indicators.is_empty() {
            let number = task.number.get_ref();
            self.places.wrong(
                &task.number,
                "no_indicator",
                format!("任务 {number} 没有指标"),
                format!("task {number} has no indicator"),
            );
        }
        let cadence = self.word(&task.cadence, Cadence::parse, words(Cadence::ALL, Cadence::as_str));
        let expand = self.word(&task.expand, Expand::parse, words(Expand::ALL, Expand::as_str));
        let deadline = self.deadline(task, cadence);
        let indicators = all(task.indicators.iter().map(|indicator| self.indicator(indicator)));
        Some(Task {
            number: *task.number.get_ref(),
            group: group.clone(),
            title_zh: task.title_zh.get_ref().clone(),
            title_en: task.title_en.clone(),
            deadline: deadline?,
            cadence: cadence?,
            expand: expand?,
            lead: texts(task.lead.get_ref()),
            supporting: texts(&task.supporting),
            related_subdistricts: task.related_subdistricts.clone(),
            related_is_our_reading: task.related_is_our_reading,
            indicators: indicators?,
        })
    }

    fn bodies_of(&mut self, task: &written::Task) {
        let file = self.file;
        for name in task.lead.get_ref().iter().chain(&task.supporting) {
            let is_called = |b: &&written::Body| {
                std::iter::once(&b.name).chain(&b.aliases).any(|n| n.get_ref() == name.get_ref())
            };
            let Some(body) = file.bodies.iter().find(is_called) else {
                let name_is = name.get_ref();
                let zh = format!("没有这个单位：{name_is}；请在 [[body]] 中加入它或其别名");
                let en = format!("no such body: {name_is}; add it or its alias to [[body]]");
                self.places.wrong(name, "unknown_body", zh, en);
                continue;
            };
            let named = body.kind.get_ref() == BodyKind::NamedSubdistricts.as_str();
            if named && task.related_subdistricts.is_empty() {
                let zh = "“相关街道”须用 related_subdistricts 列出";
                self.places.wrong(
                    name,
                    "no_related_subdistricts",
                    zh,
                    "name the sub-districts concerned in related_subdistricts",
                );
            }
        }
    }

    fn deadline(&mut self, task: &written::Task, cadence: Option<Cadence>) -> Option<Deadline> {
        let written = &task.deadline;
        let text = written.text.get_ref();
        if text.trim().is_empty() {
            self.places.wrong(&written.text, "empty", "期限原文为空", "the deadline's printed text is empty");
        }
        // "Every year" and a single obligation contradict each other.
        if text == "每年" && cadence == Some(Cadence::Once) {
            self.places.wrong(
                &task.cadence,
                "cadence_contradicts",
                "期限为“每年”，cadence 应为 yearly",
                "the deadline says every year: cadence must be yearly",
            );
        }
        let read_as = self.date(&written.read_as)?;
        if self.starts.is_some_and(|starts| read_as < starts) || self.ends.is_some_and(|ends| read_as > ends)
        {
            self.places.wrong(
                &written.read_as,
                "outside_plan",
                "期限不在规划期内",
                "the deadline lies outside the plan's years",
            );
        }
        let strict = match &written.strict {
            Some(strict) => Some(self.date(strict)?),
            None => None,
        };
        if let (Some(day), Some(place)) = (strict, &written.strict)
            && day >= read_as
        {
            self.places.wrong(
                place,
                "strict_not_stricter",
                "strict 应早于 read_as",
                "strict must be earlier than read_as",
            );
        }
        Some(Deadline { text: text.clone(), read_as, strict })
    }

    fn indicator(&mut self, indicator: &written::Indicator) -> Option<Indicator> {
        let target = *indicator.target.get_ref();
        if !target.is_finite() {
            self.places.wrong(
                &indicator.target,
                "not_a_number",
                "目标值不是有限的数",
                "the target is no finite number",
            );
        }
        let levels = indicator.scope.get_ref();
        if levels.is_empty() || levels.iter().any(|level| level.get_ref().trim().is_empty()) {
            self.places.wrong(
                &indicator.scope,
                "no_scope",
                "scope 至少要有一个层级",
                "scope needs at least one level",
            );
        }
        let comparator =
            self.word(&indicator.comparator, Comparator::parse, words(Comparator::ALL, Comparator::as_str));
        let source = self.word(&indicator.source, Source::parse, words(Source::ALL, Source::as_str));
        let period = self.word(&indicator.period, Period::parse, words(Period::ALL, Period::as_str));
        let base_date = match &indicator.base_date {
            Some(base) => self.date(base),
            None => self.base_date,
        };
        let metric = params::metric(indicator, &mut self.places);
        let (metric, params) = metric?;
        Some(Indicator {
            id: indicator.id.get_ref().clone(),
            name_zh: indicator.name_zh.clone(),
            name_en: indicator.name_en.clone(),
            unit: indicator.unit.get_ref().clone(),
            target,
            comparator: comparator?,
            source: source?,
            metric,
            params,
            our_reading: indicator.our_reading,
            scope: texts(levels),
            period: period?,
            decides: indicator.decides,
            base_date: base_date?,
            note_zh: indicator.note_zh.clone(),
            note_en: indicator.note_en.clone(),
        })
    }

    fn date(&mut self, written: &Spanned<String>) -> Option<Date> {
        let text = written.get_ref();
        let date = text.parse().ok();
        if date.is_none() {
            let (zh, en) =
                (format!("不是日期（YYYY-MM-DD）：{text}"), format!("no date (YYYY-MM-DD): {text}"));
            self.places.wrong(written, "not_a_date", zh, en);
        }
        date
    }

    fn word<T>(
        &mut self,
        written: &Spanned<String>,
        parse: impl Fn(&str) -> Option<T>,
        known: String,
    ) -> Option<T> {
        let text = written.get_ref();
        let word = parse(text);
        if word.is_none() {
            let (zh, en) =
                (format!("不认识 {text}；应为 {known} 之一"), format!("{text} is not one of {known}"));
            self.places.wrong(written, "unknown_word", zh, en);
        }
        word
    }

    fn unique<'b>(&mut self, names: impl Iterator<Item = &'b Spanned<String>>, what: &str) {
        let mut seen = BTreeSet::new();
        for name in names {
            let text = name.get_ref().as_str();
            if text.trim().is_empty() {
                self.places.wrong(
                    name,
                    "empty",
                    format!("{what} 名称为空"),
                    format!("this {what} has an empty name"),
                );
            } else if !seen.insert(text) {
                self.places.wrong(
                    name,
                    "duplicate",
                    format!("{what} 重复：{text}"),
                    format!("{what} {text} is there twice"),
                );
            }
        }
    }
}

/// All of them, or `None` after going through every one (so that every defect is noted).
fn all<T>(items: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let read: Vec<Option<T>> = items.collect();
    read.into_iter().collect()
}

fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|item| word(*item)).collect::<Vec<_>>().join(", ")
}

fn texts(written: &[Spanned<String>]) -> Vec<String> {
    written.iter().map(|text| text.get_ref().clone()).collect()
}

fn group(group: &written::Group) -> Group {
    Group { id: group.id.get_ref().clone(), name_zh: group.name_zh.clone(), name_en: group.name_en.clone() }
}

fn party_class(class: &written::PartyClass) -> PartyClass {
    PartyClass {
        id: class.id.get_ref().clone(),
        name_zh: class.name_zh.clone(),
        name_en: class.name_en.clone(),
        words: class.words.clone(),
    }
}
