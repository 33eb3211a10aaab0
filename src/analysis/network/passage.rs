//! Whether and how fast a street's tags let a mode through.

use super::report::Dropped;
use crate::domain::network::{Mode, Open, StreetClass, Tags};
use std::collections::HashMap;

/// How a street is passed; km/h in each direction, `None` where it is forbidden.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Passage {
    pub ahead: Option<f64>,
    pub back: Option<f64>,
    /// On a bridge or in a tunnel the ground's slope means nothing.
    pub level: bool,
}

impl Passage {
    /// Against the order of its nodes.
    pub fn reversed(self) -> Self {
        Self { ahead: self.back, back: self.ahead, level: self.level }
    }
}

/// What the access tags say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Permit {
    Silent,
    Allowed,
    Forbidden,
    Dismount,
}

/// A mode's rules, made ready to be asked for many streets.
pub(super) struct Rulebook<'m> {
    mode: &'m Mode,
    classes: HashMap<(&'m str, &'m str), usize>,
}

impl<'m> Rulebook<'m> {
    pub fn new(mode: &'m Mode) -> Self {
        let mut classes = HashMap::new();
        for (position, class) in mode.classes.iter().enumerate() {
            for tag in class.tags.iter().filter_map(|tag| tag.split_once('=')) {
                classes.entry(tag).or_insert(position);
            }
        }
        Self { mode, classes }
    }

    /// How the mode passes a street with these tags.
    pub fn passage(&self, tags: &Tags) -> Result<Passage, Dropped> {
        let class = self.class(tags).ok_or(Dropped::NoClass)?;
        let (general, own) = self.permits(tags);
        let closed = own == Permit::Silent && has_any(tags, &self.mode.forbidding_tags);
        if closed || decided(general, own) == Permit::Forbidden {
            return Err(Dropped::Forbidden);
        }
        let expressly = matches!(own, Permit::Allowed | Permit::Dismount);
        let open = match class.open {
            Open::Yes => true,
            Open::Sidewalk => expressly || self.has_sidewalk(tags),
            Open::Tagged => expressly,
        };
        if !open {
            return Err(Dropped::NotOpen);
        }
        let usual = class.kmh.unwrap_or(self.mode.kmh);
        let kmh = match own {
            Permit::Dismount => self.mode.dismount_kmh.unwrap_or(usual),
            Permit::Allowed => class.allowed_kmh.unwrap_or(usual),
            _ => usual,
        };
        // Who pushes goes either way.
        let (ahead, back) = if own == Permit::Dismount { (true, true) } else { self.directions(tags) };
        let level = ["bridge", "tunnel"].iter().any(|key| tags.get(key).is_some_and(|value| value != "no"));
        Ok(Passage { ahead: ahead.then_some(kmh), back: back.then_some(kmh), level })
    }

    /// Whether a node with these tags stops the mode.
    pub fn stops(&self, tags: &Tags) -> bool {
        let Some(barrier) = tags.get("barrier") else { return false };
        let (general, own) = self.permits(tags);
        match decided(general, own) {
            Permit::Forbidden => true,
            Permit::Silent => self.mode.stopping_barriers.contains(barrier),
            Permit::Allowed | Permit::Dismount => {
                own == Permit::Silent && self.mode.stopping_barriers.contains(barrier)
            }
        }
    }

    fn class(&self, tags: &Tags) -> Option<&'m StreetClass> {
        let position = tags.iter().filter_map(|tag| self.classes.get(&tag)).min()?;
        self.mode.classes.get(*position)
    }

    /// What the general keys say, and what the mode's own (last) key says.
    fn permits(&self, tags: &Tags) -> (Permit, Permit) {
        let (mut general, mut own) = (Permit::Silent, Permit::Silent);
        for (position, key) in self.mode.access_keys.iter().enumerate() {
            let is_own = position + 1 == self.mode.access_keys.len();
            let Some(value) = tags.get(key) else { continue };
            let said = if self.mode.allowing.contains(value) {
                Permit::Allowed
            } else if self.mode.forbidding.contains(value) {
                Permit::Forbidden
            } else if is_own && self.mode.dismounting.contains(value) {
                Permit::Dismount
            } else {
                continue;
            };
            *(if is_own { &mut own } else { &mut general }) = said;
        }
        (general, own)
    }

    fn has_sidewalk(&self, tags: &Tags) -> bool {
        let values = self.mode.sidewalk_keys.iter().filter_map(|key| tags.get(key));
        values.into_iter().any(|value| self.mode.sidewalk_values.contains(value))
    }

    /// Whether the street may be passed ahead and back.
    fn directions(&self, tags: &Tags) -> (bool, bool) {
        if self.mode.oneway_keys.is_empty() {
            return (true, true);
        }
        let mut free = (true, !has_any(tags, &self.mode.oneway_tags));
        for value in self.mode.oneway_keys.iter().filter_map(|key| tags.get(key)) {
            free = match value {
                "yes" | "true" | "1" => (true, false),
                "-1" | "reverse" => (false, true),
                "no" | "false" | "0" => (true, true),
                _ => free,
            };
        }
        if has_any(tags, &self.mode.contraflow_tags) { (true, true) } else { free }
    }
}

