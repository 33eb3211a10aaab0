//! Checking large contents against the documents that name them.

use super::audit::Audit;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Contents that a document names.
pub struct Contents {
    /// What it is a document of.
    kind: String,
    pub sha256: [u8; 32],
}

/// The members by which a document names its contents: their SHA-256, in hexadecimal.
#[derive(Deserialize)]
struct Naming {
    blob: Option<String>,
    /// What a frozen year-end was computed from.
    grounds: Option<String>,
}

impl Contents {
    /// Those of all documents (each with its kind), each once; a name that is no hash is a fault.
    pub fn named_by(documents: &[(String, String)], audit: &mut Audit) -> Vec<Self> {
        let mut wanted = BTreeMap::new();
        for (kind, doc) in documents {
            let Ok(Naming { blob, grounds }) = serde_json::from_str(doc) else { continue };
            for name in blob.into_iter().chain(grounds) {
                let mut sha256 = [0; 32];
                if hex::decode_to_slice(&name, &mut sha256).is_err() {
                    audit.fault(format!("a {kind} names its contents `{name}`, which is no SHA-256"));
                    continue;
                }
                wanted.entry(sha256).or_insert_with(|| kind.clone());
            }
        }
        wanted.into_iter().map(|(sha256, kind)| Self { kind, sha256 }).collect()
    }

    /// Notes it when they are not what they are named.
    pub fn compare(&self, found: Option<&[u8]>, audit: &mut Audit) {
        let wrong = match found {
            None => "are missing",
            Some(bytes) if Sha256::digest(bytes)[..] != self.sha256 => "are not what their SHA-256 says",
            Some(_) => return,
        };
        audit.fault(format!("the contents {} of a {} {wrong}", hex::encode(self.sha256), self.kind));
    }
}
