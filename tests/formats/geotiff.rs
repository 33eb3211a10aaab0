//! Grids that GDAL writes, in every way of packing, and damaged ones.

use super::story::{Desk, assert_names};
use jiantu::formats::geotiff::{GridReader, Raster, open};
use jiantu::formats::{DeclaredCrs, FormatError};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const WIDTH: u32 = 37;
pub const HEIGHT: u32 = 29;
const NO_DATA: f64 = -99_999.0;

/// What stands in the grid; `None` where there is no value.
pub fn value(column: u32, row: u32) -> Option<f64> {
    ((column + row) % 7 != 3).then(|| f64::from((column * 3 + row * 5) % 97))
}

/// The grid as text, whose corners and values are plain to see.
pub fn source(desk: &Desk) -> PathBuf {
    let mut text = format!(
        "ncols {WIDTH}\nnrows {HEIGHT}\nxllcorner 123.4\nyllcorner 41.6\ncellsize 0.01\nNODATA_value {NO_DATA}\n"
    );
    for row in 0..HEIGHT {
        let line: Vec<String> =
            (0..WIDTH).map(|column| value(column, row).unwrap_or(NO_DATA).to_string()).collect();
        writeln!(text, "{}", line.join(" ")).unwrap();
    }
    desk.file("grid.asc", text)
}

/// Runs a program of GDAL, which the tests need to be installed (Debian: gdal-bin).
pub fn gdal(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|_| panic!("{program} runs; install gdal-bin"));
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

pub fn translated(desk: &Desk, name: &str, arguments: &[&str]) -> PathBuf {
    let (from, to) = (source(desk), desk.path(name));
    let mut all = vec!["-q", "-of", "GTiff", "-a_srs", "EPSG:4326"];
    all.extend(arguments);
    all.extend([from.to_str().unwrap(), to.to_str().unwrap()]);
    gdal("gdal_translate", &all);
    to
}

/// All values by row and column, NaN where there is none.
pub fn grid(reader: &mut GridReader) -> Vec<f64> {
    let (width, height) = reader.size();
    let mut values = vec![f64::NAN; (width * height) as usize];
    while let Some(block) = reader.next_block() {
        for (column, row, value) in block.unwrap().known() {
            values[(row * width + column) as usize] = value;
        }
    }
    values
}

fn assert_is_source(path: &Path) {
    let mut reader = open(path).unwrap();
    assert_eq!(reader.size(), (WIDTH, HEIGHT));
    assert_eq!(
        reader.declared_crs(),
        Some(DeclaredCrs::Code { authority: "EPSG".to_owned(), code: 4326 }),
        "{}",
        path.display()
    );
    let (x, y) = reader.georeference().at(0.0, 0.0);
    assert!((x - 123.405).abs() < 1e-9 && (y - (41.6 + 0.01 * (f64::from(HEIGHT) - 0.5))).abs() < 1e-9);
    for (at, found) in grid(&mut reader).into_iter().enumerate() {
        let wanted = value(at as u32 % WIDTH, at as u32 / WIDTH);
        assert_eq!(Some(found).filter(|v| !v.is_nan()), wanted, "{} at {at}", path.display());
    }
    assert_eq!(reader.progress().read, reader.progress().total);
}

