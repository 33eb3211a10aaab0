//! Frozen beside best knowledge, each difference by its causes.

/// The rows of the figures.
mod rows;
/// What was recorded since.
mod since;
/// The way of each site.
mod sites;
/// The plan's obligations.
mod tasks;
/// How it is told.
mod told;

pub use told::{
    AreasMoved, Caused, Changed, PartChanged, Reconciliation, RowDifference, SiteDifference, SiteStep,
    TaskDifference, Two,
};

use super::PROGRAM;
use super::figures::Figures;
use super::grounds::{boundary_version, frozen_divisions};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::reference::{Texts, counting};
use since::Since;
use sites::Then;
use std::collections::BTreeSet;

const METHOD_ZH: &str = "逐一比对每处场地封存时与现在计入的面积，按封存后登记、且于年末前生效的各次变更的原因分解；面积按整平方厘米相加，各原因之和恰为差额。人均数的差额：面积变动除以封存时人口，人口修订以现在面积计。";
const METHOD_EN: &str = "each site's counted area then and now, stepped through the changes recorded after the freeze that hold before the year's end, by their reasons; areas add up in whole cm2, so the causes sum to the difference exactly. Per head: moved areas over the people of then, other people with today's area.";

impl Registry {
    /// Why best knowledge of a year's end differs from what was frozen.
    ///
    /// # Errors
    /// The year is not frozen, the contents are damaged, or the store fails.
    pub async fn reconciliation(
        &self,
        year: i16,
        version: Option<u32>,
    ) -> Result<Reconciliation, RegistryError> {
        let one = self.year_end(year, version)?;
        let (figures, grounds) = (self.frozen_figures(&one).await?, self.frozen_grounds(&one).await?);
        let day = one.day();
        let world = self.world_at(Some(day), None).await?;
        let plan = match &figures.plan {
            Some(_) if self.plan().is_ok() => Some(self.plan_in_full(day).await?),
            _ => None,
        };
        let best = Figures::of(&world.coverage(&self.reference, None), plan.as_deref())?;
        let since = Since::read(self, one.seq, world.seq(), day).await?;
        let (catalogue, rules) = counting(&grounds.kinds, &grounds.rules)?;
        let texts = Texts::stored(&*self.store).await?;
        let counts_alike = one.program == PROGRAM
            && (&grounds.kinds, &grounds.rules) == (&texts.kinds.text, &texts.rules.text);
        let divides_alike = boundary_version(&frozen_divisions(&world.tree))? == one.boundary_version;
        let tree = grounds.tree()?;
        let then = Then {
            day,
            seq: one.seq,
            grounds: &grounds,
            tree,
            catalogue,
            rules,
            counts_alike,
            divides_alike,
        };
        let (sites, moves) = sites::differences(self, &then, &world, &since).await?;
        let tasks = plan.as_ref().map(|plan| tasks::tasks(&figures, &best, plan, &since)).unwrap_or_default();
        let frozen = self.told_of(&one);
        let now = best.coverage["rows"][0]["flags"].as_array().cloned().unwrap_or_default();
        let now = ["demo", "estimate"].into_iter().filter(|flag| now.iter().any(|one| one == flag));
        let flags: BTreeSet<&'static str> = frozen.flags.iter().copied().chain(now).collect();
        Ok(Reconciliation {
            as_of: day,
            seq: world.seq().0,
            rule_version: self.reference.rules.version.clone(),
            flags: flags.into_iter().collect(),
            method_zh: METHOD_ZH,
            method_en: METHOD_EN,
            rows: rows::rows(&figures, &best, &moves),
            sites,
            tasks,
            frozen,
        })
    }
}
