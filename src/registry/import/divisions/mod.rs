//! Imports divisions: a whole level at a time, since a tree is right or wrong as a whole.
//!
//! A division that is known (by code, external id, or name) keeps its identity and gets the new
//! boundary. Where the file has new ones, the schematic and placeholder ones beside them that it does
//! not have are removed: the file replaces them. Sites are counted anew by the boundaries of the day.

mod given;
mod identity;
pub(super) mod known;
mod lifetimes;
mod overlaps;
mod parents;
mod replaced;
mod revisions;

use super::Request;
use super::report::Report;
use super::source::{Item, Source};
use super::stage::Stager;
use crate::analysis::divisions::{Tree, home_place};
use crate::domain::change::{NewChange, Reason};
use crate::domain::division::{BoundaryQuality, Division};
use crate::domain::id::DivisionId;
use crate::domain::invalid::Invalid;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::write::Author;
use crate::storage::{Keys, Stored, Write};
use geo::{Geometry, Point};
use given::Given;
use jiff::civil::Date;
use known::Known;
use lifetimes::Standing;
use replaced::Replaced;
use revisions::Revision;
use std::collections::HashMap;

impl Registry {
    pub(super) async fn import_divisions(
        &self,
        author: &Author,
        request: &Request<'_>,
    ) -> Result<Report, RegistryError> {
        let source = Source::open(request, "divisions", self.reference())?;
        let mut stager = Stager::begin(self, author, request, &source.crs).await?;
        match self.stage_divisions(source, request, &mut stager).await {
            Ok(()) => stager.finish().await,
            Err(error) => Err(stager.abandon(error).await),
        }
    }

    async fn stage_divisions(
        &self,
        mut source: Source,
        request: &Request<'_>,
        stager: &mut Stager<'_>,
    ) -> Result<(), RegistryError> {
        stager.whole = request.what.is_whole();
        let today = self.today();
        let known = Known::load(self).await?;
        let mut given: Vec<Given> = Vec::new();
        while let Some(item) = source.items.recv().await {
            let rows = match item {
                Item::Notice(code, zh, en) => {
                    stager.report.warn(0, None, &code, &zh, &en);
                    continue;
                }
                Item::Rows(rows) => rows,
            };
            for row in rows {
                stager.report.read += 1;
                match row {
                    Err(error) => stager.report.unreadable(&error),
                    Ok(row) => match given::read(row, today) {
                        Ok(one) => given.push(one),
                        Err((row, defects)) => stager.report.refuse(row, &defects),
                    },
                }
            }
        }
        identity::recognise(&mut given, &known, today);
        look_at_datum(&given, &known, stager);
        parents::resolve(&mut given, &known, today, &mut stager.report);
        let mut told: Vec<(Given, Revision)> = Vec::with_capacity(given.len());
        for one in given {
            match revisions::revision(&one, known.get(one.division.id), request, today)? {
                Ok(revision) => told.push((one, revision)),
                Err(defect) => stager.report.refuse(one.row, &[defect]),
            }
        }
        if stager.report.rejected > 0 {
            return Ok(());
        }
        let replaced = self.replaced(&told, &known, request, &mut stager.report).await?;
        check(&told, &replaced, &known, &mut stager.report);
        if stager.report.rejected > 0 {
            return Ok(());
        }
        tell_days(&told, &mut stager.report);
        self.stage_all(told, replaced, &known, stager).await
    }

    /// What gives way to the file, unless too much would go with it.
    async fn replaced(
        &self,
        told: &[(Given, Revision)],
        known: &Known,
        request: &Request<'_>,
        report: &mut Report,
    ) -> Result<Replaced, RegistryError> {
        let today = self.today();
        let replaced = Replaced::by(told, known, today);
        if replaced.gone.is_empty() {
            return Ok(replaced);
        }
        if let Some(defect) = replaced.would_orphan(known) {
            report.refuse(0, &[defect]);
        } else if !request.replace
            && let Some(defect) = replaced.would_lose(known, &known::with_figures(self).await?)
        {
            report.refuse(0, &[defect]);
        }
        for (given, _) in told {
            if let Some(defect) = replaced.not_yet(&given.division, known, today) {
                report.refuse(given.row, &[defect]);
            }
        }
        Ok(replaced)
    }