fn decided(general: Permit, own: Permit) -> Permit {
    if own == Permit::Silent { general } else { own }
}

fn has_any(tags: &Tags, wanted: &[String]) -> bool {
    wanted.iter().filter_map(|tag| tag.split_once('=')).any(|(key, value)| tags.has(key, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::network::Modes;

    const SEED: &str = include_str!("../../../seeds/modes.toml");

    type Told = Result<(Option<f64>, Option<f64>), Dropped>;

    fn told(mode: &str, tags: &[(&str, &str)]) -> Told {
        let modes = Modes::parse(SEED).unwrap();
        let passage = Rulebook::new(modes.find(mode).unwrap()).passage(&tags.iter().copied().collect());
        passage.map(|passage| (passage.ahead, passage.back))
    }

    const WALK: Told = Ok((Some(4.0), Some(4.0)));

    #[test]
    fn walkers() {
        for (tags, want) in [
            (&[("highway", "residential")][..], WALK),
            (&[("highway", "residential"), ("oneway", "yes")], WALK),
            (&[("highway", "steps")], Ok((Some(2.0), Some(2.0)))),
            (&[("highway", "proposed")], Err(Dropped::NoClass)),
            (&[("building", "yes")], Err(Dropped::NoClass)),
            (&[("highway", "service"), ("access", "private")], Err(Dropped::Forbidden)),
            (&[("highway", "service"), ("access", "private"), ("foot", "yes")], WALK),
            (&[("highway", "residential"), ("foot", "use_sidepath")], Err(Dropped::Forbidden)),
            (&[("highway", "primary"), ("motorroad", "yes")], Err(Dropped::Forbidden)),
            (&[("highway", "primary"), ("motorroad", "yes"), ("foot", "yes")], WALK),
            (&[("highway", "trunk")], Err(Dropped::NotOpen)),
            (&[("highway", "trunk"), ("sidewalk", "no")], Err(Dropped::NotOpen)),
            (&[("highway", "trunk"), ("sidewalk:left", "yes")], WALK),
            (&[("highway", "motorway"), ("access", "yes")], Err(Dropped::NotOpen)),
            (&[("highway", "footway"), ("foot", "something else")], WALK),
        ] {
            assert_eq!(told("walk", tags), want, "{tags:?}");
        }
    }

    #[test]
    fn riders() {
        let street = ("highway", "residential");
        for (tags, want) in [
            (&[street][..], Ok((Some(14.0), Some(14.0)))),
            (&[street, ("oneway", "yes")], Ok((Some(14.0), None))),
            (&[street, ("oneway", "-1")], Ok((None, Some(14.0)))),
            (&[street, ("oneway", "yes"), ("oneway:bicycle", "no")], Ok((Some(14.0), Some(14.0)))),
            (&[street, ("oneway", "yes"), ("cycleway", "opposite_lane")], Ok((Some(14.0), Some(14.0)))),
            (&[street, ("junction", "roundabout")], Ok((Some(14.0), None))),
            (&[("highway", "footway")], Ok((Some(4.0), Some(4.0)))),
            (&[("highway", "footway"), ("bicycle", "designated")], Ok((Some(10.0), Some(10.0)))),
            (&[street, ("bicycle", "dismount"), ("oneway", "yes")], Ok((Some(4.0), Some(4.0)))),
            (&[street, ("vehicle", "no")], Err(Dropped::Forbidden)),
            (&[street, ("vehicle", "no"), ("bicycle", "yes")], Ok((Some(14.0), Some(14.0)))),
            (&[("highway", "trunk")], Err(Dropped::NotOpen)),
        ] {
            assert_eq!(told("cycle", tags), want, "{tags:?}");
        }
    }

    #[test]
    fn barriers() {
        let modes = Modes::parse(SEED).unwrap();
        let book = Rulebook::new(modes.find("walk").unwrap());
        let stops = |tags: &[(&str, &str)]| book.stops(&tags.iter().copied().collect());
        assert!(!stops(&[("barrier", "gate")]));
        assert!(stops(&[("barrier", "gate"), ("access", "private")]));
        assert!(!stops(&[("barrier", "gate"), ("access", "private"), ("foot", "yes")]));
        assert!(stops(&[("barrier", "wall")]));
        assert!(stops(&[("barrier", "wall"), ("access", "yes")]));
        assert!(!stops(&[("barrier", "wall"), ("foot", "yes")]));
        assert!(!stops(&[("access", "private")]));
    }
}
