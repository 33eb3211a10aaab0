//! WKB in its three dialects, with geozero as the oracle.

use super::shapes::any_geometry;
use geo_types::{Geometry, LineString, MultiPoint, Polygon, point};
use geozero::ToGeo;
use jiantu::formats::wkb::{WkbError, decode, encode_ewkb, encode_gpkg, encode_wkb};
use proptest::prelude::*;

proptest! {
    #[test]
    fn what_is_written_is_read_again(shape in any_geometry()) {
        prop_assert_eq!(&decode(&encode_wkb(&shape)).unwrap(), &shape);
        prop_assert_eq!(&decode(&encode_ewkb(&shape)).unwrap(), &shape);
        prop_assert_eq!(&decode(&encode_gpkg(&shape)).unwrap(), &shape);
    }

    #[test]
    fn geozero_reads_the_same(shape in any_geometry()) {
        prop_assert_eq!(&geozero::wkb::Wkb(encode_wkb(&shape)).to_geo().unwrap(), &shape);
        prop_assert_eq!(&geozero::wkb::Ewkb(encode_ewkb(&shape)).to_geo().unwrap(), &shape);
        prop_assert_eq!(&geozero::wkb::GpkgWkb(encode_gpkg(&shape)).to_geo().unwrap(), &shape);
    }

    #[test]
    fn a_cut_blob_is_refused(shape in any_geometry(), part in 0.0_f64..1.0) {
        let blob = encode_gpkg(&shape);
        let cut = (blob.len() as f64 * part) as usize;
        prop_assert!(decode(&blob[..cut]).is_err());
    }

    #[test]
    fn damage_never_panics(shape in any_geometry(), at in any::<prop::sample::Index>(), byte: u8) {
        let mut blob = encode_wkb(&shape);
        let at = at.index(blob.len());
        blob[at] = byte;
        // Some damage leaves a valid, other geometry; none may bring the program down.
        prop_assert!(decode(&blob).is_ok() || decode(&blob).is_err());
    }

    #[test]
    fn noise_never_panics(blob in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(shape) = decode(&blob) {
            prop_assert!(decode(&encode_wkb(&shape)).is_ok());
        }
    }
}

#[test]
fn the_geopackage_header_is_as_specified() {
    let line = Geometry::LineString(LineString::from(vec![(3.0, -4.0), (1.0, 2.0)]));
    let blob = encode_gpkg(&line);
    assert_eq!(&blob[..4], b"GP\x00\x03");
    assert_eq!(i32::from_le_bytes(blob[4..8].try_into().unwrap()), 4326);
    let envelope: Vec<f64> =
        blob[8..40].chunks(8).map(|bytes| f64::from_le_bytes(bytes.try_into().unwrap())).collect();
    assert_eq!(envelope, [1.0, 3.0, -4.0, 2.0], "minx, maxx, miny, maxy");
    assert_eq!(blob[40], 1, "the geometry itself is little-endian");
}

#[test]
fn an_empty_geometry_has_no_envelope() {
    let empty = Geometry::MultiPoint(MultiPoint(Vec::new()));
    let blob = encode_gpkg(&empty);
    assert_eq!(blob[3], 0b0001_0001);
    assert_eq!(decode(&blob).unwrap(), empty);
    let polygon = Geometry::Polygon(Polygon::new(LineString(Vec::new()), Vec::new()));
    assert_eq!(decode(&encode_gpkg(&polygon)).unwrap(), polygon);
}

#[test]
fn big_endian_and_z_are_read() {
    // POINT Z (1 2 3), big-endian, ISO code 1001.
    let mut blob = vec![0, 0, 0, 3, 0xe9];
    for value in [1.0_f64, 2.0, 3.0] {
        blob.extend_from_slice(&value.to_be_bytes());
    }
    assert_eq!(decode(&blob).unwrap(), point! { x: 1.0, y: 2.0 }.into());
    // The same as EWKB, little-endian, with the z flag and a spatial reference.
    let mut blob = vec![1];
    blob.extend_from_slice(&(1_u32 | 0x8000_0000 | 0x2000_0000).to_le_bytes());
    blob.extend_from_slice(&4326_u32.to_le_bytes());
    for value in [1.0_f64, 2.0, 3.0] {
        blob.extend_from_slice(&value.to_le_bytes());
    }
    assert_eq!(decode(&blob).unwrap(), point! { x: 1.0, y: 2.0 }.into());
}

#[test]
fn a_false_count_reserves_nothing() {
    let mut blob = vec![1, 2, 0, 0, 0];
    blob.extend_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(decode(&blob), Err(WkbError::Truncated { offset: 9 }));
    // A curve polygon, and collections without end.
    assert_eq!(decode(&[1, 10, 0, 0, 0]), Err(WkbError::Type { code: 10 }));
    let nested = [1, 7, 0, 0, 0, 1, 0, 0, 0].repeat(10_000);
    assert_eq!(decode(&nested), Err(WkbError::Nesting));
}

#[test]
fn a_coordinate_that_is_no_number_is_refused() {
    let mut blob = encode_wkb(&Geometry::LineString(LineString::from(vec![(1.0, 2.0), (3.0, 4.0)])));
    blob[9..17].copy_from_slice(&f64::INFINITY.to_le_bytes());
    assert_eq!(decode(&blob), Err(WkbError::NotFinite { offset: 9 }));
}
