//! What figures of reach are made from, whatever the way was measured by.

use super::state::{NO_SITE, ReachState};
use super::target::Class;
use crate::analysis::demand::Surface;
use std::sync::Arc;

/// How far each point of a surface has to its nearest site.
pub trait Reach: Sync {
    fn surface(&self) -> &Surface;
    /// Metres (or seconds) to the nearest site, by point; infinite where there is none.
    fn far(&self) -> &[f64];
    /// The nearest site of a point, by its number.
    fn site(&self, point: usize) -> Option<u32>;
    /// Class of the nearest site of a point.
    fn class(&self, point: usize) -> Option<Class>;
    /// Whether a point has a site within `far`.
    fn is_within(&self, point: usize, far: f64) -> bool;
}

impl Reach for ReachState {
    fn surface(&self) -> &Surface {
        self.surface()
    }

    fn far(&self) -> &[f64] {
        self.metres()
    }

    fn site(&self, point: usize) -> Option<u32> {
        self.near(point).map(|near| near.site)
    }

    fn class(&self, point: usize) -> Option<Class> {
        self.near(point).and_then(|near| self.sites().get(near.site)).map(|target| target.class)
    }

    fn is_within(&self, point: usize, far: f64) -> bool {
        self.is_within(point, far)
    }
}

/// Reach that was measured along streets.
#[derive(Clone, Debug)]
pub struct Along {
    pub surface: Arc<Surface>,
    /// Metres or seconds to the nearest site, by point; infinite where there is no way.
    pub far: Vec<f64>,
    /// The nearest site by point, or [`NO_SITE`].
    pub site: Vec<u32>,
    /// Class of each site.
    pub classes: Vec<Class>,
}

impl Reach for Along {
    fn surface(&self) -> &Surface {
        &self.surface
    }

    fn far(&self) -> &[f64] {
        &self.far
    }

    fn site(&self, point: usize) -> Option<u32> {
        Some(self.site[point]).filter(|site| *site != NO_SITE)
    }

    fn class(&self, point: usize) -> Option<Class> {
        self.site(point).and_then(|site| self.classes.get(site as usize)).copied()
    }

    fn is_within(&self, point: usize, far: f64) -> bool {
        self.far[point] <= far
    }
}
