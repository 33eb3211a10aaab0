//! Changing what stands while others change it too.
//!
//! A change is merged into the state that was read, so it may be written on that state only; else a
//! merge of another writer would be lost although it was acknowledged. Whoever names a version is
//! told when it is not the newest. Whoever means "whatever stands" has the merge made anew.

use super::error::RegistryError;
use super::write::{Author, Condition, Members, members};
use crate::domain::change::State;
use crate::domain::id::Seq;
use crate::storage::{Keys, Stored};
use jiff::civil::Date;
use serde_json::Value;

/// Each attempt that fails is another writer's success; so many in a row on one thing mean that it is
/// written by a machine, and that asking to try later is better than going on.
const MOST: u32 = 100;

/// Attempts at one change.
#[derive(Debug)]
pub struct Attempts {
    named: Option<Seq>,
    made: u32,
}

impl Attempts {
    /// # Errors
    /// A version must be named, and was not.
    pub fn new(author: &Author, condition: Condition) -> Result<Self, RegistryError> {
        let named = match condition {
            Condition::Version(version) => Some(version),
            Condition::Missing if !author.unconditional => return Err(RegistryError::NeedsVersion),
            Condition::Any | Condition::Missing => None,
        };
        Ok(Self { named, made: 0 })
    }

    /// Nobody named a version: the log says so.
    pub fn unconditional(&self) -> bool {
        self.named.is_none()
    }

    /// The version the store shall compare with.
    ///
    /// That it is the newest is for the store to say, in the transaction: it also knows whether this
    /// very request was written before, and then the version it names is rightly an old one.
    pub fn expected(&self, stored: &Stored) -> Seq {
        self.named.unwrap_or(stored.version)
    }

    /// Whether to read, merge and write again after `error`.
    ///
    /// # Errors
    /// The error, when another attempt would not help.
    pub fn again(&mut self, error: RegistryError) -> Result<(), RegistryError> {
        self.made += 1;
        match error {
            RegistryError::Stale { .. } if self.unconditional() && self.made < MOST => Ok(()),
            RegistryError::Stale { entity, .. } if self.unconditional() => Err(RegistryError::Unavailable(
                format!("{} {} is being changed all the time", entity.kind, entity.id),
            )),
            other => Err(other),
        }
    }
}

/// What the caller wants of the thing.
#[derive(Debug)]
pub enum Edit {
    /// These members (RFC 7396: null removes).
    Patch(Members),
    /// These members and no others.
    Whole(Members),
}

impl Edit {
    /// The members as they were given.
    pub fn members(&mut self) -> &mut Members {
        match self {
            Self::Patch(members) | Self::Whole(members) => members,
        }
    }

    /// The merge patch on what stands; a whole leaves the members `kept` as they are unless it names them.
    ///
    /// # Errors
    /// The database was edited from outside.
    pub fn patch(&self, stored: &Stored, kept: &[&str]) -> Result<Members, RegistryError> {
        let (told, whole) = match self {
            Self::Patch(told) => (told, false),
            Self::Whole(told) => (told, true),
        };
        if !whole {
            return Ok(told.clone());
        }
        let names = members(&stored.state)?.into_iter().map(|(name, _)| name);
        let mut patch: Members =
            names.filter(|name| !kept.contains(&name.as_str())).map(|name| (name, Value::Null)).collect();
        patch.extend(told.clone());
        Ok(patch)
    }
}

/// How the end of a thing is kept: a site's closing, a piece's removal.
#[derive(Clone, Copy, Debug)]
pub struct EndNames {
    /// The member that tells the state, and its word for the end.
    pub state: (&'static str, &'static str),
    /// The member that holds the day.
    pub day: &'static str,
}

/// What a patch tells of an end that was not known before. A member that is sent back as it was read
/// tells nothing: a later edit of something closed long ago holds from today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct End {
    /// It has ended, or on another day than was known.
    pub told: bool,
    /// The day, when it has come.
    pub day: Option<Date>,
}

impl EndNames {
    /// `amend` makes the state after the patch: days and words are written in many ways.
    ///
    /// # Errors
    /// The patch does not fit what stands.
    pub fn told_by(
        &self,
        patch: &Members,
        stored: &Stored,
        today: Date,
        amend: impl Fn(&State, &Members) -> Result<(State, Keys), RegistryError>,
    ) -> Result<End, RegistryError> {
        let (state, word) = self.state;
        if !patch.contains_key(state) && !patch.contains_key(self.day) {
            return Ok(End::default());
        }
        let before = members(&stored.state)?;
        let after = members(&amend(&stored.state, patch)?.0)?;
        let ended = |members: &Members| members.get(state).is_some_and(|told| told == word);
        let date = |members: &Members| members.get(self.day)?.as_str()?.parse::<Date>().ok();
        let day = date(&after).filter(|day| date(&before) != Some(*day));
        let told = ended(&after) && (!ended(&before) || day.is_some());
        Ok(End { told, day: day.filter(|day| *day <= today) })
    }
}
