//! Missing venue area.

use super::{Candidate, ClosingTold, Gap, as_told};
use crate::analysis::counting::coverage::needed_area;
use crate::analysis::plan::closing::by_area;
use crate::domain::area::Area;
use crate::domain::plan::Comparator;
use crate::registry::scoreboard::measure::Asking;

/// The area that the people need, less what is there. A limit of projects holds in each division below the one that
/// is asked about, as it does for a question of projects.
pub fn ways(asking: &Asking<'_>) -> Option<Vec<ClosingTold>> {
    let (reference, indicator, tree) = (asking.reference, asking.indicator, &asking.world.tree);
    let coverage = asking.world.coverage(reference, asking.division);
    let row = coverage.rows.first()?;
    let people = row.population.as_ref().map(|people| people.value).filter(|people| *people > 0)?;
    let area = match asking.text("figure") {
        "open" => row.area_m2.open,
        "free" => row.area_m2.free,
        _ => row.area_m2.all,
    }?;
    let least = needed_area(people, indicator.target)?;
    let needed = match indicator.comparator {
        Comparator::AtLeast => least,
        Comparator::MoreThan => least + Area::from_cm2(1),
        // Nothing that is built makes less of it.
        Comparator::AtMost | Comparator::LessThan | Comparator::Equal => return None,
    };
    let missing = needed - area;
    let roots: Vec<_> = tree.roots().collect();
    let divisions = match (asking.division, &roots[..]) {
        (Some(_), _) => 1,
        (None, [root]) => tree.node(*root).children.len().max(1),
        (None, roots) => roots.len().max(1),
    };
    let projects = &reference.projects.projects;
    let ways = by_area(projects, missing, divisions).ok()?;
    let candidates: Vec<Candidate<'_>> =
        projects.iter().map(|project| Candidate { kind: &project.kind, typical: Some(project) }).collect();
    let (m2, target) = (missing.m2(), indicator.target);
    let gap = Gap {
        missing: m2,
        unit: "m2",
        of_one: Area::from_cm2(1).m2(),
        after: &|adds| Some((area.m2() + adds) / people as f64),
        basis: Some((
            format!("{people} 人 × {target} = {:.0} m²，现有 {:.0} m²", needed.m2(), area.m2()),
            format!(
                "{people} people x {target} = {:.0} m2, of which {:.0} m2 are there",
                needed.m2(),
                area.m2()
            ),
        )),
    };
    Some(as_told(asking, ways, &candidates, &gap))
}
