//! How features are told: in which reference system, with which members, with or without their places.

use super::Collection;
use super::fields::{Field, Sort};
use crate::api::query::{Params, System};
use crate::domain::kind::Catalogue;
use crate::formats::geojson::geometry;
use crate::index::{Entry, Shape, feature};
use std::borrow::Cow;

/// What is asked of the look of features; by default they are told as they are kept.
#[derive(Clone, Debug, Default)]
pub struct Shaping {
    /// `None`: as stored.
    pub system: Option<System>,
    /// Members that are told; `None`: all.
    pub members: Option<Vec<String>>,
    pub skip_geometry: bool,
    /// Members of the collection, each of which is told, `null` where a feature has it not; `None`: those it has.
    pub whole: Option<Vec<Field>>,
}

impl Shaping {
    /// Takes `crs`, `properties` and `skipGeometry`.
    pub fn take<C: Collection>(
        params: &mut Params,
        of: &C,
        catalogue: &Catalogue,
        served: &[String],
    ) -> Self {
        let system = System::take(params, "crs", served).filter(|system| !system.is_stored());
        let members = params.read("properties", |text| {
            let fields = of.fields(catalogue);
            let known = |name: &str| fields.iter().any(|field| field.name == name);
            text.split(',')
                .map(str::trim)
                .filter(|name| !matches!(*name, "geometry" | "geom" | "id"))
                .map(|name| {
                    known(name).then(|| name.to_owned()).ok_or_else(|| {
                        let all: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                        (
                            format!("properties 中没有“{name}”；可用：{}", all.join("、")),
                            format!("`properties`: there is no `{name}`; there are {}", all.join(", ")),
                        )
                    })
                })
                .collect()
        });
        let skip_geometry = params.boolean("skipGeometry").unwrap_or(false);
        Self { system, members, skip_geometry, whole: None }
    }

    /// Whether features are told as they are kept.
    pub fn is_plain(&self) -> bool {
        self.system.is_none() && self.members.is_none() && !self.skip_geometry && self.whole.is_none()
    }

    /// Appends a feature; `more` are members of the feature itself, as `,"name":value`.
    pub fn write<F>(&self, entry: &Entry<F>, more: &[u8], out: &mut Vec<u8>) {
        let parts = feature::Parts::of(&entry.feature);
        let Some(parts) = parts.filter(|_| !(self.is_plain() && more.is_empty())) else {
            out.extend_from_slice(&entry.feature);
            return;
        };
        out.extend_from_slice(parts.head);
        out.extend_from_slice(more);
        out.extend_from_slice(b",\"geometry\":");
        self.write_geometry(&entry.geometry, parts.geometry, out);
        out.extend_from_slice(b",\"properties\":{");
        match (&self.whole, &self.members) {
            (None, None) => out.extend_from_slice(parts.members),
            (None, Some(wanted)) => write_some(&parts, wanted, out),
            (Some(fields), _) => self.write_whole(&entry.feature, fields, out),
        }
        out.extend_from_slice(b"}}");
    }

    /// Every member by the list of fields. A whole number where others may have a fraction is told with one, so
    /// that who learns the sort of a member from a few features learns the right one.
    fn write_whole(&self, feature: &[u8], fields: &[Field], out: &mut Vec<u8>) {
        let had: Vec<(Cow<'_, str>, &[u8])> = feature::members(feature).collect();
        let is_told =
            |name: &str| self.members.as_ref().is_none_or(|told| told.iter().any(|one| one == name));
        let mut separator = Separator::default();
        for field in fields.iter().filter(|field| is_told(&field.name)) {
            let value =
                had.iter().find(|(name, _)| *name == field.name).map_or(&b"null"[..], |(_, value)| value);
            separator.write(out);
            write_member(&field.name, value, out);
            let whole = value.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-');
            if field.sort == Sort::Number && whole {
                out.extend_from_slice(b".0");
            }
        }
    }

    fn write_geometry(&self, shape: &Shape, encoded: &[u8], out: &mut Vec<u8>) {
        if self.skip_geometry {
            return out.extend_from_slice(b"null");
        }
        let Some(system) = &self.system else { return out.extend_from_slice(encoded) };
        let told =
            shape.to_geometry().and_then(|stored| system.transform().geometry_from_wgs84(&stored).ok());
        match told {
            Some(told) if system.north_first() => {
                // Turned before its axes are swapped: which way a ring runs is a matter of the ground.
                let mut east_first = Vec::with_capacity(encoded.len());
                geometry::write(&told, &mut east_first);
                swap_positions(&east_first, out);
            }
            Some(told) => geometry::write(&told, out),
            None => out.extend_from_slice(b"null"),
        }
    }
}

/// Those of the wanted members that a feature has, in the feature's order and as they are written there.
fn write_some(parts: &feature::Parts<'_>, wanted: &[String], out: &mut Vec<u8>) {
    let mut separator = Separator::default();
    let mut left = wanted.len();
    for (name, _, both) in parts.written() {
        // Mostly the first few are wanted: the rest is not even looked at.
        if left == 0 {
            return;
        }
        if wanted.iter().any(|wanted| feature::is_named(name, wanted)) {
            separator.write(out);
            out.extend_from_slice(both);
            left -= 1;
        }
    }
}

fn write_member(name: &str, value: &[u8], out: &mut Vec<u8>) {
    // A text can always be written.
    let _ = serde_json::to_writer(&mut *out, name);
    out.push(b':');
    out.extend_from_slice(value);
}

/// A comma before all but the first.
#[derive(Default)]
struct Separator(bool);

impl Separator {
    fn write(&mut self, out: &mut Vec<u8>) {
        if std::mem::replace(&mut self.0, true) {
            out.push(b',');
        }
    }
}

/// Appends a geometry, as it is written here, with the two numbers of each position swapped.
fn swap_positions(geometry: &[u8], out: &mut Vec<u8>) {
    let mut rest = geometry;
    while let Some((first, behind)) = rest.split_first() {
        out.push(*first);
        rest = behind;
        let begins =
            *first == b'[' && behind.first().is_some_and(|next| next.is_ascii_digit() || *next == b'-');
        if !begins {
            continue;
        }
        let Some(end) = memchr::memchr(b']', behind) else { continue };
        if let Some(comma) = memchr::memchr(b',', &behind[..end]) {
            out.extend_from_slice(&behind[comma + 1..end]);
            out.push(b',');
            out.extend_from_slice(&behind[..comma]);
            rest = &behind[end..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Geometry, LineString, Polygon};

    #[test]
    fn swapped_rings_run_as_they_did_on_the_ground() {
        let ring = LineString::from(vec![(123.5, -41.5), (124.0, 41.5), (123.5, 42.0), (123.5, -41.5)]);
        let mut plain = Vec::new();
        geometry::write(&Geometry::Polygon(Polygon::new(ring, Vec::new())), &mut plain);
        let mut swapped = Vec::new();
        swap_positions(&plain, &mut swapped);
        assert_eq!(
            String::from_utf8(swapped).expect("text"),
            r#"{"type":"Polygon","coordinates":[[[-41.5,123.5],[41.5,124],[42,123.5],[-41.5,123.5]]]}"#
        );
        let mut point = Vec::new();
        swap_positions(br#"{"type":"Point","coordinates":[1,-2]}"#, &mut point);
        assert_eq!(point, br#"{"type":"Point","coordinates":[-2,1]}"#);
    }
}
