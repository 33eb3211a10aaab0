//! Which schematic and placeholder divisions give way to those of the file, and what goes with them.

use super::given::Given;
use super::identity::is_stand_in;
use super::known::Known;
use super::revisions::Revision;
use crate::domain::division::Division;
use crate::domain::id::DivisionId;
use crate::domain::invalid::Invalid;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashSet};

/// Names that a message lists.
const LISTED: usize = 12;

/// What gives way, parents first.
#[derive(Default)]
pub struct Replaced {
    pub gone: Vec<DivisionId>,
    /// How many of them are replaced themselves; the others hang below those.
    own: usize,
}

impl Replaced {
    /// Stand-ins beside those that the file has anew. A file of three known communities corrects
    /// three; one with a new sub-district tells anew what the district is divided into.
    pub fn by(told: &[(Given, Revision)], known: &Known, today: Date) -> Self {
        let given = || told.iter().map(|(given, _)| given);
        let kept: BTreeSet<DivisionId> = given().map(|given| given.division.id).collect();
        let told_anew: HashSet<(&str, Option<DivisionId>)> = given()
            .filter(|given| known.get(given.division.id).is_none())
            .map(|given| (given.division.level.as_str(), given.division.parent))
            .collect();
        let mut gone: Vec<DivisionId> = known
            .divisions()
            .filter(|old| !kept.contains(&old.id) && is_stand_in(old))
            .filter(|old| old.valid_to.is_none_or(|to| today <= to))
            .filter(|old| told_anew.contains(&(old.level.as_str(), old.parent)))
            .map(|old| old.id)
            .collect();
        let own = gone.len();
        let mut next = 0;
        while let Some(parent) = gone.get(next).copied() {
            let below = known.divisions().filter(|d| d.parent == Some(parent) && !kept.contains(&d.id));
            let below: Vec<DivisionId> = below.map(|d| d.id).filter(|id| !gone.contains(id)).collect();
            gone.extend(below);
            next += 1;
        }
        Self { gone, own }
    }

    fn divisions<'a>(&self, known: &'a Known) -> impl Iterator<Item = &'a Division> {
        self.gone.iter().filter_map(|id| known.get(*id)).map(|one| &one.division)
    }

    /// What is better known than a stand-in would hang in the air.
    pub fn would_orphan(&self, known: &Known) -> Option<Invalid> {
        let name = &self.divisions(known).find(|division| !is_stand_in(division))?.name_zh;
        Some(Invalid::new(
            "parent",
            "would_orphan",
            format!("“{name}”的上级不在文件中，而它的边界不是示意：请把上级也写入文件"),
            format!(
                "the file lacks what {name} lies in, whose boundary is not schematic; add its parent to the file"
            ),
        ))
    }

    /// Populations and divisions below that nothing in the file takes over.
    pub fn would_lose(&self, known: &Known, with_figures: &HashSet<DivisionId>) -> Option<Invalid> {
        let below = self.gone.len() - self.own;
        let counted = self.gone.iter().filter(|id| with_figures.contains(id)).count();
        if below == 0 && counted == 0 {
            return None;
        }
        let names = self.names(known);
        Some(Invalid::new(
            "name_zh",
            "would_lose",
            format!(
                "文件中没有与下列区划对应的行，替换它们会失去 {counted} 个区划的人口数字和 {below} 个下级区划：{names}；\
                 若只是名称不同，请在文件中写明 external_id、代码或相同的名称；确实要去掉请加 --replace"
            ),
            format!(
                "no row of the file is one of these; replacing them would lose the populations of {counted} divisions and \
                 {below} divisions below: {names}; where only the name differs, give the external_id, the code or the same \
                 name in the file; to drop them all the same add --replace"
            ),
        ))
    }

    /// A new one that is yet to come can not replace what is there until then.
    pub fn not_yet(&self, division: &Division, known: &Known, today: Date) -> Option<Invalid> {
        let day = division.valid_from.filter(|day| *day > today && known.get(division.id).is_none())?;
        let beside = |old: &Division| old.level == division.level && old.parent == division.parent;
        let old = &self.divisions(known).find(|old| beside(old))?.name_zh;
        Some(Invalid::new(
            "valid_from",
            "in_the_future",
            format!(
                "它从 {day} 起才有，而它要替换的“{old}”在那之前仍在：请到那天再导入，或先为旧的写 valid_to"
            ),
            format!(
                "it begins on {day} only, and {old}, which it replaces, is there until then; import it on that day, or first \
                 give the old ones a valid_to"
            ),
        ))
    }

    pub fn names(&self, known: &Known) -> String {
        let names: Vec<&str> = self.divisions(known).map(|d| d.name_zh.as_str()).take(LISTED).collect();
        let more = if self.gone.len() > LISTED { "…" } else { "" };
        format!("{}{more}", names.join("、"))
    }
}
