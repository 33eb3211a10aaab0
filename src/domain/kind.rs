//! Kinds of sites and of equipment: data, not code; each with the rule by which it is measured.

use geo_types::Geometry;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// How the venue area of a site of this kind is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The surveyed venue area, `area_m2`.
    Area,
    /// Length times width, segment by segment; a missing width is an unknown area.
    LengthWidth,
    /// Has no venue area.
    None,
}

/// Geometry types a kind may have (a multi-part one counts as its single one).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    Point,
    Line,
    Polygon,
}

impl Shape {
    /// Of a geometry; a collection of several sorts has none.
    pub const fn of(geometry: &Geometry<f64>) -> Option<Self> {
        match geometry {
            Geometry::Point(_) | Geometry::MultiPoint(_) => Some(Self::Point),
            Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => Some(Self::Line),
            Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => {
                Some(Self::Polygon)
            }
            Geometry::GeometryCollection(_) => None,
        }
    }

    /// Of a geometry by its name in GeoJSON.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "Point" | "MultiPoint" => Some(Self::Point),
            "LineString" | "MultiLineString" => Some(Self::Line),
            "Polygon" | "MultiPolygon" => Some(Self::Polygon),
            _ => None,
        }
    }

    /// Chinese and English, for messages.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Point => ("点", "points"),
            Self::Line => ("线", "lines"),
            Self::Polygon => ("面", "areas"),
        }
    }
}

/// A kind of site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    pub geometry: Vec<Shape>,
    pub measure: Measure,
    /// Land that holds venues (sports park, fitness centre land): never counts itself.
    #[serde(default)]
    pub container: bool,
    /// Counted in sets (健身路径): the area is the plot's.
    #[serde(default)]
    pub set: bool,
    #[serde(default = "yes")]
    pub counts_area: bool,
    pub unit_zh: String,
    pub unit_en: String,
    /// Facility family for the rule of variety: walk, dance, ball, ...
    pub group: String,
    /// Labels that an import may meet for this kind.
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub typical_area_m2: Option<f64>,
    #[serde(default)]
    pub typical_area_source: Option<String>,
    /// Official venue-type codes by system; none is known, so none is shipped.
    #[serde(default)]
    pub official_codes: BTreeMap<String, String>,
    #[serde(default)]
    pub note_zh: Option<String>,
    #[serde(default)]
    pub note_en: Option<String>,
}

/// A family of facilities, for the rule of variety: a [`Kind`] names its own as `group`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
}

/// A collection of the sites of some kinds, beside the collection of all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// How addresses call it.
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    /// Ids of kinds; none: sites of every kind.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Only sites of this sort of geometry: there are programs that draw and edit but one in a layer.
    #[serde(default)]
    pub geometry: Option<Shape>,
}

/// A kind of equipment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EquipmentKind {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    #[serde(default)]
    pub target_group: super::equipment::TargetGroup,
    #[serde(default)]
    pub smart_possible: bool,
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// A word of a list that a district keeps: a kind of organisation, a tag of events and so on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    /// Labels that an import may meet for it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

impl Word {
    /// Whether a label means it, whatever the case of Latin letters.
    pub fn is(&self, label: &str) -> bool {
        let own = [&self.id, &self.name_zh, &self.name_en];
        own.into_iter().chain(&self.aliases).any(|own| own.eq_ignore_ascii_case(label.trim()))
    }
}

fn yes() -> bool {
    true
}

/// `seeds/kinds.toml` as written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindFile {
    #[serde(default)]
    pub version: String,
    #[serde(default, rename = "family")]
    pub families: Vec<Family>,
    #[serde(default, rename = "kind")]
    pub kinds: Vec<Kind>,
    #[serde(default, rename = "view")]
    pub views: Vec<View>,
    #[serde(default, rename = "equipment_kind")]
    pub equipment_kinds: Vec<EquipmentKind>,
    #[serde(default, rename = "organisation_kind")]
    pub organisation_kinds: Vec<Word>,
    #[serde(default, rename = "institution_kind")]
    pub institution_kinds: Vec<Word>,
    #[serde(default, rename = "provider_category")]
    pub provider_categories: Vec<Word>,
    #[serde(default, rename = "event_tag")]
    pub event_tags: Vec<Word>,
}

impl KindFile {
    /// With the words of `other` where this one lists none of a sort: a file that was written before there
    /// were records lacks them all.
    pub fn completed_by(mut self, other: Self) -> Self {
        for (mine, theirs) in [
            (&mut self.organisation_kinds, other.organisation_kinds),
            (&mut self.institution_kinds, other.institution_kinds),
            (&mut self.provider_categories, other.provider_categories),
            (&mut self.event_tags, other.event_tags),
        ] {
            if mine.is_empty() {
                *mine = theirs;
            }
        }
        self
    }
}

/// The view of a file that lists none: what is measured by length and width.
fn trails(file: &KindFile) -> View {
    let measured = file.kinds.iter().filter(|kind| kind.measure == Measure::LengthWidth);
    View {
        id: "trails".to_owned(),
        name_zh: "健身步道".to_owned(),
        name_en: "Fitness trails".to_owned(),
        kinds: measured.map(|kind| kind.id.clone()).collect(),
        geometry: None,
    }
}

/// Position of a kind in the catalogue: two bytes in memory instead of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindIndex(pub u16);

