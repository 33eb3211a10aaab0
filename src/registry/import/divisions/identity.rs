//! Which registered division each one of the file is.
//!
//! Files of different offices call the same sub-district by different names and numbers. The surest
//! sign decides first; what two rows or two divisions could be by a sign, it does not tell.

use super::given::Given;
use super::known::{Known, likeliest};
use crate::domain::division::{BoundaryQuality, Division};
use crate::domain::id::DivisionId;
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

/// What offices put behind a division's name; the longest first.
const ENDINGS: [&str; 24] = [
    "村村民委员会",
    "村村委会",
    "社区居民委员会",
    "街道办事处",
    "地区办事处",
    "社区居委会",
    "居民委员会",
    "村民委员会",
    "镇人民政府",
    "乡人民政府",
    "区人民政府",
    "人民政府",
    "民族乡",
    "办事处",
    "居委会",
    "村委会",
    "街道办",
    "街道",
    "社区",
    "地区",
    "镇",
    "乡",
    "村",
    "区",
];

/// A name without what says which kind of division it is, or which office governs it.
fn bare(name: &str) -> &str {
    let name = name.trim();
    let shorter = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    // "王村" is not called "王".
    shorter.filter(|rest| rest.chars().count() >= 2).unwrap_or(name)
}

/// A sign by which a division is recognised, as texts that both sides must share.
struct Sign {
    of_given: fn(&Given) -> Vec<String>,
    of_known: fn(&Division, Option<&Division>) -> Vec<String>,
    /// A name is no key: two rows with one name are both, or neither, the division of that name.
    only_one_row: bool,
    /// The row's name is only another writing of the known one.
    other_writing: bool,
}

const SIGNS: [Sign; 6] = [
    Sign {
        of_given: |given| codes(&given.division),
        of_known: |known, _| codes(known),
        only_one_row: false,
        other_writing: false,
    },
    Sign {
        of_given: |given| vec![given.division.external_id.clone()],
        of_known: |known, _| vec![known.external_id.clone()],
        only_one_row: false,
        other_writing: false,
    },
    Sign {
        of_given: |given| within(given, |name| name),
        of_known: |known, parent| known_within(known, parent, |name| name),
        only_one_row: true,
        other_writing: false,
    },
    // Sub-districts are re-cut: what is unique by its name may have got another parent.
    Sign {
        of_given: |given| vec![format!("{}|{}", given.division.level, given.division.name_zh)],
        of_known: |known, _| vec![format!("{}|{}", known.level, known.name_zh)],
        only_one_row: true,
        other_writing: false,
    },
    Sign {
        of_given: |given| within(given, bare),
        of_known: |known, parent| known_within(known, parent, bare),
        only_one_row: true,
        other_writing: true,
    },
    Sign {
        of_given: |given| match given.parent {
            Some(_) => Vec::new(),
            None => vec![format!("{}|{}", given.division.level, bare(&given.division.name_zh))],
        },
        of_known: |known, _| vec![format!("{}|{}", known.level, bare(&known.name_zh))],
        only_one_row: true,
        other_writing: true,
    },
];

fn codes(division: &Division) -> Vec<String> {
    division.codes.iter().map(|c| format!("{}:{}:{}", c.system, c.edition, c.code)).collect()
}

fn within(given: &Given, name: fn(&str) -> &str) -> Vec<String> {
    let Some(parent) = &given.parent else { return Vec::new() };
    vec![format!("{}|{}|{}", given.division.level, bare(parent), name(&given.division.name_zh))]
}

fn known_within(known: &Division, parent: Option<&Division>, name: fn(&str) -> &str) -> Vec<String> {
    let Some(parent) = parent else { return Vec::new() };
    let mut names = vec![bare(&parent.name_zh).to_owned(), parent.external_id.clone()];
    for code in &parent.codes {
        names.push(code.code.clone());
        names.push(format!("{}:{}", code.system, code.code));
        names.push(format!("{}:{}:{}", code.system, code.edition, code.code));
    }
    names.sort_unstable();
    names.dedup();
    names.iter().map(|parent| format!("{}|{parent}|{}", known.level, name(&known.name_zh))).collect()
}

