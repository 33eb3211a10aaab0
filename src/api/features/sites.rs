//! Sites and their filters; a view, such as the trails, is a part of them.

use super::fields::{self, Field};
use super::property::{Quick, day, word};
use super::view::Part;
use super::{Collection, Tests};
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::domain::change::EntityKind;
use crate::domain::filter::Value;
use crate::domain::kind::{Catalogue, Shape, View};
use crate::domain::site::{Access, Level, Status};
use crate::index::{Day, Entry, Layer, SiteFacts, Snapshot};
use crate::registry::error::Thing;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use uuid::Uuid;

/// All sites, or those of a view.
#[derive(Clone, Default)]
pub struct Sites {
    part: Option<Part>,
}

impl Sites {
    /// How the collection of all sites is called.
    pub const ID: &'static str = "sites";

    /// The sites of a view.
    pub fn of(view: &View, catalogue: &Catalogue) -> Self {
        Self { part: Some(Part::of(view, catalogue)) }
    }

    /// Which ones, where they are not all.
    pub fn part(&self) -> Option<&Part> {
        self.part.as_ref()
    }
}

impl Collection for Sites {
    type Facts = SiteFacts;

    fn id(&self) -> &str {
        self.part.as_ref().map_or(Self::ID, |part| &part.view.id)
    }

    fn what(&self) -> Thing {
        match &self.part {
            Some(part) if part.view.id == "trails" => Thing::Trail,
            _ => Thing::Entity(EntityKind::Site),
        }
    }

    fn title(&self) -> (String, String) {
        let all = || ("体育场地".to_owned(), "Fitness sites".to_owned());
        self.part.as_ref().map_or_else(all, |part| (part.view.name_zh.clone(), part.view.name_en.clone()))
    }

    fn description(&self) -> (String, String) {
        let Some(part) = &self.part else {
            return (
                "全部场地，含已关闭的（见 status）；面积未知为 null".to_owned(),
                "all sites, closed ones too (see status); an unknown area is null".to_owned(),
            );
        };
        let (shape_zh, shape_en) = part.view.geometry.map_or_else(Default::default, |shape| {
            let (zh, en) = shape.words();
            (format!("登记为{zh}的"), format!(" that are recorded as {en}"))
        });
        let (kinds_zh, kinds_en) = match part.view.kinds.as_slice() {
            [] => Default::default(),
            kinds => {
                (format!("类型为 {} 的", kinds.join("、")), format!(" of the kinds {}", kinds.join(", ")))
            }
        };
        (format!("场地中{shape_zh}{kinds_zh}"), format!("the sites{shape_en}{kinds_en}"))
    }

    fn layer<'a>(&'a self, snapshot: &'a Snapshot) -> &'a Layer<SiteFacts> {
        &snapshot.sites
    }

    fn is_part(&self) -> bool {
        self.part.is_some()
    }

    fn holds(&self, entry: &Entry<SiteFacts>) -> bool {
        self.part.as_ref().is_none_or(|part| part.holds(entry.facts.kind, &entry.geometry))
    }

    fn geometry_format(&self) -> &'static str {
        match self.part.as_ref().and_then(|part| part.view.geometry) {
            None => "geometry-any",
            Some(Shape::Point) => "geometry-point-or-multipoint",
            Some(Shape::Line) => "geometry-linestring-or-multilinestring",
            Some(Shape::Polygon) => "geometry-polygon-or-multipolygon",
        }
    }

    fn filters<'a>(
        &self,
        params: &mut Params,
        world: &'a World,
        reference: &Reference,
    ) -> Result<Tests<'a, SiteFacts>, ApiError> {
        let mut tests = Tests::<'a, SiteFacts>::default();
        let kind = |label: &str| reference.catalogue.find(label).map(|(index, _)| index);
        let kinds = params.list("kind", kind, "/api/v1/kinds");
        tests.push_some(kinds, |wanted, entry| wanted.contains(&entry.facts.kind));
        let words = words(Status::ALL, Status::as_str);
        let status = params.list("status", Status::parse, &words);
        tests.push_some(status, |wanted, entry| wanted.contains(&entry.facts.status));
        let words = self::words(Access::ALL, Access::as_str);
        let access = params.list("access", Access::parse, &words);
        tests.push_some(access, |wanted, entry| wanted.contains(&entry.facts.access));
        let words = self::words(Level::ALL, Level::as_str);
        let level = params.list("level", Level::parse, &words);
        tests
            .push_some(level, |wanted, entry| entry.facts.level.is_some_and(|level| wanted.contains(&level)));
        tests.push_on(params.list("container", |text| Uuid::parse_str(text).ok(), "UUID"));
        // A trail across a boundary is in both divisions, as its area is.
        let division = super::divisions::chosen(params, world)?;
        tests.push_some(division, |wanted, entry| {
            entry.facts.contribution.shares.as_slice().iter().any(|share| wanted.has(share.division))
        });
        let smart = params.boolean("smart");
        tests.push_some(smart, |wanted, entry| entry.facts.is_smart() == *wanted);
        if let Some(part) = self.part.clone() {
            tests.push(move |entry: &Entry<SiteFacts>| part.holds(entry.facts.kind, &entry.geometry));
        }
        Ok(tests)
    }

    fn time(&self, facts: &SiteFacts) -> (Day, Day) {
        (facts.opened, facts.closed)
    }

    fn quick(&self, name: &str) -> Option<Quick<SiteFacts>> {
        Some(match name {
            "kind" => |facts, catalogue| word(&catalogue.get(facts.kind).id),
            "status" => |facts, _| word(facts.status.as_str()),
            "access" => |facts, _| word(facts.access.as_str()),
            "level" => |facts, _| facts.level.map_or(Value::Null, |level| word(level.as_str())),
            "counts_area" => |facts, _| Value::Bool(facts.counts_area()),
            "venue_area_m2" => {
                |facts, _| facts.venue_area().map_or(Value::Null, |area| Value::Number(area.m2()))
            }
            "opened_on" => |facts, _| day(facts.opened.date()),
            "closed_on" => |facts, _| day(facts.closed.date()),
            "demo" => |facts, _| Value::Bool(facts.is_demo()),
            _ => return None,
        })
    }

    fn fields(&self, catalogue: &Catalogue) -> Vec<Field> {
        fields::sites(catalogue)
    }
}

fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|item| word(*item)).collect::<Vec<_>>().join(", ")
}
