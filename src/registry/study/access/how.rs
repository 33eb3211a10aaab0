//! How access is measured: method, catchment, kernel, supply.

use super::kernel;
use super::supply::Supply;
use crate::analysis::access::floating::Steps;
use crate::analysis::access::kernel::Kernel;
use crate::registry::asked::Asked;
use crate::registry::reference::Reference;
use crate::registry::study::extent::Extents;
use crate::registry::study::scope::Scope;
use serde::Serialize;

/// Metres of a catchment if nothing is asked: 15 minutes on foot.
const CATCHMENT_M: f64 = 1_000.0;

/// The method as its papers name it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Method {
    /// Two steps, everybody within the catchment alike.
    #[default]
    #[serde(rename = "2sfca")]
    Two,
    /// Two steps, nearer sites weigh more.
    #[serde(rename = "e2sfca")]
    Enhanced,
    /// Three steps: people also choose among the sites that they reach.
    #[serde(rename = "3sfca")]
    Three,
}

impl Method {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "2sfca" => Some(Self::Two),
            "e2sfca" => Some(Self::Enhanced),
            "3sfca" => Some(Self::Three),
            _ => None,
        }
    }

    pub const fn steps(self) -> Steps {
        match self {
            Self::Two | Self::Enhanced => Steps::Two,
            Self::Three => Steps::Three,
        }
    }

    /// In words, Chinese and English.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Two => ("两步移动搜索法（2SFCA）", "two-step floating catchments (2SFCA)"),
            Self::Enhanced => {
                ("加权两步移动搜索法（E2SFCA）", "enhanced two-step floating catchments (E2SFCA)")
            }
            Self::Three => ("三步移动搜索法（3SFCA）", "three-step floating catchments (3SFCA)"),
        }
    }
}

/// All that access depends on beside people and sites.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct How {
    /// One limit: where catchments end.
    pub extents: Extents,
    pub method: Method,
    /// In metres.
    pub kernel: Kernel,
    pub supply: Supply,
}

impl How {
    pub fn read(asked: &mut Asked, scope: &Scope, reference: &Reference) -> Self {
        let told = asked.has("metres") || asked.has("minutes");
        let mut extents = Extents::read_one(asked, CATCHMENT_M);
        let method = asked.word("method", Method::parse, "2sfca, e2sfca, 3sfca").unwrap_or_default();
        let metres = extents.at_speed_of(&scope.mode, reference)[0].metres;
        let kernel = kernel::read(asked, method, metres, told);
        if let (Kernel::Bands(bands), false) = (&kernel, told) {
            // Bands that are told tell where the catchment ends.
            extents.values = bands.last().map_or(extents.values, |band| vec![f64::from(band.up_to)]);
        }
        let supply = asked.word("supply", Supply::parse, "area, capacity").unwrap_or_default();
        Self { extents, method, kernel, supply }
    }

    /// Metres of the catchment.
    pub fn radius_m(&self, scope: &Scope, reference: &Reference) -> f64 {
        self.extents.at_speed_of(&scope.mode, reference)[0].metres
    }
}
