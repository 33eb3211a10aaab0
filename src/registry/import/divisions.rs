//! Imports divisions: a whole level at a time, since a tree is right or wrong as a whole.
//!
//! A division that is known (by external id, code or name within its parent) keeps its identity and
//! gets the new boundary. Schematic and placeholder ones of the same levels that the file does not
//! have are removed: the file replaces them. Sites are counted anew by the boundaries of the day.

use super::Request;
use super::report::Report;
use super::source::{Item, Row, Source};
use super::stage::Stager;
use crate::analysis::divisions::Tree;
use crate::domain::change::{EntityKind, EntityRef, NewChange, Reason};
use crate::domain::division::{BoundaryQuality, Division};
use crate::domain::id::DivisionId;
use crate::domain::invalid::Invalid;
use crate::registry::Registry;
use crate::registry::draft;
use crate::registry::error::RegistryError;
use crate::registry::world::World;
use crate::registry::write::{Author, state};
use crate::storage::{Keys, Stored, Write};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A division of the file, with the parent it names.
struct Given {
    row: u64,
    division: Division,
    parent: Option<String>,
    since: Option<Date>,
    reason: Option<Reason>,
    /// Whether the row tells `rural` and `ethnic`.
    told_flags: (bool, bool),
}

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
        let mut known: HashMap<DivisionId, Stored> = HashMap::new();
        self.store
            .load(EntityKind::Division, &mut |chunk| {
                known.extend(chunk.into_iter().map(|stored| (DivisionId(stored.entity.id), stored)));
                Ok(())
            })
            .await?;
        let world = self.world();
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
                    Ok(row) => match self.read_division(row, &world) {
                        Ok(one) => given.push(one),
                        Err((row, defects)) => stager.report.refuse(row, &defects),
                    },
                }
            }
        }
        only_one_of_its_level(&mut given, &world);
        for one in &mut given {
            if let Some(o) = world.tree.find(one.division.id) {
                keep_what_is_not_told(one, &world.tree.node(o).division);
            }
        }
        resolve_parents(&mut given, &world, stager);
        stager.whole = true;
        if stager.report.rejected > 0 {
            return Ok(());
        }
        let writes = self.division_writes(given, &known, &world, request, stager)?;
        let (writes, rows): (Vec<Write>, Vec<u64>) = writes.into_iter().unzip();
        stager.stage(writes, rows).await
    }

    fn read_division(&self, row: Row, world: &World) -> Result<Given, (u64, Vec<Invalid>)> {
        let Row { row, id: _, mut fields, position } = row;
        let told = draft::told(&mut fields, self.today());
        let parent = fields.text("parent");
        let told_flags = (fields.has("rural"), fields.has("ethnic"));
        fields.take("id");
        let drafted =
            draft::division::division(&mut fields, DivisionId(Uuid::now_v7()), None, position.geometry);
        match drafted {
            Some(mut division) if fields.defects.is_empty() => {
                if let Some(id) = same_as(&division, world) {
                    division.id = id;
                }
                let since = told.effective_from.or(division.valid_from);
                Ok(Given { row, division, parent, since, reason: told.reason, told_flags })
            }
            _ => Err((row, fields.defects)),
        }
    }

    fn division_writes(
        &self,
        given: Vec<Given>,
        known: &HashMap<DivisionId, Stored>,
        world: &World,
        request: &Request<'_>,
        stager: &mut Stager<'_>,
    ) -> Result<Vec<(Write, u64)>, RegistryError> {
        let today = self.today();
        let mut all: HashMap<DivisionId, Division> = world
            .tree
            .ordinals()
            .map(|o| (world.tree.node(o).division.id, (*world.tree.node(o).division).clone()))
            .collect();
        let levels: BTreeSet<&str> = given.iter().map(|given| given.division.level.as_str()).collect();
        let kept: BTreeSet<DivisionId> = given.iter().map(|given| given.division.id).collect();
        let replaced: Vec<DivisionId> = all
            .values()
            .filter(|old| levels.contains(old.level.as_str()) && !kept.contains(&old.id))
            .filter(|old| is_stand_in(old))
            .map(|old| old.id)
            .collect();
        let gone = with_children(replaced, &all, &kept);
        let mut writes = Vec::new();
        if let Some(better) = gone.iter().filter_map(|id| all.get(id)).find(|d| !is_stand_in(d)) {
            let name = &better.name_zh;
            stager.report.refuse(0, &[Invalid::new(
                "parent",
                "would_orphan",
                format!("“{name}”的上级不在文件中，而它的边界不是示意：请把上级也写入文件"),
                format!("the file lacks what {name} lies in, whose boundary is not schematic; add its parent to the file"),
            )]);
            return Ok(writes);
        }
        for id in &gone {
            all.remove(id);
        }
        // What gives way does so when the new ones begin; before that it stays what is known best.
        let since = given.iter().filter_map(|given| given.since.or(request.effective_from)).min();
        for given in &given {
            all.insert(given.division.id, given.division.clone());
        }
        if let Err(why) = Tree::new(all.into_values().collect()) {
            let text = why.to_string();
            let (zh, en) = text.split_once(" / ").unwrap_or((&text, &text));
            stager.report.refuse(0, &[Invalid::new("parent", "no_tree", zh, en)]);
            return Ok(writes);
        }
        for given in given {
            let entity = EntityRef { kind: EntityKind::Division, id: given.division.id.0 };
            let after = state(&given.division, given.division.geometry.as_ref())?;
            let stored = known.get(&given.division.id);
            if stored.is_some_and(|stored| stored.state == after) {
                stager.report.unchanged += 1;
                continue;
            }
            // A boundary without a date of its own is taken to have been so always: a map of the
            // district is better knowledge of the past, too, than a schematic one.
            let effective_from =
                given.since.or(request.effective_from).unwrap_or(Date::constant(1949, 10, 1));
            let effective_from =
                stored.map_or(effective_from, |stored| effective_from.max(stored.effective_from));
            let change = NewChange {
                entity,
                effective_from: effective_from.min(today),
                reason: given.reason.or(request.reason).unwrap_or(Reason::BoundaryChange),
                before: stored.map(|stored| stored.state.clone()),
                after: Some(after),
            };
            let expected = stored.map(|stored| stored.version);
            writes.push((
                Write { change, expected, unconditional: false, keys: keys(&given.division) },
                given.row,
            ));
        }
        for id in gone.iter().rev() {
            let Some(stored) = known.get(id) else { continue };
            let change = NewChange {
                entity: stored.entity,
                effective_from: since
                    .map_or(stored.effective_from, |day| day.max(stored.effective_from))
                    .min(today),
                reason: Reason::BoundaryChange,
                before: Some(stored.state.clone()),
                after: None,
            };
            let write =
                Write { change, expected: Some(stored.version), unconditional: false, keys: Keys::default() };
            writes.push((write, 0));
        }
        if !gone.is_empty() {
            let count = gone.len();
            let zh = format!("替换了 {count} 个示意或占位的行政区划");
            let en = format!("{count} schematic or placeholder divisions are replaced");
            stager.report.warn(0, None, "replaced", &zh, &en);
        }
        Ok(writes)
    }
}

