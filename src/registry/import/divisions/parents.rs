//! Under which division each one of the file hangs.

use super::given::Given;
use super::known::Known;
use crate::domain::division::Division;
use crate::domain::id::DivisionId;
use crate::domain::invalid::Invalid;
use crate::registry::import::report::Report;
use jiff::civil::Date;

/// Parents by external id, code or name: those of the file before those registered. A division
/// without a named parent goes under the one that its known self has, or under the only root.
pub fn resolve(given: &mut Vec<Given>, known: &Known, today: Date, report: &mut Report) {
    let names: Vec<Division> = given.iter().map(|given| given.division.clone()).collect();
    let roots: Vec<&Division> =
        known.divisions().filter(|d| d.parent.is_none() && d.exists_on(today)).collect();
    given.retain_mut(|one| match parent_of(one, &names, known, &roots, today) {
        Ok(parent) => {
            one.division.parent = parent;
            true
        }
        Err(defect) => {
            report.refuse(one.row, &[defect]);
            false
        }
    });
}

fn parent_of(
    one: &Given,
    names: &[Division],
    known: &Known,
    roots: &[&Division],
    today: Date,
) -> Result<Option<DivisionId>, Invalid> {
    let own = one.division.id;
    let Some(name) = &one.parent else {
        let before = known.get(own).map(|one| one.division.parent);
        // Two districts stand beside each other; what is of another level lies in the only one.
        let under_root = || match roots {
            [root] if root.id != own && root.level != one.division.level => Some(root.id),
            _ => None,
        };
        return Ok(before.unwrap_or_else(under_root));
    };
    let mut found: Vec<DivisionId> =
        names.iter().filter(|d| d.is_named(name) && d.id != own).map(|d| d.id).collect();
    if found.is_empty() {
        found = known.named(name, today);
    }
    match found[..] {
        [one] => Ok(Some(one)),
        [] => Err(Invalid::new(
            "parent",
            "unknown_parent",
            format!("没有上级区划“{name}”"),
            format!("there is no parent `{name}`"),
        )),
        _ => Err(Invalid::new(
            "parent",
            "unknown_parent",
            format!("上级“{name}”对应多个区划：请写 系统:代码"),
            format!("the parent `{name}` names several divisions; write system:code"),
        )),
    }
}
