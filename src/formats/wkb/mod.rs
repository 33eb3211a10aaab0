//! Geometry as binary: plain WKB, PostGIS's EWKB and GeoPackage's blob (WKB behind a small header).
//!
//! Coordinates are x, y (lon, lat for stored geometry). Writing is little-endian and always 2D;
//! reading takes either byte order, ISO and EWKB type codes, and drops z and m.

mod read;
mod write;

pub use read::decode;
pub use write::{encode_ewkb, encode_gpkg, encode_gpkg_in, encode_wkb};

/// The spatial reference of everything that is stored: WGS 84.
pub const STORED_SRS: i32 = 4326;

const EWKB_Z: u32 = 0x8000_0000;
const EWKB_M: u32 = 0x4000_0000;
const EWKB_SRID: u32 = 0x2000_0000;
const MAX_DEPTH: u32 = 16;

/// Why a blob is not a geometry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WkbError {
    /// The blob ends before the geometry does.
    #[error("geometry blob ends early, at byte {offset}")]
    Truncated {
        /// Where the missing bytes were expected.
        offset: usize,
    },
    /// A byte that should say the byte order says neither.
    #[error("geometry blob has byte order mark {found} at byte {offset}; 0 or 1 was expected")]
    ByteOrder {
        /// The byte found.
        found: u8,
        /// Where it stands.
        offset: usize,
    },
    /// A geometry type that is not one of the seven simple ones (a curve, a surface).
    #[error("geometry type {code} is not supported; convert curves and surfaces to simple geometry")]
    Type {
        /// The WKB type code.
        code: u32,
    },
    /// A member of a multi-geometry is of another type.
    #[error("a multi-geometry holds a member of type {code}")]
    Member {
        /// The WKB type code of the member.
        code: u32,
    },
    /// Collections within collections, deeper than anything real.
    #[error("geometry collections are nested more than {MAX_DEPTH} deep")]
    Nesting,
    /// A GeoPackage header with an unknown envelope or version.
    #[error("GeoPackage geometry header is not understood (flags {flags:#04x})")]
    Header {
        /// The flags byte.
        flags: u8,
    },
    /// A NaN or infinite coordinate.
    #[error("coordinate at byte {offset} is not a finite number")]
    NotFinite {
        /// Where the coordinate starts.
        offset: usize,
    },
}
