//! Reads and checks the file of modes.

use super::mode::{Mode, Modes, split_tag};
use crate::domain::invalid::Invalid;

/// Faster than this is no walk and no ride, km/h.
const FASTEST_KMH: f64 = 100.0;

/// See [`Modes::parse`].
pub(super) fn parse(text: &str) -> Result<Modes, Invalid> {
    let modes: Modes = toml::from_str(text).map_err(|error| {
        let at = error.to_string();
        let at = at.trim();
        Invalid::new(
            "modes",
            "modes_file",
            format!("出行方式文件有误:{at}"),
            format!("the file of modes: {at}"),
        )
    })?;
    if modes.iter().next().is_none() {
        return Err(Invalid::new("mode", "no_modes", "没有列出任何出行方式", "no mode is listed"));
    }
    for (position, mode) in modes.iter().enumerate() {
        if modes.iter().take(position).any(|other| other.id == mode.id) {
            let id = &mode.id;
            let zh = format!("出行方式 {id} 出现了两次");
            return Err(Invalid::new("mode/id", "duplicate_mode", zh, format!("mode {id} is listed twice")));
        }
        check(mode)?;
    }
    Ok(modes)
}

fn check(mode: &Mode) -> Result<(), Invalid> {
    let own = [Some(mode.kmh), Some(mode.off_network_kmh), mode.dismount_kmh];
    let of_classes = mode.classes.iter().flat_map(|class| [class.kmh, class.allowed_kmh]);
    for kmh in own.into_iter().chain(of_classes).flatten() {
        if !(kmh > 0.0 && kmh <= FASTEST_KMH) {
            let zh = format!("{kmh} km/h 不是 0 至 {FASTEST_KMH} 的速度");
            let en = format!("{kmh} km/h is no speed between 0 and {FASTEST_KMH}");
            return Err(wrong(mode, "speed", "kmh", zh, en));
        }
    }
    let of_classes = mode.classes.iter().flat_map(|class| &class.tags);
    let lists = [&mode.forbidding_tags, &mode.oneway_tags, &mode.contraflow_tags];
    for tag in of_classes.chain(lists.into_iter().flatten()) {
        let (key, value) = split_tag(tag);
        if key.is_empty() || value.is_empty() {
            let zh = format!("“{tag}”应写作 key=value");
            return Err(wrong(mode, "tag", "class", zh, format!("'{tag}' should be key=value")));
        }
    }
    if mode.access_keys.is_empty() || mode.classes.is_empty() {
        return Err(wrong(
            mode,
            "nothing_open",
            "class",
            "须至少列出一个 access_keys 和一个 class".into(),
            "at least one of access_keys and one class has to be listed".into(),
        ));
    }
    if let Some(slope) = &mode.slope {
        let numbers = [slope.steepness, slope.offset, slope.least_factor, slope.most_factor];
        let ordered = slope.least_factor > 0.0 && slope.least_factor <= 1.0 && slope.most_factor >= 1.0;
        if !ordered || numbers.iter().any(|number| !number.is_finite() || *number < 0.0) {
            return Err(wrong(
                mode,
                "slope",
                "slope",
                "坡度参数须为非负数,且 0 < least_factor <= 1 <= most_factor".into(),
                "numbers of the slope must not be negative, and 0 < least_factor <= 1 <= most_factor".into(),
            ));
        }
    }
    Ok(())
}

fn wrong(mode: &Mode, code: &str, field: &str, zh: String, en: String) -> Invalid {
    let id = &mode.id;
    Invalid::new(
        format!("mode/{id}/{field}"),
        code,
        format!("出行方式 {id}:{zh}"),
        format!("mode {id}: {en}"),
    )
}

#[cfg(test)]
mod tests {
    use super::super::{Modes, Open};

    const SEED: &str = include_str!("../../../seeds/modes.toml");

    #[test]
    fn the_seed_is_sound() {
        let modes = Modes::parse(SEED).unwrap();
        let walk = modes.find("walk").unwrap();
        // 15 minutes are 1,000 m.
        assert_eq!(walk.kmh / 4.0, 1.0);
        assert!(walk.oneway_keys.is_empty());
        assert!(modes.find("cycle").is_some_and(|cycle| cycle.dismount_kmh.is_some()));
        let trunk = walk.classes.iter().find(|class| class.tags.contains(&"highway=trunk".to_owned()));
        assert_eq!(trunk.unwrap().open, Open::Sidewalk);
        assert!(modes.wanted().kept_way_keys.contains("foot"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (from, to, code, word) in [
            ("kmh = 4.0", "kmh = 0.0", "speed", "walk"),
            ("kmh = 4.0", "kmh = \"fast\"", "modes_file", "line"),
            ("id = \"cycle\"", "id = \"walk\"", "duplicate_mode", "walk"),
            ("\"highway=steps\"", "\"steps\"", "tag", "steps"),
            ("steepness = 3.5", "steepness = -1.0", "slope", "walk"),
        ] {
            let text = SEED.replacen(from, to, 1);
            assert_ne!(text, SEED, "{from}");
            let error = Modes::parse(&text).unwrap_err();
            assert_eq!(error.code, code);
            assert!(error.message_en.contains(word), "{error}");
        }
        assert_eq!(Modes::parse("version = \"1\"\nmode = []").unwrap_err().code, "no_modes");
    }

    #[test]
    fn going_down_a_little_is_fastest() {
        let slope = Modes::parse(SEED).unwrap().find("walk").unwrap().slope.unwrap();
        assert_eq!(slope.factor(0.0, 10.0), 1.0);
        // Tobler: 6 exp(-3.5 |s + 0.05|) over its value on the flat, at 10 % up.
        let up = (-3.5_f64 * 0.15).exp() / (-3.5_f64 * 0.05).exp();
        assert!((slope.factor(1.0, 10.0) - up).abs() < 1e-12);
        assert!(slope.factor(-0.5, 10.0) > 1.0);
        assert_eq!(slope.factor(0.0, 0.0), 1.0);
    }
}
