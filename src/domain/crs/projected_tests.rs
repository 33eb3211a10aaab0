//! Golden values of PROJ 9.5 (EPSG 11) for numbers of the register.

use proptest::prelude::*;

use crate::domain::crs::{Crs, CrsError, Transform};
use crate::domain::geodesy::point_distance_m;

fn transform(code: u32) -> Transform {
    Transform::new(&Crs::from_epsg(code)).expect("a number of the register")
}

#[test]
fn numbers_agree_with_proj() {
    for (code, (x, y), (lon, lat)) in [
        (4550, (538_552.135_6, 4_616_086.935_2), (123.463, 41.679)),
        (4529, (41_538_552.135_6, 4_616_086.935_2), (123.463, 41.679)),
        (4549, (788_370.207_7, 4_621_781.984_7), (123.463, 41.679)),
        (4528, (40_788_370.207_7, 4_621_781.984_7), (123.463, 41.679)),
        (4529, (41_450_123.456, 4_654_321.987), (122.397_783_435_5, 42.022_594_374_4)),
        (3879, (25_496_000.0, 6_672_000.0), (24.927_965_358_2, 60.160_886_920_0)),
        (3879, (25_480_001.0, 6_660_001.0), (24.641_022_493_0, 60.052_721_933_7)),
        (3879, (25_496_580.360_0, 6_673_003.606_7), (24.938_4, 60.169_9)),
        (32651, (538_536.714_7, 4_614_240.500_6), (123.463, 41.679)),
        (2154, (652_709.4, 6_862_305.1), (2.355_445_938, 48.859_044_339)),
        (31983, (480_000.0, 6_670_000.0), (-45.207_576_685, -30.101_043_078)),
        (3857, (13_743_838.291_8, 5_113_015.825_5), (123.463, 41.679)),
    ] {
        let found = transform(code).to_wgs84(x, y).expect("a place");
        let off = point_distance_m(found.into(), (lon, lat).into());
        assert!(off < 0.001, "EPSG:{code}: {found:?} is {off} m from PROJ's");
        let back = transform(code).from_wgs84(lon, lat).expect("back");
        assert!((back.0 - x).abs() < 0.002 && (back.1 - y).abs() < 0.002, "EPSG:{code}: {back:?}");
    }
}

#[test]
fn all_zones_of_cgcs2000_have_their_meridian() {
    for zone in 25..=45_u32 {
        let meridian = f64::from(zone) * 3.0;
        let with_prefix = transform(4513 + zone - 25).from_wgs84(meridian, 40.0).expect("there");
        let without = transform(4534 + zone - 25).from_wgs84(meridian, 40.0).expect("there");
        assert!((with_prefix.0 - (f64::from(zone) * 1e6 + 5e5)).abs() < 1e-6, "{zone}");
        assert!((without.0 - 5e5).abs() < 1e-6, "{zone}");
        assert!((with_prefix.1 - without.1).abs() < 1e-6, "{zone}");
    }
}

#[test]
fn a_missing_or_superfluous_zone_prefix_is_refused() {
    for (code, x) in [(4529, 538_552.0), (4550, 41_538_552.0)] {
        let error = transform(code).to_wgs84(x, 4_616_086.0).expect_err("another zone's metres");
        assert!(matches!(error, CrsError::OutsideProjection { .. }));
        assert!(error.message_zh().contains("带号"));
    }
}

#[test]
fn unknown_numbers_and_unknown_shifts_are_said() {
    for code in [1, 65_535, 70_000, u32::MAX] {
        let error = Transform::new(&Crs::Epsg(code)).expect_err("no such system");
        assert_eq!(error, CrsError::UnknownEpsg(code));
    }
    assert!(transform(4550).datum_shift_known() && transform(3879).datum_shift_known());
    // Xian 1980: its way to WGS 84 is not public.
    assert!(!transform(4610).datum_shift_known());
}

#[test]
fn a_transform_can_be_shared_by_threads() {
    fn shared<T: Send + Sync + Clone>(_: &T) {}
    shared(&transform(4550));
}

proptest! {
    #[test]
    fn there_and_back_is_the_same_place(lon in 121.4..124.6f64, lat in 20.0..53.0f64) {
        for code in [4550, 4529, 32651, 3857, 4490] {
            let t = transform(code);
            let (x, y) = t.from_wgs84(lon, lat).expect("there");
            let back = t.to_wgs84(x, y).expect("back");
            prop_assert!(point_distance_m(back.into(), (lon, lat).into()) < 1e-5, "EPSG:{}", code);
        }
    }

    #[test]
    fn no_number_makes_a_projection_panic_or_leave_the_earth(x in any::<f64>(), y in any::<f64>(),
                                                             e in -5e7..5e7f64, n in -5e7..5e7f64) {
        for code in [4550, 3879, 2154, 3857, 3035, 5070, 4214, 2053] {
            let t = transform(code);
            for (x, y) in [(x, y), (e, n)] {
                if let Ok((lon, lat)) = t.to_wgs84(x, y) {
                    prop_assert!(lon.abs() <= 180.0 && lat.abs() <= 90.0);
                }
                let _ = t.from_wgs84(x % 180.0, y % 90.0);
            }
        }
    }
}
