//! A site's feature.

use super::{Home, Revision, feature};
use crate::domain::area::Area;
use crate::domain::site::Site;

/// What a site's feature tells beside the site itself.
#[derive(Clone, Copy, Debug)]
pub struct SiteExtras<'a> {
    pub revision: Revision,
    /// The division it stands in.
    pub home: Option<Home<'a>>,
    /// External id of the site it lies in.
    pub container: Option<&'a str>,
    /// Geodesic length in metres; trails only.
    pub length_m: Option<f64>,
    /// What it contributes by the counting rules; `None` is unknown and written as `null`.
    pub venue_area: Option<Area>,
}

/// Appends the site's feature to `out`.
pub fn encode_site(out: &mut Vec<u8>, site: &Site, extras: &SiteExtras<'_>) {
    let geometry = site.geometry.as_ref();
    feature(out, site.id.0, geometry, extras.revision, |to| {
        to.text("name_zh", &site.name_zh);
        to.optional("name_en", site.name_en.as_deref());
        to.text("kind", &site.kind);
        to.word("status", site.status.as_str());
        to.word("access", site.access.as_str());
        if let Some(level) = site.level {
            to.word("level", level.as_str());
        }
        to.area("area_m2", site.area_m2);
        if let Some(grade) = site.area_grade {
            to.word("area_grade", grade.as_str());
        }
        to.flag("counts_area", site.counts_area);
        to.area("venue_area_m2", extras.venue_area);
        to.metres("length_m", extras.length_m);
        if let Some(home) = extras.home {
            to.text("division", home.code);
            to.text("division_name_zh", home.name_zh);
        }
        if let Some(container) = site.container_id {
            to.json("container_id", &container);
        }
        to.optional("container", extras.container);
        if !site.programmes.is_empty() {
            to.json("programmes", &site.programmes);
        }
        if !site.allocation.is_empty() {
            to.json("allocation", &site.allocation);
        }
        if !site.segments.is_empty() {
            to.json("segments", &site.segments);
        }
        to.optional("owner", site.owner.as_deref());
        to.optional("operator", site.operator.as_deref());
        to.optional("funder", site.funder.as_deref());
        to.optional("receiver", site.receiver.as_deref());
        to.optional("maintainer", site.maintainer.as_deref());
        to.date("opened_on", site.opened_on);
        to.date("closed_on", site.closed_on);
        if let Some(capacity) = site.capacity {
            to.integer("capacity", capacity.into());
        }
        to.optional("surface", site.surface.as_deref());
        if let Some(lighting) = site.lighting {
            to.flag("lighting", lighting);
        }
        if let Some(accessible) = site.accessible {
            to.flag("accessible", accessible);
        }
        to.optional("opening_hours", site.opening_hours.as_deref());
        to.optional("address", site.address.as_deref());
        if !site.photos.is_empty() {
            to.json("photos", &site.photos);
        }
        if !site.official_codes.is_empty() {
            to.json("official_codes", &site.official_codes);
        }
        to.optional("source", site.source.as_deref());
        to.optional("external_id", site.external_id.as_deref());
        to.optional("note", site.note.as_deref());
        to.flag("demo", site.demo);
    });
}