/// Gives each one of the file that is a registered one that one's id, and what the row does not tell.
pub fn recognise(given: &mut [Given], known: &Known, today: Date) {
    let mut open: Vec<usize> = (0..given.len()).collect();
    let mut taken: HashSet<DivisionId> = HashSet::new();
    for sign in &SIGNS {
        let mut by_key: HashMap<String, Vec<&Division>> = HashMap::new();
        for division in known.divisions().filter(|division| !taken.contains(&division.id)) {
            let parent = division.parent.and_then(|id| known.get(id)).map(|one| &one.division);
            for key in (sign.of_known)(division, parent) {
                by_key.entry(key).or_default().push(division);
            }
        }
        let mut rows: HashMap<String, usize> = HashMap::new();
        for key in open.iter().flat_map(|at| (sign.of_given)(&given[*at])) {
            *rows.entry(key).or_default() += 1;
        }
        open.retain(|at| {
            let one = &mut given[*at];
            let keys = (sign.of_given)(one);
            if sign.only_one_row && keys.iter().any(|key| rows.get(key).copied() != Some(1)) {
                return true;
            }
            let mut found: Vec<&Division> =
                keys.iter().filter_map(|key| by_key.get(key)).flatten().copied().collect();
            found.sort_by_key(|division| division.id);
            found.dedup_by_key(|division| division.id);
            let [id] = likeliest(found, today)[..] else { return true };
            let Some(same) = known.get(id).filter(|_| taken.insert(id)) else { return true };
            become_known(one, &same.division, sign.other_writing);
            false
        });
    }
    only_one_of_its_level(given, &open, known, &mut taken, today);
}

/// The only stand-in of a level is the one the file's only division of that level is meant for,
/// whatever it is called: a district's outline replaces the district, not what lies in it.
fn only_one_of_its_level(
    given: &mut [Given],
    open: &[usize],
    known: &Known,
    taken: &mut HashSet<DivisionId>,
    today: Date,
) {
    for at in open {
        let level = given[*at].division.level.clone();
        if given.iter().filter(|other| other.division.level == level).count() != 1 {
            continue;
        }
        let mut old = known.divisions().filter(|d| d.level == level && d.exists_on(today));
        if let (Some(only), None) = (old.next(), old.next())
            && is_stand_in(only)
            && taken.insert(only.id)
        {
            become_known(&mut given[*at], only, false);
        }
    }
}

/// Whether its boundary or place only stands in until a real one is imported.
pub fn is_stand_in(division: &Division) -> bool {
    matches!(division.boundary_quality, BoundaryQuality::Schematic | BoundaryQuality::Placeholder)
}

/// A boundary file rarely has the ids, the codes, the English name or the flags: what is known stays.
fn become_known(one: &mut Given, known: &Division, other_writing: bool) {
    let division = &mut one.division;
    division.id = known.id;
    if !one.told_id {
        division.external_id.clone_from(&known.external_id);
    }
    // "五三街道办事处" is the office of 五三街道; 李相街道 is what 李相镇 has become.
    let (told, name) = (&division.name_zh, &known.name_zh);
    if other_writing && (told.contains(name.as_str()) || name.starts_with(told.as_str())) {
        division.name_zh.clone_from(name);
    }
    for code in &known.codes {
        let told = division.codes.iter().any(|c| (&c.system, &c.edition) == (&code.system, &code.edition));
        if !told {
            division.codes.push(code.clone());
        }
    }
    division.name_en = division.name_en.take().or_else(|| known.name_en.clone());
    if !one.told_rural {
        division.rural = known.rural;
    }
    if !one.told_ethnic {
        division.ethnic = known.ethnic;
    }
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn names_without_what_offices_add() {
        for name in ["五三", "五三街道", "五三街道办事处", " 五三街道办 ", "五三地区办事处"]
        {
            assert_eq!(bare(name), "五三");
        }
        for (name, rest) in [
            ("李相镇", "李相"),
            ("红星村村民委员会", "红星"),
            ("红星村", "红星"),
            ("王村", "王村"),
            ("Kallio", "Kallio"),
        ] {
            assert_eq!(bare(name), rest);
        }
    }
}
