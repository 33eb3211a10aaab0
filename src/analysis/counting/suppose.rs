//! What a supposed site adds: one that is not there, stands elsewhere, or has another width.

use super::remainder::largest_remainder;
use crate::analysis::divisions::{Tree, cut, home_place};
use crate::domain::area::Area;
use crate::domain::contribution::{Contribution, Ordinal, Share, Shares, Verdict};
use crate::domain::kind::{Kind, KindIndex, Measure};
use geo::{Geometry, LineString};
use std::collections::BTreeMap;

/// A site that is built as planned: in use, free and open. Its area is that given, or unknown where
/// its kind has one; a container and a kind without area add none.
pub fn added(
    kind: (KindIndex, &Kind),
    geometry: &Geometry<f64>,
    area: Option<Area>,
    tree: &Tree,
) -> Contribution {
    let (index, kind) = kind;
    let verdict = if kind.container {
        Verdict::Container
    } else if kind.measure == Measure::None || !kind.counts_area {
        Verdict::KindWithoutArea
    } else if area.is_some() {
        Verdict::Surveyed
    } else {
        Verdict::AreaUnknown
    };
    let area = area.filter(|_| verdict.wants_area()).unwrap_or_default();
    Contribution {
        kind: index,
        verdict,
        open: Some(true),
        free: Some(true),
        demo: false,
        grade: None,
        shares: shares(geometry, area, tree),
    }
}

/// The same site at another place: its area stays as it is, its length is that of the new line.
pub fn moved(contribution: &Contribution, geometry: &Geometry<f64>, tree: &Tree) -> Contribution {
    Contribution { shares: shares(geometry, contribution.area(), tree), ..contribution.clone() }
}

/// A trail as wide as `width_m` (metres) all along; anything else stays as it is.
pub fn widened(contribution: &Contribution, width_m: f64) -> Contribution {
    let is_trail = matches!(contribution.verdict, Verdict::LengthWidth | Verdict::AreaUnknown)
        && contribution.length_cm() > 0;
    if !is_trail {
        return contribution.clone();
    }
    let all = contribution.shares.as_slice();
    let metres = contribution.length_cm() as f64 / 100.0;
    let whole = Area::from_m2(metres * width_m).unwrap_or_default();
    let weights: Vec<f64> = all.iter().map(|share| share.length_cm as f64).collect();
    let parts = largest_remainder(whole.cm2(), &weights);
    let shares = all.iter().zip(parts).map(|(share, area)| Share { area: Area::from_cm2(area), ..*share });
    Contribution {
        verdict: Verdict::LengthWidth,
        shares: Shares::new(shares.collect()),
        ..contribution.clone()
    }
}

/// Where a geometry lies, with its area split along its lines.
fn shares(geometry: &Geometry<f64>, area: Area, tree: &Tree) -> Shares {
    let lines: Vec<&LineString<f64>> = match geometry {
        Geometry::LineString(line) => vec![line],
        Geometry::MultiLineString(lines) => lines.0.iter().collect(),
        _ => {
            let division = home_place(geometry).map_or(Ordinal::NONE, |place| tree.locate(place));
            return Shares::One(Share { division, area, length_cm: 0 });
        }
    };
    let mut metres: BTreeMap<Ordinal, f64> = BTreeMap::new();
    let mut whole = 0.0;
    for line in lines {
        let cut = cut::lengths(line, tree);
        whole += cut.whole;
        for (division, length) in cut.metres {
            *metres.entry(division).or_default() += length;
        }
    }
    let weights: Vec<f64> = metres.values().copied().collect();
    let areas = largest_remainder(area.cm2(), &weights);
    let lengths = largest_remainder((whole * 100.0).round() as i64, &weights);
    let mut all: Vec<Share> = (metres.keys().zip(areas).zip(lengths))
        .map(|((division, area), length_cm)| Share {
            division: *division,
            area: Area::from_cm2(area),
            length_cm,
        })
        .collect();
    // The home is where most of it lies; the sort is stable, so ties go to the first division.
    all.sort_by_key(|share| std::cmp::Reverse(share.length_cm));
    Shares::new(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{line_string, point};

    fn kind(measure: Measure, container: bool) -> Kind {
        Kind {
            id: "x".to_owned(),
            name_zh: "某".to_owned(),
            name_en: "x".to_owned(),
            geometry: vec![crate::domain::kind::Shape::Point],
            measure,
            container,
            set: false,
            counts_area: true,
            unit_zh: "处".to_owned(),
            unit_en: "site".to_owned(),
            group: "other".to_owned(),
            aliases: Vec::new(),
            typical_area_m2: None,
            typical_area_source: None,
            official_codes: BTreeMap::new(),
            note_zh: None,
            note_en: None,
        }
    }

    #[test]
    fn a_supposed_site_adds_its_area_unless_its_kind_has_none() {
        let at = point!(x: 123.4, y: 41.7).into();
        let area = Area::from_m2(420.0).ok();
        let tree = Tree::default();
        let add = |kind: &Kind, area| added((KindIndex(0), kind), &at, area, &tree);
        let court = add(&kind(Measure::Area, false), area);
        assert_eq!((court.verdict, court.area().m2()), (Verdict::Surveyed, 420.0));
        assert_eq!(add(&kind(Measure::Area, false), None).verdict, Verdict::AreaUnknown);
        let park = add(&kind(Measure::Area, true), area);
        assert_eq!((park.verdict, park.area()), (Verdict::Container, Area::ZERO));
        assert_eq!(add(&kind(Measure::None, false), area).verdict, Verdict::KindWithoutArea);
    }

    #[test]
    fn a_trail_of_another_width_has_another_area_and_a_moved_one_keeps_its_own() {
        let line: Geometry<f64> = line_string![(x: 123.4, y: 41.7), (x: 123.41, y: 41.7)].into();
        let tree = Tree::default();
        let trail = added((KindIndex(0), &kind(Measure::LengthWidth, false)), &line, None, &tree);
        assert_eq!(trail.verdict, Verdict::AreaUnknown);
        let metres = trail.length_cm() as f64 / 100.0;
        let wide = widened(&trail, 3.0);
        assert_eq!(wide.verdict, Verdict::LengthWidth);
        assert!((wide.area().m2() - metres * 3.0).abs() < 0.01);
        let elsewhere: Geometry<f64> = line_string![(x: 123.5, y: 41.7), (x: 123.52, y: 41.7)].into();
        let there = moved(&wide, &elsewhere, &tree);
        assert_eq!(there.area(), wide.area());
        assert!(there.length_cm() > trail.length_cm());
        let court = added((KindIndex(0), &kind(Measure::Area, false)), &elsewhere, None, &tree);
        assert_eq!(
            widened(&Contribution { verdict: Verdict::Surveyed, ..court.clone() }, 3.0).area(),
            court.area()
        );
    }
}