/// All kinds, found by id or by alias.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    file: KindFile,
    kinds: HashMap<String, KindIndex>,
    equipment: HashMap<String, usize>,
    views: Vec<View>,
}

impl Catalogue {
    /// Whether both are of the same file.
    pub fn is_same(&self, other: &Self) -> bool {
        self.file == other.file
    }

    /// # Errors
    /// A sentence naming the kind when an id or alias is used twice, no geometry type is listed, or its
    /// family is not among those that are.
    pub fn new(file: KindFile) -> Result<Self, String> {
        let mut kinds = HashMap::new();
        for (position, kind) in file.kinds.iter().enumerate() {
            let index = u16::try_from(position).map_err(|_| "more than 65,535 kinds".to_owned())?;
            if kind.geometry.is_empty() {
                return Err(format!("kind `{}` names no geometry type", kind.id));
            }
            if !file.families.is_empty() && !file.families.iter().any(|family| family.id == kind.group) {
                return Err(format!(
                    "kind `{}` is of the family `{}`, which is not listed",
                    kind.id, kind.group
                ));
            }
            for label in std::iter::once(&kind.id).chain([&kind.name_zh, &kind.name_en]).chain(&kind.aliases)
            {
                let taken = kinds.insert(label.to_lowercase(), KindIndex(index));
                if taken.is_some_and(|other| other != KindIndex(index)) {
                    return Err(format!("label `{label}` names two kinds, one is `{}`", kind.id));
                }
            }
        }
        let mut equipment = HashMap::new();
        for (position, kind) in file.equipment_kinds.iter().enumerate() {
            for label in std::iter::once(&kind.id).chain([&kind.name_zh, &kind.name_en]).chain(&kind.aliases)
            {
                let taken = equipment.insert(label.to_lowercase(), position);
                if taken.is_some_and(|other| other != position) {
                    return Err(format!("label `{label}` names two kinds of equipment"));
                }
            }
        }
        for (list, words) in [
            ("organisation_kind", &file.organisation_kinds),
            ("institution_kind", &file.institution_kinds),
            ("provider_category", &file.provider_categories),
            ("event_tag", &file.event_tags),
        ] {
            let mut taken = HashMap::new();
            for (position, word) in words.iter().enumerate() {
                let own = [&word.id, &word.name_zh, &word.name_en];
                for label in own.into_iter().chain(&word.aliases) {
                    let other = taken.insert(label.to_lowercase(), position);
                    if other.is_some_and(|other| other != position) {
                        return Err(format!("label `{label}` names two words of {list}"));
                    }
                }
            }
        }
        for (position, view) in file.views.iter().enumerate() {
            let known = |id: &String| file.kinds.iter().any(|kind| kind.id == *id);
            if let Some(unknown) = view.kinds.iter().find(|id| !known(id)) {
                return Err(format!("view `{}` names the kind `{unknown}`, which is not listed", view.id));
            }
            let address = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
            if view.id.is_empty() || !view.id.chars().all(address) {
                return Err(format!("view `{}`: an id has small letters, digits, `_` and `-` only", view.id));
            }
            if view.kinds.is_empty() && view.geometry.is_none() {
                return Err(format!("view `{}` names neither kinds nor a sort of geometry", view.id));
            }
            if file.views[..position].iter().any(|other| other.id == view.id) {
                return Err(format!("two views are called `{}`", view.id));
            }
        }
        let views = if file.views.is_empty() { vec![trails(&file)] } else { file.views.clone() };
        Ok(Self { file, kinds, equipment, views })
    }

    /// Collections of the sites of some kinds; `trails`, where the file lists no view.
    pub fn views(&self) -> &[View] {
        &self.views
    }

    pub fn kinds(&self) -> &[Kind] {
        &self.file.kinds
    }

    pub fn families(&self) -> &[Family] {
        &self.file.families
    }

    /// The family with this id; a file that lists none tells no names.
    pub fn family(&self, id: &str) -> Family {
        let told = self.file.families.iter().find(|family| family.id == id).cloned();
        told.unwrap_or_else(|| Family { id: id.to_owned(), name_zh: id.to_owned(), name_en: id.to_owned() })
    }

    pub fn equipment_kinds(&self) -> &[EquipmentKind] {
        &self.file.equipment_kinds
    }

    pub fn organisation_kinds(&self) -> &[Word] {
        &self.file.organisation_kinds
    }

    pub fn institution_kinds(&self) -> &[Word] {
        &self.file.institution_kinds
    }

    pub fn provider_categories(&self) -> &[Word] {
        &self.file.provider_categories
    }

    pub fn event_tags(&self) -> &[Word] {
        &self.file.event_tags
    }

    /// By id, name or alias, whatever the case of Latin letters.
    pub fn find(&self, label: &str) -> Option<(KindIndex, &Kind)> {
        // Documents have the id itself, letter by letter.
        let found = self.kinds.get(label).or_else(|| self.kinds.get(&label.trim().to_lowercase()));
        let index = *found?;
        Some((index, self.get(index)))
    }

    /// # Panics
    /// When the index is of another catalogue.
    pub fn get(&self, index: KindIndex) -> &Kind {
        &self.file.kinds[usize::from(index.0)]
    }

    pub fn find_equipment(&self, label: &str) -> Option<&EquipmentKind> {
        self.equipment.get(&label.trim().to_lowercase()).map(|position| &self.file.equipment_kinds[*position])
    }
}
