//! How far one gets along streets from a site or a place, and whom it serves.

use super::Studies;
use super::answer::Answer;
use super::extent::{Extent, Extents};
use super::features::{Features, json};
use super::few::Few;
use super::grounds::Grounds;
use super::head::Head;
use super::question::{Part, part};
use super::scope::{LINE, Scope};
use super::watch::Watch;
use crate::analysis::demand::People;
use crate::analysis::network::costs::{Cost, Measure};
use crate::analysis::network::isochrone::{lines, reached};
use crate::analysis::network::isochrone_area::{AreaStyle, area};
use crate::analysis::reach::{Reach, Target};
use crate::domain::id::SiteId;
use crate::registry::Registry;
use crate::registry::asked::Asked;
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use geo::{Geodesic, Geometry, Length, Point};
use serde::Serialize;
use std::sync::Arc;

/// Minutes of a fitness circle, if nothing is asked.
const CIRCLE_MIN: &str = "5,10,15";

/// The strip on each side of a street, and the holes that are filled: blocks of houses reached all
/// around.
const STYLE: AreaStyle = AreaStyle { beside_m: 40.0, fill_m2: 40_000.0 };

/// A question of isochrones.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IsochroneQuestion {
    #[serde(flatten)]
    pub scope: Scope,
    pub extents: Extents,
    /// From a site, by all its entrances ...
    pub site: Option<SiteId>,
    /// ... or from a place, degrees WGS 84 (lon, lat).
    pub at: Option<[f64; 2]>,
    pub part: Part,
}

impl IsochroneQuestion {
    pub fn read(asked: &mut Asked, reference: &Reference) -> Self {
        if let Some(first) = reference.modes.iter().next() {
            asked.preset("mode", &first.id);
        }
        for filter in ["kinds", "access", "programmes"] {
            if asked.has(filter) {
                asked.wrong(
                    filter,
                    "not_here",
                    "等时圈从一个地点出发，与其他场地无关",
                    "an isochrone starts from one place, whatever other sites there are",
                );
            }
        }
        let scope = Scope::read(asked, reference);
        if scope.mode == LINE {
            asked.wrong(
                "mode",
                "not_here",
                "直线距离的等时圈只是圆；请用步行或骑行（mode=walk），并先导入路网",
                "in a straight line it is a circle; take a way along streets (mode=walk), and import a network",
            );
        }
        let extents = if asked.has("metres") || asked.has("minutes") {
            Extents::gb_50180(asked)
        } else {
            asked.preset("minutes", CIRCLE_MIN);
            Extents::gb_50180(asked)
        };
        let given = u8::from(asked.has("site")) + u8::from(asked.has("at"));
        let site = asked.read("site", |text| {
            text.parse::<SiteId>().map_err(|_| {
                (
                    format!("site 应为场地编号，收到“{text}”"),
                    format!("`site` is the id of a site, not `{text}`"),
                )
            })
        });
        let at = asked.read("at", |text| {
            place(text).ok_or_else(|| {
                (
                    format!("at 应为 经度,纬度，如 123.463,41.679，收到“{text}”"),
                    format!("`at` is lon,lat such as 123.463,41.679, not `{text}`"),
                )
            })
        });
        if given != 1 {
            asked.wrong("at", "one_of", "请给出 at 或 site 之一", "give one of `at` and `site`");
        }
        Self { scope, extents, site, at, part: part(asked, Part::Areas, &[]) }
    }
}

fn place(text: &str) -> Option<[f64; 2]> {
    let (lon, lat) = text.split_once([',', '，'])?;
    let (lon, lat) = (lon.trim().parse::<f64>().ok()?, lat.trim().parse::<f64>().ok()?);
    (lon.abs() <= 180.0 && lat.abs() <= 90.0).then_some([lon, lat])
}

/// What lies within one limit.
#[derive(Clone, Serialize)]
struct Ring {
    #[serde(flatten)]
    limit: Extent,
    /// People at points whose way is within the limit, `null` where they, or those beyond the next narrower
    /// limit, are too few to be told; the area is a picture, people are counted by points.
    people: Option<People>,
    share: Option<f64>,
    /// Kilometres of street within it, cut where the limit is used up.
    street_km: f64,
}