/// Whether its boundary or place only stands in until a real one is imported.
fn is_stand_in(division: &Division) -> bool {
    matches!(division.boundary_quality, BoundaryQuality::Schematic | BoundaryQuality::Placeholder)
}

/// The only stand-in of a level is the one the file's only division of that level is meant for,
/// whatever it is called: a district's outline replaces the district, not what lies in it.
fn only_one_of_its_level(given: &mut [Given], world: &World) {
    let levels: Vec<String> = given.iter().map(|one| one.division.level.clone()).collect();
    for one in given.iter_mut().filter(|one| world.tree.find(one.division.id).is_none()) {
        let level = &one.division.level;
        let mut old =
            world.tree.ordinals().map(|o| &world.tree.node(o).division).filter(|d| d.level == *level);
        if let (Some(only), None) = (old.next(), old.next())
            && is_stand_in(only)
            && levels.iter().filter(|other| *other == level).count() == 1
        {
            one.division.id = only.id;
        }
    }
}

/// A boundary file rarely has the codes, the English name or the flags: what is known stays.
fn keep_what_is_not_told(one: &mut Given, known: &Division) {
    let division = &mut one.division;
    for code in &known.codes {
        let told = division.codes.iter().any(|c| (&c.system, &c.edition) == (&code.system, &code.edition));
        if !told {
            division.codes.push(code.clone());
        }
    }
    division.name_en = division.name_en.take().or_else(|| known.name_en.clone());
    if !one.told_flags.0 {
        division.rural = known.rural;
    }
    if !one.told_flags.1 {
        division.ethnic = known.ethnic;
    }
}

