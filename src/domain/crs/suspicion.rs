//! Looking at a whole batch of coordinates: is what was declared likely?
//!
//! A single place cannot tell; many can. Nothing is changed here: the suspicions go into the
//! import's report, and whoever brings the data decides.

use super::{Crs, Transform};
use crate::domain::bbox::Bbox;

/// At most so many places, spread evenly over the batch, are looked at.
const SAMPLE: usize = 10_000;

/// A reading is likely when this share of the batch falls into its area by it.
const MOST: f64 = 0.8;

/// The declaration is in doubt when less than this share of the batch falls into its area.
const HALF: f64 = 0.5;

/// What is probably wrong with a batch.
#[derive(Debug, Clone, PartialEq)]
pub enum Suspicion {
    /// Latitude was given where longitude belongs.
    Swapped {
        /// Share of the batch that fits only when swapped, 0 to 1.
        share: f64,
    },
    /// The batch fits its area clearly better in another datum: it lies some 550 m (GCJ-02) or
    /// 1.4 km (BD-09) off.
    WrongDatum {
        /// As declared.
        declared: Crs,
        /// Which fits better.
        likely: Crs,
        /// Share of the batch inside its area as declared, 0 to 1.
        inside_as_declared: f64,
        /// Share inside in the likely datum, 0 to 1.
        inside_as_likely: f64,
    },
    /// Degrees and minutes, such as 123.2778 or 12327.78 for 123° 27.78'.
    DegreesMinutes {
        /// Share of the batch that fits only when read so, 0 to 1.
        share: f64,
    },
    /// Projected metres that were declared as degrees, or in another projection.
    Metres {
        /// The system in which the batch fits, if one was found.
        likely: Option<Crs>,
    },
    /// Most of the batch lies outside its area, for none of the reasons above.
    Elsewhere {
        /// Share of the batch outside, 0 to 1.
        share: f64,
    },
}

impl Suspicion {
    /// A stable word for reports and programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Swapped { .. } => "suspect_swapped",
            Self::WrongDatum { .. } => "suspect_datum",
            Self::DegreesMinutes { .. } => "suspect_degrees_minutes",
            Self::Metres { .. } => "suspect_metres",
            Self::Elsewhere { .. } => "suspect_elsewhere",
        }
    }

    /// The warning in English.
    pub fn message_en(&self) -> String {
        match self {
            Self::Swapped { share } => format!(
                "{:.0} % of the coordinates fit only with longitude and latitude swapped; exchange the two columns",
                share * 100.0
            ),
            Self::WrongDatum { declared, likely, inside_as_declared, inside_as_likely } => format!(
                "declared as {declared}, {:.0} % of the coordinates lie in their stated area, as {likely} {:.0} %; probably --crs {likely} is meant",
                inside_as_declared * 100.0,
                inside_as_likely * 100.0
            ),
            Self::DegreesMinutes { share } => format!(
                "{:.0} % of the coordinates fit only when read as degrees and minutes; convert them to decimal degrees",
                share * 100.0
            ),
            Self::Metres { likely: Some(crs) } => {
                format!(
                    "the coordinates look like projected metres and fit {crs}; probably --crs {crs} is meant"
                )
            }
            Self::Metres { likely: None } => {
                "the coordinates look like projected metres; declare their system with --crs EPSG:number"
                    .to_owned()
            }
            Self::Elsewhere { share } => format!(
                "{:.0} % of the coordinates lie outside the expected area; check the declared coordinate system and the area",
                share * 100.0
            ),
        }
    }

    /// The warning in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Self::Swapped { share } => {
                format!("{:.0}% 的坐标只有对调经度与纬度后才相符；请对调这两列", share * 100.0)
            }
            Self::WrongDatum { declared, likely, inside_as_declared, inside_as_likely } => format!(
                "按声明的 {declared}，{:.0}% 的坐标位于所述区域内，按 {likely} 则为 {:.0}%；很可能应为 --crs {likely}",
                inside_as_declared * 100.0,
                inside_as_likely * 100.0
            ),
            Self::DegreesMinutes { share } => {
                format!("{:.0}% 的坐标只有按度分读取才相符；请换算为十进制度", share * 100.0)
            }
            Self::Metres { likely: Some(crs) } => {
                format!("坐标看起来是以米为单位的投影坐标，与 {crs} 相符；很可能应为 --crs {crs}")
            }
            Self::Metres { likely: None } => {
                "坐标看起来是以米为单位的投影坐标；请用 --crs EPSG:编号 声明其坐标系".to_owned()
            }
            Self::Elsewhere { share } => {
                format!("{:.0}% 的坐标位于预期区域之外；请核对所声明的坐标系和区域", share * 100.0)
            }
        }
    }
}