#[derive(Serialize)]
struct Answered<'a> {
    question: &'a IsochroneQuestion,
    #[serde(flatten)]
    head: Head,
    #[serde(skip_serializing_if = "Option::is_none")]
    rings: Option<Vec<Ring>>,
}

impl Studies {
    pub(super) async fn isochrone(
        &self,
        registry: &Registry,
        world: &Arc<World>,
        question: &IsochroneQuestion,
        watch: Watch<'_>,
    ) -> Result<Answer, RegistryError> {
        let target = target(world, question)?;
        let grounds = registry.grounds(world, &question.scope, &question.extents, watch).await?;
        tokio::task::block_in_place(|| answer(registry, world, question, &grounds, &target, watch))
    }
}

fn target(world: &World, question: &IsochroneQuestion) -> Result<Target, RegistryError> {
    let geometry = match (question.site, question.at) {
        (Some(id), _) => {
            world.snapshot.sites.get(id.0).and_then(|entry| entry.geometry.to_geometry()).ok_or_else(
                || {
                    RegistryError::invalid(
                        "site",
                        "no_such_site",
                        format!("没有场地 {id}，或其位置未知"),
                        format!("there is no site {id}, or nobody knows where it is"),
                    )
                },
            )?
        }
        (None, Some([lon, lat])) => Point::new(lon, lat).into(),
        (None, None) => Geometry::MultiPoint(Vec::<Point<f64>>::new().into()),
    };
    Ok(Target::new(geometry, 0))
}

fn answer(
    registry: &Registry,
    world: &World,
    question: &IsochroneQuestion,
    grounds: &Grounds,
    target: &Target,
    watch: Watch<'_>,
) -> Result<Answer, RegistryError> {
    let Some(walked) = &grounds.walked else {
        return Err(RegistryError::Internal("isochrones go along streets".to_owned()));
    };
    let (streets, measure) = (&walked.streets, walked.measure);
    let entrances = streets.entrances(target);
    if entrances.is_empty() {
        return Err(RegistryError::refused(
            "起点附近没有可走的道路（1,000 m 以内）",
            "no street is near the start (within 1,000 m)",
        ));
    }
    let surface = grounds.located.state.shared_surface();
    let farthest = grounds.limits.iter().copied().fold(0.0, f64::max);
    let served =
        streets.catchments(&surface, std::slice::from_ref(target), measure, (farthest, usize::MAX), watch)?;
    let served = served.first().map_or(&[][..], Vec::as_slice);
    let few = Few::new(&registry.reference);
    let mut narrower = People::ZERO;
    let mut rings = Vec::new();
    for (extent, limit) in grounds.extents.iter().zip(&grounds.limits) {
        let people: People = (served.iter())
            .filter(|(_, cost)| cost <= limit)
            .map(|(point, _)| grounds.surface().people()[*point as usize])
            .sum();
        let people = few.beside(narrower, people);
        narrower = people.unwrap_or(narrower);
        let budget = Cost::of(*limit).unwrap_or(Cost(0));
        let parts = reached(&streets.network, streets.costs(measure), &entrances, budget);
        let lines = lines(&streets.network, &parts);
        let metres: f64 = lines.iter().map(|line| Geodesic.length(line)).sum();
        rings.push((
            Ring {
                limit: *extent,
                people,
                share: people.and_then(|people| people.share_of(surface.total())),
                street_km: (metres / 100.0).round() / 10.0,
            },
            lines,
        ));
    }
    debug_assert!(matches!(measure, Measure::Metres | Measure::Seconds));
    let head = registry.head(world, &question.scope, grounds);
    let mut answered = Answered { question, head, rings: None };
    if question.part == Part::Figures {
        answered.rings = Some(rings.into_iter().map(|(ring, _)| ring).collect());
        return json(&answered);
    }
    let mut features = Features::new();
    // The widest first, so that a map draws the narrower ones on top.
    for (ring, lines) in rings.iter().rev() {
        features.push(&Geometry::MultiPolygon(area(lines, &STYLE)), ring)?;
    }
    features.finish(&answered)
}