    async fn stage_all(
        &self,
        told: Vec<(Given, Revision)>,
        replaced: Replaced,
        known: &Known,
        stager: &mut Stager<'_>,
    ) -> Result<(), RegistryError> {
        // What gives way does so when the new ones begin; before that it stays what is known best.
        let new = told.iter().filter(|(given, _)| known.get(given.division.id).is_none());
        let since = new.map(|(_, revision)| revision.day).min();
        let (mut writes, mut rows) = (Vec::new(), Vec::new());
        for (given, revision) in told {
            let asked = if revision.unchanged {
                Vec::new()
            } else {
                revisions::writes(self, &given, known.get(given.division.id), revision).await?
            };
            if asked.is_empty() {
                stager.report.unchanged += 1;
            }
            // The row is one; what it means for later revisions comes along.
            rows.extend(asked.iter().enumerate().map(|(n, _)| if n == 0 { given.row } else { 0 }));
            writes.extend(asked);
        }
        for id in replaced.gone.iter().rev() {
            let Some(stored) = known.stored(*id) else { continue };
            let since = since.map_or(stored.effective_from, |day| day.max(stored.effective_from));
            writes.push(removal(stored, since));
            rows.push(0);
        }
        if !replaced.gone.is_empty() {
            let (count, names) = (replaced.gone.len(), replaced.names(known));
            let zh = format!("替换了 {count} 个示意或占位的行政区划：{names}");
            let en = format!("{count} schematic or placeholder divisions are replaced: {names}");
            stager.report.warn(0, None, "replaced", &zh, &en);
        }
        stager.stage(writes, rows).await
    }
}

fn removal(stored: &Stored, since: Date) -> Write {
    let change = NewChange {
        entity: stored.entity,
        effective_from: since,
        reason: Reason::BoundaryChange,
        before: Some(stored.state.clone()),
        after: None,
    };
    Write { change, expected: Some(stored.version), unconditional: false, keys: Keys::default() }
}

/// Compares where boundaries lay and lie: a wrong datum moves them all alike. The place of a
/// placeholder means nothing.
fn look_at_datum(given: &[Given], known: &Known, stager: &mut Stager<'_>) {
    let place = |geometry: Option<&Geometry<f64>>| Some(Geometry::Point(Point(home_place(geometry?)?)));
    for one in given {
        let Some(known) = known.get(one.division.id).map(|one| &one.division) else { continue };
        if known.boundary_quality != BoundaryQuality::Placeholder {
            let (now, before) = (place(one.division.geometry.as_ref()), place(known.geometry.as_ref()));
            stager.datum.compare(now.as_ref(), before.as_ref());
        }
    }
}

/// Checks the tree that will stand, on every day.
fn check(told: &[(Given, Revision)], replaced: &Replaced, known: &Known, report: &mut Report) {
    let mut standing: HashMap<DivisionId, Standing<'_>> = HashMap::new();
    for division in known.divisions().filter(|division| !replaced.gone.contains(&division.id)) {
        let Some(since) = known.stored(division.id).map(|stored| stored.effective_from) else { continue };
        standing.insert(division.id, Standing { division, since, row: None });
    }
    for (given, revision) in told.iter().filter(|(_, revision)| !revision.before_another) {
        let division = &given.division;
        let known_since = known.stored(division.id).filter(|_| revision.unchanged);
        let since = known_since.map_or(revision.day, |stored| stored.effective_from);
        standing.insert(division.id, Standing { division, since, row: Some(given.row) });
    }
    let all: Vec<Division> = standing.values().map(|one| one.division.clone()).collect();
    if let Err(why) = Tree::new(all) {
        let text = why.to_string();
        let (zh, en) = text.split_once(" / ").unwrap_or((&text, &text));
        let row = why.division().and_then(|id| standing.get(&id)).and_then(|one| one.row);
        report.refuse(row.unwrap_or(0), &[Invalid::new("parent", "no_tree", zh, en)]);
        return;
    }
    lifetimes::check(&standing, known, report);
    overlaps::warn(&standing, report);
}

/// Tells where a row does not hold on all the days that it tells.
fn tell_days(told: &[(Given, Revision)], report: &mut Report) {
    let mut earlier = told.iter().filter(|(_, revision)| revision.before_another);
    if let Some((first, revision)) = earlier.next() {
        let (count, name, day) = (earlier.count() + 1, &first.division.name_zh, revision.day);
        let zh = format!(
            "{count} 个区划在 {day} 之后另有较晚的记录（如“{name}”），其后仍以较晚的为准；若那也不对，请加 --reason corrected"
        );
        let en = format!(
            "{count} divisions have a later revision (such as {name}), which still holds after the one from {day}; where that              one is wrong, too, add --reason corrected"
        );
        report.warn(0, Some("effective_from"), "later_revision", &zh, &en);
    }
    let mut clamped = told.iter().filter(|(_, revision)| revision.clamped && !revision.unchanged);
    if let Some((first, revision)) = clamped.next() {
        let (count, name, day) = (clamped.count() + 1, &first.division.name_zh, revision.day);
        let zh = format!(
            "{count} 个区划的生效日期早于最近一次记录（如“{name}”，{day}）：文件内容从该记录之日起成立；若此前也如此，请用 --effective-from"
        );
        let en = format!(
            "valid_from of {count} divisions lies before their newest revision (such as {name}, {day}); what the file tells              holds from that revision on; where it was so before, give --effective-from"
        );
        report.warn(0, Some("valid_from"), "holds_later", &zh, &en);
    }
}