/// What is probably wrong with `batch`, (x, y) as they came, declared as `declared`.
///
/// `expected` is the box (WGS 84) that the whole batch should lie in; `inside(i, lon, lat)` says
/// whether the batch's place `i` would lie in its own stated area (its sub-district, say) at a
/// WGS 84 place. Only areas much smaller than the box can show a wrong datum. With no stated
/// areas use [`suspicions_in_box`].
pub fn suspicions(
    declared: &Crs,
    batch: &[(f64, f64)],
    expected: &Bbox,
    inside: &dyn Fn(usize, f64, f64) -> bool,
) -> Vec<Suspicion> {
    let step = batch.len().div_ceil(SAMPLE).max(1);
    let look = Look {
        batch: batch
            .iter()
            .copied()
            .enumerate()
            .step_by(step)
            .filter(|(_, (x, y))| x.is_finite() && y.is_finite())
            .collect(),
        inside,
    };
    let Ok(as_declared) = Transform::new(declared) else {
        return Vec::new();
    };
    if look.batch.is_empty() {
        return Vec::new();
    }
    let fits = look.fits(|x, y| as_declared.to_wgs84(x, y).ok());
    if let Some(datum) = wrong_datum(declared, &look, &fits) {
        return vec![datum];
    }
    let share = share_of(&fits);
    if share >= HALF {
        return Vec::new();
    }
    vec![misread(&look, &as_declared, expected).unwrap_or(Suspicion::Elsewhere { share: 1.0 - share })]
}

/// [`suspicions`] of a batch of which only the common box is known.
pub fn suspicions_in_box(declared: &Crs, batch: &[(f64, f64)], expected: &Bbox) -> Vec<Suspicion> {
    suspicions(declared, batch, expected, &|_, lon, lat| expected.contains_point(lon, lat))
}

struct Look<'a> {
    batch: Vec<(usize, (f64, f64))>,
    inside: &'a dyn Fn(usize, f64, f64) -> bool,
}

impl Look<'_> {
    /// For each place, whether it falls into its area when read in some way.
    fn fits(&self, read: impl Fn(f64, f64) -> Option<(f64, f64)>) -> Vec<bool> {
        self.batch
            .iter()
            .map(|(i, (x, y))| read(*x, *y).is_some_and(|(lon, lat)| (self.inside)(*i, lon, lat)))
            .collect()
    }
}

fn share_of(fits: &[bool]) -> f64 {
    fits.iter().filter(|fit| **fit).count() as f64 / fits.len() as f64
}

/// Compares the places that only one of two datums brings into their areas. With the right
/// declaration another datum loses places and gains next to none.
fn wrong_datum(declared: &Crs, look: &Look<'_>, fits: &[bool]) -> Option<Suspicion> {
    let in_degrees = [Crs::Wgs84, Crs::Gcj02, Crs::Bd09];
    let same = |a: &Crs, b: &Crs| a == b || (a.is_stored() && b.is_stored());
    if !in_degrees.iter().any(|crs| same(crs, declared)) {
        return None;
    }
    let mut best: Option<(usize, Suspicion)> = None;
    for likely in in_degrees.into_iter().filter(|crs| !same(crs, declared)) {
        let Ok(other) = Transform::new(&likely) else {
            continue;
        };
        let fits_other = look.fits(|x, y| other.to_wgs84(x, y).ok());
        let pairs = || fits.iter().zip(&fits_other);
        let gained = pairs().filter(|(now, then)| !**now && **then).count();
        let lost = pairs().filter(|(now, then)| **now && !**then).count();
        let telling = gained >= 8 || (gained >= 3 && gained * 2 >= fits.len());
        let net = gained.saturating_sub(lost);
        if telling && gained >= 4 * lost && best.as_ref().is_none_or(|(b, _)| net > *b) {
            let suspicion = Suspicion::WrongDatum {
                declared: declared.clone(),
                likely,
                inside_as_declared: share_of(fits),
                inside_as_likely: share_of(&fits_other),
            };
            best = Some((net, suspicion));
        }
    }
    best.map(|(_, suspicion)| suspicion)
}