#[test]
fn every_way_of_packing_reads_the_same() {
    let desk = Desk::new();
    let layouts: [&[&str]; 3] = [
        &[],
        &["-co", "TILED=YES", "-co", "BLOCKXSIZE=16", "-co", "BLOCKYSIZE=16"],
        &["-co", "BLOCKYSIZE=5", "-co", "BIGTIFF=YES"],
    ];
    let mut number = 0;
    for layout in layouts {
        for kind in ["Int16", "Int32", "Float32", "Float64"] {
            let float = kind.starts_with("Float");
            let packings: &[&[&str]] = if float {
                &[&[], &["DEFLATE", "1"], &["LZW", "2"], &["DEFLATE", "3"], &["LZW", "3"]]
            } else {
                &[&[], &["DEFLATE", "1"], &["LZW", "2"], &["DEFLATE", "2"]]
            };
            for packing in packings {
                let no_data = if kind == "Int16" { "-999" } else { "-99999" };
                let options: Vec<String> = match packing {
                    [method, predictor] => {
                        vec![format!("COMPRESS={method}"), format!("PREDICTOR={predictor}")]
                    }
                    _ => Vec::new(),
                };
                let mut arguments = vec!["-ot", kind];
                arguments.extend(layout);
                for option in &options {
                    arguments.extend(["-co", option]);
                }
                number += 1;
                // Sixteen bits do not hold the number that means "no value": it is another there.
                let path = if no_data == "-999" {
                    sixteen_bits(&desk, number, &arguments)
                } else {
                    translated(&desk, &format!("{number}.tif"), &arguments)
                };
                assert_is_source(&path);
            }
        }
    }
    assert_eq!(number, 54);
}

fn sixteen_bits(desk: &Desk, number: i32, arguments: &[&str]) -> PathBuf {
    let text = std::fs::read_to_string(source(desk)).unwrap().replace("-99999", "-999");
    let (from, to) = (desk.file("small.asc", text), desk.path(&format!("{number}.tif")));
    let mut all = vec!["-q", "-a_srs", "EPSG:4326"];
    all.extend(arguments);
    all.extend([from.to_str().unwrap(), to.to_str().unwrap()]);
    gdal("gdal_translate", &all);
    to
}

#[test]
fn bytes_sparse_blocks_and_pixels_that_are_points() {
    let desk = Desk::new();
    let bytes =
        translated(&desk, "bytes.tif", &["-ot", "Byte", "-a_nodata", "0", "-scale", "0", "96", "0", "96"]);
    let known = grid(&mut open(&bytes).unwrap()).iter().filter(|value| **value == 96.0).count();
    let wanted = (0..WIDTH * HEIGHT).filter(|at| value(at % WIDTH, at / WIDTH) == Some(96.0)).count();
    assert_eq!(known, wanted);

    let unsigned = translated(&desk, "u32.tif", &["-ot", "UInt32", "-a_nodata", "none"]);
    assert!(open(&unsigned).unwrap().no_data().is_none());
    let unsigned = translated(&desk, "u16.tif", &["-ot", "UInt16", "-a_nodata", "0"]);
    assert_eq!(open(&unsigned).unwrap().no_data(), Some(0.0));

    let point = translated(&desk, "point.tif", &["-mo", "AREA_OR_POINT=Point"]);
    assert_is_source(&point);

    // A grid without any value, of which GDAL stores no block.
    let sparse = desk.path("sparse.tif");
    let arguments =
        ["-q", "-of", "GTiff", "-outsize", "300", "300", "-ot", "Float32", "-a_nodata", "-1", "-burn", "-1"];
    let mut all = arguments.to_vec();
    all.extend([
        "-co",
        "SPARSE_OK=TRUE",
        "-co",
        "TILED=YES",
        "-a_srs",
        "EPSG:4326",
        "-a_ullr",
        "0",
        "3",
        "3",
        "0",
    ]);
    all.push(sparse.to_str().unwrap());
    gdal("gdal_create", &all);
    let values = grid(&mut open(&sparse).unwrap());
    assert!(values.len() == 90_000 && values.iter().all(|value| value.is_nan()));
}

