//! Populations out of the registry: every set, as an import reads it, so that a revision or another
//! registry starts from what is recorded.

use super::{Request, columns, open};
use crate::domain::change::EntityKind;
use crate::domain::crs::Transform;
use crate::domain::division::Division;
use crate::domain::id::DivisionId;
use crate::domain::population::{Base, Cell, PopulationSet};
use crate::domain::time::Moment;
use crate::formats::{Record, RecordWriter, Value};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::world;
use crate::storage::Stored;
use geo_types::{Geometry, Point};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Columns of a table, those of an import; the name is for people.
const COLUMNS: [&str; 11] = [
    "division",
    "division_name_zh",
    "year",
    "population",
    "vintage",
    "published_on",
    "base",
    "estimate",
    "method",
    "source",
    "demo",
];

impl Registry {
    /// Figures of divisions and cells of every set, the oldest year first; tells how many.
    pub(super) async fn export_population(&self, request: &Request<'_>) -> Result<u64, RegistryError> {
        let divisions = self.as_asked(EntityKind::Division, request).await?;
        let divisions: Vec<Division> = divisions.iter().map(world::division).collect::<Result<_, _>>()?;
        let names = Names::of(&divisions);
        let rows = self.as_asked(EntityKind::Population, request).await?;
        let mut sets: Vec<PopulationSet> = rows.iter().map(world::population).collect::<Result<_, _>>()?;
        sets.sort_by(|a, b| (a.year, &a.vintage, a.id).cmp(&(b.year, &b.vintage, b.id)));
        let groups = age_groups(&sets);
        let columns = COLUMNS.iter().map(|column| (*column).to_owned());
        let ages = groups.iter().map(|(_, column)| column.to_string());
        let columns = columns.chain(ages).map(columns::typed).collect();
        let (mut writer, transform) = open(request, columns)?;
        let mut count = 0;
        for set in &sets {
            let cells = if set.cells > 0 { self.store.cells(set.id).await? } else { Vec::new() };
            tokio::task::block_in_place(|| put(set, &cells, (&names, &groups), &transform, &mut *writer))?;
            count += (set.divisions.len() + cells.len()) as u64;
        }
        writer.finish()?;
        Ok(count)
    }

    /// Everything of a kind as it stands, or as it was on the day or known at the instant asked for.
    async fn as_asked(&self, kind: EntityKind, request: &Request<'_>) -> Result<Vec<Stored>, RegistryError> {
        let mut rows = Vec::new();
        let mut sink = |mut chunk: Vec<Stored>| {
            rows.append(&mut chunk);
            Ok(())
        };
        if request.as_of.is_none() && request.known_at.is_none() {
            self.store.load(kind, &mut sink).await?;
        } else {
            let as_of = request.as_of.unwrap_or_else(|| self.today());
            self.store.load_at(kind, Moment { as_of, known_at: request.known_at }, &mut sink).await?;
        }
        Ok(rows)
    }
}

/// What a row calls a division: its external id, or its own id where another division has the same.
struct Names<'a> {
    divisions: HashMap<DivisionId, &'a Division>,
    shared: HashSet<&'a str>,
}

impl<'a> Names<'a> {
    fn of(divisions: &'a [Division]) -> Self {
        let mut seen = HashSet::new();
        let shared =
            divisions.iter().map(|d| d.external_id.as_str()).filter(|id| !seen.insert(*id)).collect();
        Self { divisions: divisions.iter().map(|d| (d.id, d)).collect(), shared }
    }

    fn of_division(&self, id: DivisionId) -> (String, Value) {
        match self.divisions.get(&id) {
            Some(division) if !self.shared.contains(division.external_id.as_str()) => {
                (division.external_id.clone(), Value::Text(division.name_zh.clone()))
            }
            Some(division) => (id.to_string(), Value::Text(division.name_zh.clone())),
            None => (id.to_string(), Value::Null),
        }
    }
}

/// Age groups of all sets, in the order in which they are first met, and their columns.
fn age_groups(sets: &[PopulationSet]) -> Vec<(&str, Arc<str>)> {
    let mut seen = HashSet::new();
    let all = sets.iter().flat_map(|set| &set.age_groups).filter(|group| seen.insert(group.as_str()));
    all.map(|group| (group.as_str(), Arc::from(format!("age:{group}")))).collect()
}

fn put(
    set: &PopulationSet,
    cells: &[Cell],
    (names, groups): (&Names<'_>, &[(&str, Arc<str>)]),
    transform: &Transform,
    writer: &mut dyn RecordWriter,
) -> Result<(), RegistryError> {
    let text = |text: Option<&str>| text.map_or(Value::Null, |text| Value::Text(text.to_owned()));
    let base = if set.base == Base::Resident { "resident" } else { "registered" };
    let common = |people: i64, estimate: bool, method: Option<&str>| -> Vec<(Arc<str>, Value)> {
        [
            ("year", Value::Integer(i64::from(set.year))),
            ("population", Value::Integer(people)),
            ("vintage", Value::Text(set.vintage.clone())),
            ("published_on", set.published_on.map_or(Value::Null, |day| Value::Text(day.to_string()))),
            ("base", Value::Text(base.to_owned())),
            ("estimate", Value::Bool(estimate)),
            ("method", text(method)),
            ("source", text(set.source.as_deref())),
            ("demo", Value::Bool(set.demo)),
        ]
        .into_iter()
        .map(|(name, value)| (Arc::from(name), value))
        .collect()
    };
    for figure in &set.divisions {
        let (division, name) = names.of_division(figure.division);
        let people = i64::try_from(figure.people).unwrap_or(i64::MAX);
        let mut fields = common(people, figure.estimate, figure.method.as_deref());
        fields.insert(0, (Arc::from("division"), Value::Text(division)));
        fields.insert(1, (Arc::from("division_name_zh"), name));
        writer.write(&Record { row: 0, id: None, geometry: None, fields })?;
    }
    for cell in cells {
        let place = Geometry::Point(Point::new(cell.lon, cell.lat));
        let geometry = transform
            .geometry_from_wgs84(&place)
            .map_err(|error| RegistryError::Internal(error.message_en()))?;
        let mut fields = common(i64::from(cell.people), set.estimate, set.method.as_deref());
        // What a cell does not tell stays empty: it is unknown.
        for (group, column) in groups {
            if let Some((_, people)) = cell.ages.iter().find(|(told, _)| told == group) {
                fields.push((Arc::clone(column), Value::Integer(i64::from(*people))));
            }
        }
        writer.write(&Record { row: 0, id: None, geometry: Some(geometry), fields })?;
    }
    Ok(())
}
