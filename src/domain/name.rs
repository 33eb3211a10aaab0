//! Names by which users call layers, networks and scenarios.

use super::invalid::Invalid;

/// Characters of a name at most.
pub const LONGEST: usize = 100;

/// What is wrong with a name, if anything: it must be one line that can stand in an address, a file's
/// name and a command. The defect is of the field `name`.
pub fn defect(name: &str) -> Option<Invalid> {
    let wrong = |zh: &str, en: &str| Some(Invalid::new("name", "wrong_name", zh, en));
    if name.trim().is_empty() {
        return wrong("名称不能为空", "a name is needed");
    }
    if name.trim() != name {
        return wrong("名称前后不能有空格", "a name has no blanks around it");
    }
    if name.chars().count() > LONGEST {
        return wrong("名称最多 100 个字", "a name has at most 100 characters");
    }
    if name.chars().any(|c| c.is_control() || matches!(c, '/' | '\\')) {
        return wrong(
            "名称中不能有换行、控制符、/ 和 \\",
            "a name has no line breaks, control characters, / or \\",
        );
    }
    None
}

#[cfg(test)]
mod tests {
    use super::defect;

    #[test]
    fn names_stand_in_addresses() {
        for good in ["homes", "居民点 2024", "a.b_c-d", &"字".repeat(100)] {
            assert_eq!(defect(good), None, "{good}");
        }
        for bad in ["", " ", " homes", "a/b", "a\\b", "a\nb", &"字".repeat(101)] {
            assert!(defect(bad).is_some(), "{bad:?}");
        }
    }
}