#[test]
fn places_agree_with_gdallocationinfo() {
    let desk = Desk::new();
    let projected = desk.path("projected.tif");
    let from = translated(&desk, "from.tif", &["-ot", "Float32"]);
    gdal("gdalwarp", &["-q", "-t_srs", "EPSG:4549", from.to_str().unwrap(), projected.to_str().unwrap()]);
    let mut reader = open(&projected).unwrap();
    assert_eq!(reader.declared_crs(), Some(DeclaredCrs::Code { authority: "EPSG".to_owned(), code: 4549 }));
    let georeference = reader.georeference();
    let raster = Raster::read(&projected, &mut reader, 1 << 20).unwrap();
    for (column, row) in [(0.0, 0.0), (5.3, 7.4), (20.0, 11.0), (30.4, 3.6), (12.0, 25.0)] {
        let (x, y) = georeference.at(column, row);
        let told = gdal(
            "gdallocationinfo",
            &["-valonly", "-geoloc", projected.to_str().unwrap(), &x.to_string(), &y.to_string()],
        );
        let told: Option<f32> = told.trim().parse().ok().filter(|value| *value != NO_DATA as f32);
        assert_eq!(raster.value_at(x, y), told, "at {column}, {row}");
    }
    assert_eq!(raster.value_at(0.0, 0.0), None);
    let mut again = open(&projected).unwrap();
    assert_eq!(Raster::read(&projected, &mut again, 10).expect_err("too large").code(), "grid_too_large");
}

#[test]
fn what_is_no_grid_is_refused_with_what_to_do() {
    let desk = Desk::new();
    let refused = |path: &Path| open(path).err().unwrap_or_else(|| panic!("{} was read", path.display()));
    let text = desk.file("text.tif", "no TIFF at all");
    assert_eq!(refused(&text).code(), "damaged_tiff");
    assert_eq!(refused(&desk.file("empty.tif", "")).code(), "empty_file");
    assert_eq!(refused(&desk.path("absent.tif")).code(), "not_found");

    let (from, bare) = (source(&desk), desk.path("bare.tif"));
    gdal(
        "gdal_translate",
        &["-q", "-co", "PROFILE=BASELINE", from.to_str().unwrap(), bare.to_str().unwrap()],
    );
    let error = refused(&bare);
    assert_eq!(error.code(), "no_georeference");
    assert_names(&error, &["gdal_translate"]);
}

#[test]
fn damage_never_panics_and_names_its_block() {
    let desk = Desk::new();
    let tiles =
        ["-co", "TILED=YES", "-co", "BLOCKXSIZE=16", "-co", "BLOCKYSIZE=16", "-co", "COMPRESS=DEFLATE"];
    let whole = std::fs::read(translated(&desk, "whole.tif", &tiles)).unwrap();
    let read = |bytes: &[u8]| -> Result<usize, FormatError> {
        let mut reader = open(&desk.file("damaged.tif", bytes))?;
        let mut count = 0;
        while let Some(block) = reader.next_block() {
            count += block?.values.len();
        }
        Ok(count)
    };
    assert_eq!(read(&whole).unwrap(), (WIDTH * HEIGHT) as usize);
    // The last bytes are a checksum, without which the values are still all there.
    for length in (0..whole.len() - 64).step_by(97) {
        let error = read(&whole[..length]).expect_err("cut off");
        assert!(!error.message_zh().is_empty(), "{error}");
    }
    let mut seed = 1_u64;
    for _ in 0..600 {
        let mut bytes = whole.clone();
        for _ in 0..3 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = (seed >> 33) as usize % bytes.len();
            bytes[at] = (seed >> 20) as u8;
        }
        // Read or refused, but never a panic and never more memory than the limits.
        let _ = read(&bytes);
    }
}

#[test]
fn porto_alegres_elevation() {
    let folder = std::env::var_os("JIANTU_TRIAL_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let path = folder.join("porto_alegre/poa_elevation.tif");
    if !path.is_file() {
        println!("not run: 1 (trial data absent: porto_alegre/poa_elevation.tif)");
        return;
    }
    let mut reader = open(&path).unwrap();
    assert_eq!(reader.size(), (413, 403));
    let raster = Raster::read(&path, &mut reader, 1 << 20).unwrap();
    for (lon, lat) in [(-51.2, -30.05), (-51.25, -30.0), (-51.1402, -30.1095), (-51.18, -30.03)] {
        let place = [lon.to_string(), lat.to_string()];
        let told =
            gdal("gdallocationinfo", &["-valonly", "-wgs84", path.to_str().unwrap(), &place[0], &place[1]]);
        assert_eq!(raster.value_at(lon, lat), told.trim().parse().ok(), "at {lon}, {lat}");
    }
}