/// What the database's constraints guard of a division.
fn keys(division: &Division) -> Keys {
    Keys {
        external: Some((division.source.clone().unwrap_or_default(), division.external_id.clone())),
        parent: division.parent.map(|parent| EntityRef { kind: EntityKind::Division, id: parent.0 }),
        codes: division.codes.iter().map(|c| format!("{}:{}:{}", c.system, c.edition, c.code)).collect(),
    }
}

/// The registered division this one is: by a shared code, by external id, or by level and name.
fn same_as(division: &Division, world: &World) -> Option<DivisionId> {
    let nodes = || world.tree.ordinals().map(|o| &world.tree.node(o).division);
    let by_code = nodes().find(|old| old.codes.iter().any(|code| division.codes.contains(code)));
    let by_id = || nodes().find(|old| old.external_id == division.external_id);
    let by_name = || {
        let mut same = nodes().filter(|old| old.level == division.level && old.name_zh == division.name_zh);
        // Villages of one name in two sub-districts must not be mixed up.
        same.next().filter(|_| same.next().is_none())
    };
    by_code.or_else(by_id).or_else(by_name).map(|old| old.id)
}

/// Parents by external id, code or name: those of the file before those registered. A division
/// without a named parent goes under the one that its known self has, or under the only root.
fn resolve_parents(given: &mut Vec<Given>, world: &World, stager: &mut Stager<'_>) {
    let names: Vec<(Division, DivisionId)> =
        given.iter().map(|g| (g.division.clone(), g.division.id)).collect();
    let roots: Vec<DivisionId> = world.tree.roots().map(|o| world.tree.node(o).division.id).collect();
    given.retain_mut(|one| {
        let own = one.division.id;
        let parent = match &one.parent {
            None => {
                let before = world.tree.find(own).map(|o| world.tree.node(o).division.parent);
                let under_root = || match roots[..] {
                    [root] if root != own && one.division.level != "district" => Some(root),
                    _ => None,
                };
                Ok(before.unwrap_or_else(under_root))
            }
            Some(name) => {
                let mut found: Vec<DivisionId> = names
                    .iter()
                    .filter(|(d, id)| d.is_named(name) && *id != own)
                    .map(|(_, id)| *id)
                    .collect();
                if found.is_empty() {
                    found =
                        world.tree.named(name).into_iter().map(|o| world.tree.node(o).division.id).collect();
                }
                match found[..] {
                    [one] => Ok(Some(one)),
                    [] => Err((format!("没有上级区划“{name}”"), format!("there is no parent `{name}`"))),
                    _ => Err((
                        format!("上级“{name}”对应多个区划：请写 系统:代码"),
                        format!("the parent `{name}` names several divisions; write system:code"),
                    )),
                }
            }
        };
        match parent {
            Ok(parent) => {
                one.division.parent = parent;
                true
            }
            Err((zh, en)) => {
                stager.report.refuse(one.row, &[Invalid::new("parent", "unknown_parent", zh, en)]);
                false
            }
        }
    });
}

/// The divisions and, below them, placeholders that would hang in the air; parents first.
fn with_children(
    replaced: Vec<DivisionId>,
    all: &HashMap<DivisionId, Division>,
    kept: &BTreeSet<DivisionId>,
) -> Vec<DivisionId> {
    let mut gone = replaced;
    let mut next = 0;
    while let Some(parent) = gone.get(next).copied() {
        let mut below: Vec<DivisionId> = all
            .values()
            .filter(|d| d.parent == Some(parent) && !kept.contains(&d.id) && !gone.contains(&d.id))
            .map(|d| d.id)
            .collect();
        below.sort_unstable();
        gone.extend(below);
        next += 1;
    }
    gone
}
