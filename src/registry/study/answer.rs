//! What an analysis answers: one document, ready to be sent.

use std::sync::Arc;

/// How the document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    Json,
    GeoJson,
}

impl Media {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::GeoJson => "application/geo+json",
        }
    }
}

/// A document. Cloning shares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub media: Media,
    pub body: Arc<[u8]>,
}