fn misread(look: &Look<'_>, as_declared: &Transform, expected: &Bbox) -> Option<Suspicion> {
    let share = share_of(&look.fits(|x, y| as_declared.to_wgs84(y, x).ok()));
    if share >= HALF {
        return Some(Suspicion::Swapped { share });
    }
    for read in [minutes_after_the_point, minutes_and_seconds_after_the_point, minutes_before_the_point] {
        let share = share_of(&look.fits(|x, y| Some((read(x)?, read(y)?))));
        if share >= MOST {
            return Some(Suspicion::DegreesMinutes { share });
        }
    }
    let mut best: Option<(f64, Crs)> = None;
    for likely in projections_near(expected) {
        let Ok(transform) = Transform::new(&likely) else {
            continue;
        };
        let share = share_of(&look.fits(|x, y| transform.to_wgs84(x, y).ok()));
        if share >= best.as_ref().map_or(MOST, |(most, _)| most + f64::EPSILON) {
            best = Some((share, likely));
        }
    }
    if let Some((_, likely)) = best {
        return Some(Suspicion::Metres { likely: Some(likely) });
    }
    let no_degrees: Vec<bool> =
        look.batch.iter().map(|(_, (x, y))| x.abs() > 1_000.0 && y.abs() > 1_000.0).collect();
    (as_declared.crs().is_stored() && share_of(&no_degrees) >= HALF)
        .then_some(Suspicion::Metres { likely: None })
}

/// 123.2778 as 123° 27.78'.
fn minutes_after_the_point(value: f64) -> Option<f64> {
    let minutes = value.fract() * 100.0;
    (minutes.abs() < 60.0).then(|| value.trunc() + minutes / 60.0)
}

/// 123.274680 as 123° 27' 46.80".
fn minutes_and_seconds_after_the_point(value: f64) -> Option<f64> {
    let minutes = (value.fract() * 100.0 + 1e-9).trunc();
    let seconds = (value.fract() * 100.0 - minutes) * 100.0;
    (minutes.abs() < 60.0 && seconds.abs() < 60.0).then(|| value.trunc() + minutes / 60.0 + seconds / 3_600.0)
}

/// 12327.78 as 123° 27.78', as satellite receivers write it.
fn minutes_before_the_point(value: f64) -> Option<f64> {
    let degrees = (value / 100.0).trunc();
    let minutes = value - degrees * 100.0;
    (minutes.abs() < 60.0).then(|| degrees + minutes / 60.0)
}

/// The projections that data of this box would commonly be in: web Mercator, CGCS2000 in zones of
/// 3 and 6 degrees without and with zone prefix, UTM.
fn projections_near(expected: &Bbox) -> Vec<Crs> {
    let (lon, lat) = expected.center();
    let mut found = vec![Crs::WebMercator];
    let zone_3 = (lon / 3.0).round();
    if (25.0..=45.0).contains(&zone_3) {
        let offset = zone_3 as u32 - 25;
        found.extend([Crs::Epsg(4534 + offset), Crs::Epsg(4513 + offset)]);
    }
    let zone_6 = (lon / 6.0).floor() + 1.0;
    if (13.0..=23.0).contains(&zone_6) {
        let offset = zone_6 as u32 - 13;
        found.extend([Crs::Epsg(4502 + offset), Crs::Epsg(4491 + offset)]);
    }
    let utm = ((lon + 180.0) / 6.0).floor().clamp(0.0, 59.0) as u32 + 1;
    found.push(Crs::Epsg(if lat >= 0.0 { 32_600 + utm } else { 32_700 + utm }));
    found
}

#[cfg(test)]
#[path = "suspicion_tests.rs"]
mod tests;
