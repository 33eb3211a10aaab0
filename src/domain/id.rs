//! Typed identifiers: a site's id can not be passed where a division's is wanted.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0.hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id!(
    /// A fitness site (UUIDv7; a phone may have made it).
    SiteId
);
id!(
    /// A piece of equipment on a site.
    EquipmentId
);
id!(
    /// A division: district, sub-district, community or village.
    DivisionId
);
id!(
    /// A cluster of public sports space that the plan names.
    ClusterId
);
id!(
    /// One imported set of population figures.
    PopulationId
);
id!(
    /// A layer of features that analyses use beside the registry.
    LayerId
);
id!(
    /// A street network.
    NetworkId
);
id!(
    /// A scenario: a named list of what-ifs.
    ScenarioId
);
id!(
    /// A sports organisation: association, club, station.
    OrganisationId
);
id!(
    /// An event.
    EventId
);
id!(
    /// An institution that the plan wants equipped, such as an elderly-care home.
    InstitutionId
);
id!(
    /// A supplier of guidance on exercise.
    ProviderId
);
id!(
    /// A figure that somebody reported.
    ObservationId
);
id!(
    /// Something that was achieved, with its evidence.
    MilestoneId
);

id!(
    /// What a responsible body says of a task.
    DeclarationId
);
id!(
    /// A frozen year-end.
    YearEndId
);

/// Names large contents that are kept beside the documents: their SHA-256, written in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BlobHash(pub [u8; 32]);

impl fmt::Display for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex::encode(self.0).fmt(f)
    }
}

impl fmt::Debug for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlobHash({self})")
    }
}

impl FromStr for BlobHash {
    type Err = hex::FromHexError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut hash = [0; 32];
        hex::decode_to_slice(text, &mut hash)?;
        Ok(Self(hash))
    }
}

impl TryFrom<String> for BlobHash {
    type Error = hex::FromHexError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<BlobHash> for String {
    fn from(hash: BlobHash) -> Self {
        hash.to_string()
    }
}

/// Number of a change in the one log: 1 for the first, without gaps once published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
