//! What all analyses have in common: which day, which sites, whose people, and how they move.

use super::extent::Unit;
use crate::domain::contribution::Ordinal;
use crate::domain::site::Access;
use crate::domain::time::Micros;
use crate::index::{Entry, SiteFacts};
use crate::registry::asked::Asked;
use crate::registry::coverage::{Named, find_division};
use crate::registry::draft::fields::read_date;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use jiff::civil::Date;
use serde::Serialize;

/// In a straight line; every other way to move is a mode of `seeds/modes.toml`.
pub const LINE: &str = "line";

/// Metres between the points over which figures of divisions are spread, if nothing is asked.
const SPACING_M: f64 = 200.0;

/// What people are taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// Cells where there are any, else figures of divisions.
    #[default]
    Best,
    Cells,
    Divisions,
}

impl From {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "best" => Some(Self::Best),
            "cells" => Some(Self::Cells),
            "divisions" => Some(Self::Divisions),
            _ => None,
        }
    }
}

/// The common part of a question, normalised: lists sorted, ids instead of names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scope {
    /// Best knowledge of this day.
    pub as_of: Option<Date>,
    /// Only what was recorded by then.
    pub known_at: Option<Micros>,
    /// `line`, or a mode's id.
    pub mode: String,
    /// Ids of kinds that count; `None`: all.
    pub kinds: Option<Vec<String>>,
    /// Access classes that count; `None`: all that are not known to be closed to the public.
    pub access: Option<Vec<Access>>,
    /// Sites with at least one of these tags; `None`: all.
    pub programmes: Option<Vec<String>>,
    /// Only people of this division, as it was asked for.
    pub division: Option<String>,
    pub population: From,
    /// Metres between the points over which figures are spread.
    pub spacing_m: f64,
}

impl Scope {
    /// Takes the common parameters out of a question.
    pub fn read(asked: &mut Asked, reference: &Reference) -> Self {
        let (as_of, known_at) = times(asked, reference);
        let modes: Vec<&str> =
            std::iter::once(LINE).chain(reference.modes.iter().map(|mode| &*mode.id)).collect();
        let known_mode = |text: &str| modes.contains(&text).then(|| text.to_owned());
        let mode = asked.word("mode", known_mode, &modes.join(", "));
        let kind = |label: &str| reference.catalogue.find(label).map(|(_, kind)| kind.id.clone());
        let kinds = asked.list("kinds", kind, "/api/v1/kinds");
        let words: Vec<&str> = Access::ALL.iter().map(|access| access.as_str()).collect();
        let access = asked.list("access", Access::parse, &words.join(", "));
        let programmes = asked.list("programmes", |text| Some(text.to_owned()), "");
        let division = asked.text("division");
        let population = asked.word("population", From::parse, "best, cells, divisions");
        let spacing_m = asked.number("spacing_m", 10.0, 10_000.0);
        Self {
            as_of,
            known_at,
            mode: mode.unwrap_or_else(|| LINE.to_owned()),
            kinds: kinds.map(sorted),
            access: access.map(sorted),
            programmes: programmes.map(sorted),
            division,
            population: population.unwrap_or_default(),
            spacing_m: spacing_m.unwrap_or(SPACING_M),
        }
    }

    /// Of a question whose answer for one division would not be that of the whole's row: people share
    /// sites across boundaries.
    pub fn refuse_division(&self, asked: &mut Asked) {
        if self.division.is_some() {
            asked.wrong(
                "division",
                "not_here",
                "这一分析须对全部人口计算；结果中每个区划各有一行，请不要给 division",
                "this analysis is about everybody; each division has its row in the answer, so leave out `division`",
            );
        }
    }

    /// Whether a row is about whom the question is about: the divisions above the one that was asked for hold
    /// others too.
    pub fn is_about(&self, world: &World, division: Ordinal) -> bool {
        let asked = self.division.as_deref().map(|text| find_division(world, text));
        match asked {
            Some(Ok(Named::One(top))) => division != Ordinal::NONE && world.tree.is_within(division, top),
            Some(Ok(Named::Unassigned | Named::UnassignedOf(_))) => division == Ordinal::NONE,
            _ => true,
        }
    }

    /// Along streets what is shared is measured in metres of the way.
    pub fn refuse_minutes(&self, asked: &mut Asked, unit: Unit) {
        if self.mode != LINE && unit == Unit::Minutes {
            asked.wrong(
                "minutes",
                "not_along_streets",
                "沿路网时请用 metres（沿路距离）",
                "along streets give `metres` (of the way)",
            );
        }
    }

    /// Whether a site of a kind that is built free and open, without a tag, would be one of those that are
    /// to be reached.
    pub fn wants_new(&self, kind: &str) -> bool {
        self.kinds.as_ref().is_none_or(|wanted| wanted.iter().any(|id| id == kind))
            && self.access.as_ref().is_none_or(|wanted| wanted.contains(&Access::FreeOpen))
            && self.programmes.is_none()
    }

    /// Whether a site is one of those that are to be reached.
    pub fn wants(&self, entry: &Entry<SiteFacts>, reference: &Reference) -> bool {
        let facts = &entry.facts;
        let kind = &reference.catalogue.get(facts.kind).id;
        let access = match &self.access {
            Some(wanted) => wanted.contains(&facts.access),
            None => reference.rules.is_open(facts.access) != Some(false),
        };
        access
            && self.kinds.as_ref().is_none_or(|wanted| wanted.contains(kind))
            && (self.programmes.as_ref())
                .is_none_or(|wanted| facts.programmes().iter().any(|tag| wanted.contains(tag)))
    }
}

/// A scope of which only the day and the division can be asked for.
pub fn read_day(asked: &mut Asked, reference: &Reference) -> Scope {
    let (as_of, known_at) = times(asked, reference);
    Scope {
        as_of,
        known_at,
        mode: LINE.to_owned(),
        kinds: None,
        access: None,
        programmes: None,
        division: asked.text("division"),
        population: From::default(),
        spacing_m: SPACING_M,
    }
}

/// `as_of` and `known_at`.
fn times(asked: &mut Asked, reference: &Reference) -> (Option<Date>, Option<Micros>) {
    let as_of = asked.read("as_of", |text| {
        read_date(text).ok_or_else(|| {
            (
                format!("as_of 应为日期，如 2025-12-31，收到“{text}”"),
                format!("`as_of` is a day such as 2025-12-31, not `{text}`"),
            )
        })
    });
    let known_at = asked.read("known_at", |text| {
        instant(text, reference).ok_or_else(|| {
            (
                format!("known_at 应为时刻（RFC 3339）或日期（指当日结束），收到“{text}”"),
                format!("`known_at` is an instant (RFC 3339) or a day (its end), not `{text}`"),
            )
        })
    });
    (as_of, known_at)
}

fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_unstable();
    all.dedup();
    all
}

fn instant(text: &str, reference: &Reference) -> Option<Micros> {
    if let Some(day) = read_date(text) {
        let next = day.tomorrow().ok()?.to_zoned(reference.zone.clone()).ok()?;
        return Some(Micros(next.timestamp().as_microsecond() - 1));
    }
    text.parse::<jiff::Timestamp>().ok().map(|at| Micros(at.as_microsecond()))
}
