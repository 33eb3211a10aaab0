//! Values between the centres of pixels, however the grid is stored.

use super::geotiff::{HEIGHT, WIDTH, translated, value};
use super::story::Desk;
use jiantu::formats::geotiff::{Sampled, open, sample};
use std::cell::Cell;
use std::ops::RangeInclusive;
use std::path::Path;

const ALL: RangeInclusive<f64> = -1e9..=1e9;

/// Places by column and row: on centres, between them, in the border and outside.
fn spots() -> Vec<(f64, f64)> {
    let mut spots = vec![(-0.49, 3.0), (36.49, 28.49), (-0.51, 3.0), (36.51, 2.0), (5.0, 29.0), (15.5, 15.5)];
    for number in 0..400_u32 {
        spots.push((f64::from(number * 7 % 361) / 10.0, f64::from(number * 13 % 281) / 10.0));
    }
    spots
}

/// What stands there by the definition.
fn wanted((column, row): (f64, f64)) -> Option<f64> {
    let inside = (-0.5..=f64::from(WIDTH) - 0.5).contains(&column);
    if !inside || !(-0.5..=f64::from(HEIGHT) - 0.5).contains(&row) {
        return None;
    }
    let (column, row) = (column.clamp(0.0, f64::from(WIDTH - 1)), row.clamp(0.0, f64::from(HEIGHT - 1)));
    let mut sum = 0.0;
    for (c, r) in (0..WIDTH).flat_map(|c| (0..HEIGHT).map(move |r| (c, r))) {
        let share =
            (1.0 - (column - f64::from(c)).abs()).max(0.0) * (1.0 - (row - f64::from(r)).abs()).max(0.0);
        // What is left of a share by rounding is none.
        if share > 1e-9 {
            sum += share * value(c, r)?;
        }
    }
    Some(sum)
}

fn sampled(path: &Path, spots: &[(f64, f64)], sound: &RangeInclusive<f64>) -> (Sampled, (u64, u64)) {
    let mut reader = open(path).unwrap();
    let placed = reader.georeference();
    let blocks = Cell::new((0, 0));
    let places = spots.iter().map(|(column, row)| Some(placed.at(*column, *row)));
    let all = places.chain([None, Some((f64::NAN, 41.7))]);
    let found = sample(&mut reader, all, sound, &|read, of| blocks.set((read, of))).unwrap();
    (found, blocks.get())
}

#[test]
fn every_layout_gives_the_bilinear_value() {
    let desk = Desk::new();
    let layouts: [&[&str]; 4] = [
        &["-co", "BLOCKYSIZE=1"],
        &["-co", "BLOCKYSIZE=29"],
        &["-co", "TILED=YES", "-co", "BLOCKXSIZE=16", "-co", "BLOCKYSIZE=16", "-co", "COMPRESS=LZW"],
        &["-co", "TILED=YES", "-co", "BLOCKXSIZE=32", "-co", "BLOCKYSIZE=16", "-co", "COMPRESS=DEFLATE"],
    ];
    for (number, layout) in layouts.into_iter().enumerate() {
        let path = translated(&desk, &format!("{number}.tif"), &[&["-ot", "Float32"], layout].concat());
        let (found, (read, of)) = sampled(&path, &spots(), &ALL);
        assert_eq!((found.unsound, read), (None, of));
        assert_eq!(found.values[spots().len()..], [None, None]);
        let mut known = 0;
        for (spot, found) in spots().into_iter().zip(&found.values) {
            match (wanted(spot), found) {
                (Some(wanted), Some(found)) => {
                    known += 1;
                    assert!((wanted - found).abs() < 1e-4, "{spot:?}: {found}, wanted {wanted}");
                }
                (wanted, found) => assert_eq!(wanted, *found, "{spot:?}"),
            }
        }
        assert!(known > 100, "{known}");
    }
}

#[test]
fn blocks_that_nobody_needs_are_not_read() {
    let desk = Desk::new();
    let tiles = ["-co", "TILED=YES", "-co", "BLOCKXSIZE=16", "-co", "BLOCKYSIZE=16"];
    let path = translated(&desk, "tiles.tif", &[&["-ot", "Float32"], &tiles[..]].concat());
    // In the middle of a tile; between four; nowhere.
    assert_eq!(sampled(&path, &[(4.25, 4.25), (5.5, 4.5)], &ALL).1, (1, 1));
    assert_eq!(sampled(&path, &[(15.5, 15.5)], &ALL).1, (4, 4));
    assert_eq!(sampled(&path, &[(99.0, 99.0)], &ALL).1, (0, 0));
    let mut reader = open(&path).unwrap();
    assert!(reader.read_block(6).is_err());
    assert_eq!(reader.read_block(5).unwrap().value(36, 28), value(36, 28));
    assert_eq!(reader.next_block().unwrap().unwrap().column, 0);
}

#[test]
fn a_value_that_is_not_sound_is_told_with_its_place() {
    let desk = Desk::new();
    let path = translated(&desk, "grid.tif", &["-ot", "Float32"]);
    let (column, row) = (9, 4);
    let most = value(column, row).unwrap();
    let (found, _) = sampled(&path, &[(9.0, 4.0)], &(0.0..=most - 1.0));
    let (told_column, told_row, told) = found.unsound.unwrap();
    assert!((told_column.abs_diff(column), told_row.abs_diff(row)) <= (1, 1) && told > most - 1.0);
    assert_eq!(sampled(&path, &[(0.0, 0.0)], &(0.0..=most - 1.0)).0.unsound, None);
}
