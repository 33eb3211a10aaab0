//! One supposed change, written as clients write it: `{"close": {"site": ID}}`.

use super::Shape;
use crate::domain::area::Area;
use crate::domain::id::SiteId;
use crate::domain::invalid::Invalid;
use crate::domain::validity::{self, Flaw};
use serde::{Deserialize, Serialize};

/// People become at most so many times as many.
const LARGEST_FACTOR: f64 = 100.0;

/// No trail is wider, metres.
const WIDEST_M: f64 = 100.0;

/// What is supposed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum WhatIf {
    /// A site that is not there.
    Add {
        geometry: Shape,
        /// Id of a kind of site.
        kind: String,
        /// Its venue area; the kind's typical one where it is not told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        area_m2: Option<Area>,
    },
    /// A site stands somewhere else.
    Move { site: SiteId, geometry: Shape },
    /// A site is closed.
    Close { site: SiteId },
    /// People become `factor` times as many.
    Grow {
        /// Code of a division; everywhere where it is not told.
        #[serde(default)]
        division: Option<String>,
        factor: f64,
    },
    /// Trails count with this width, metres.
    Width { metres: f64 },
}

impl WhatIf {
    /// How clients write it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Add { .. } => "add",
            Self::Move { .. } => "move",
            Self::Close { .. } => "close",
            Self::Grow { .. } => "grow",
            Self::Width { .. } => "width",
        }
    }

    /// The site that must stand for it to be made.
    pub const fn site(&self) -> Option<SiteId> {
        match self {
            Self::Move { site, .. } | Self::Close { site } => Some(*site),
            Self::Add { .. } | Self::Grow { .. } | Self::Width { .. } => None,
        }
    }

    /// What is wrong with it as it stands; `at` is the field it is in, without a leading slash. Whether
    /// sites, kinds and divisions exist is for the registry to say.
    pub fn defects(&self, at: &str) -> Vec<Invalid> {
        let field = |name: &str| format!("{at}/{}/{name}", self.as_str());
        match self {
            Self::Add { geometry, kind, area_m2 } => {
                let mut defects = flaws(geometry, &field("geometry"));
                if kind.trim().is_empty() {
                    defects.push(Invalid::new(field("kind"), "required", "须填类型", "a kind is needed"));
                }
                if area_m2.is_some_and(|area| area <= Area::from_cm2(0)) {
                    let (zh, en) = ("面积须大于 0", "an area is more than 0");
                    defects.push(Invalid::new(field("area_m2"), "not_in_range", zh, en));
                }
                defects
            }
            Self::Move { geometry, .. } => flaws(geometry, &field("geometry")),
            Self::Close { .. } => Vec::new(),
            Self::Grow { factor, .. } => within(*factor, LARGEST_FACTOR, &field("factor")),
            Self::Width { metres } => within(*metres, WIDEST_M, &field("metres")),
        }
    }
}

fn flaws(geometry: &Shape, field: &str) -> Vec<Invalid> {
    let flaws = validity::flaws(geometry.geometry());
    let refusing = flaws.iter().filter(|flaw| Flaw::refuses(flaw));
    refusing.map(|flaw| Invalid::new(field, flaw.code(), flaw.message_zh(), flaw.message_en())).collect()
}

fn within(value: f64, most: f64, field: &str) -> Vec<Invalid> {
    if value > 0.0 && value <= most {
        return Vec::new();
    }
    let zh = format!("{value} 应大于 0、不超过 {most}");
    let en = format!("{value} should be more than 0 and at most {most}");
    vec![Invalid::new(field, "not_in_range", zh, en)]
}

#[cfg(test)]
mod tests {
    use super::WhatIf;
    use serde_json::{Value, json};

    fn read(value: &Value) -> Result<WhatIf, serde_json::Error> {
        serde_json::from_value(value.clone())
    }

    #[test]
    fn it_is_written_as_it_was_read() {
        let site = "0197c5b0-0000-7000-8000-000000000001";
        let point = json!({"type": "Point", "coordinates": [123.4, 41.6]});
        let ring = json!([[[123.4, 41.6], [123.5, 41.6], [123.5, 41.7], [123.4, 41.6]]]);
        for told in [
            json!({"add": {"geometry": point, "kind": "basketball"}}),
            json!({"add": {"geometry": {"type": "Polygon", "coordinates": ring}, "kind": "x", "area_m2": 608.5}}),
            json!({"move": {"site": site, "geometry": point}}),
            json!({"close": {"site": site}}),
            json!({"grow": {"division": null, "factor": 1.1}}),
            json!({"grow": {"division": "210112", "factor": 1.1}}),
            json!({"width": {"metres": 3.0}}),
        ] {
            let read = read(&told).expect("a what-if");
            assert_eq!(serde_json::to_value(&read).expect("json"), told);
            assert!(read.defects("changes/0").is_empty(), "{told}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let line = json!({"type": "LineString", "coordinates": [[123.4, 41.6], [123.4, 41.6]]});
        for (told, field) in [
            (json!({"add": {"geometry": line, "kind": "trail"}}), "changes/7/add/geometry"),
            (json!({"grow": {"factor": 0.0}}), "changes/7/grow/factor"),
            (json!({"width": {"metres": -1.0}}), "changes/7/width/metres"),
        ] {
            let defects = read(&told).expect("a what-if").defects("changes/7");
            assert_eq!(defects.len(), 1, "{defects:?}");
            assert_eq!(defects[0].field, field);
        }
        for told in [
            json!({"paint": {}}),
            json!({"close": {}}),
            json!({"close": {"site": "x"}}),
            json!({"width": {"metres": 3.0, "feet": 9.8}}),
            json!({"add": {"geometry": {"type": "Circle", "coordinates": [1, 2]}, "kind": "x"}}),
            json!({"add": {"geometry": {"type": "Point", "coordinates": [1]}, "kind": "x"}}),
        ] {
            assert!(read(&told).is_err(), "{told}");
        }
    }
}
