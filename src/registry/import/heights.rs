//! Heights of street nodes out of an elevation raster.

use super::Progress;
use super::report::Report;
use super::source::declared_crs;
use crate::domain::crs::{CrsError, Transform};
use crate::domain::network::{Extract, Heights};
use crate::formats::geotiff::{GridReader, Sampled, open, sample};
use crate::registry::error::RegistryError;
use std::ops::RangeInclusive;
use std::path::Path;

/// Metres above the sea that ground with a street may have; a mark for "no value" lies beyond.
const GROUND_M: RangeInclusive<f64> = -1_000.0..=9_000.0;

/// Gives the nodes of an extract the heights of a raster, and tells how many have one.
///
/// # Errors
/// The raster can not be read or computed with, holds what is no height, or has none of the nodes.
pub fn add(
    extract: &mut Extract,
    raster: &Path,
    progress: Option<Progress>,
    report: &mut Report,
) -> Result<u64, RegistryError> {
    let heights = tokio::task::block_in_place(|| heights(extract, raster, progress, report))?;
    let (known, nodes) = (heights.known(), extract.nodes.len() as u64);
    let name = raster.file_name().unwrap_or_default().to_string_lossy();
    if known == 0 {
        return Err(RegistryError::refused(
            format!("高程栅格 {name} 没有覆盖任何道路节点，什么都没有写入；请核对其范围和坐标系"),
            format!(
                "the elevation raster {name} covers no node of the streets, nothing was written; check its extent and reference system"
            ),
        ));
    }
    if known * 2 < nodes {
        let zh = format!("高程栅格 {name} 只覆盖 {nodes} 个道路节点中的 {known} 个；其余道路按平路计时");
        let en = format!(
            "the elevation raster {name} covers {known} of {nodes} nodes of the streets only; the other streets count as level"
        );
        report.warn(0, Some("elevation"), "elevation_covers_little", &zh, &en);
    }
    report.heights = Some(known);
    extract.heights = Some(heights);
    Ok(known)
}

fn heights(
    extract: &Extract,
    raster: &Path,
    progress: Option<Progress>,
    report: &mut Report,
) -> Result<Heights, RegistryError> {
    let mut reader = open(raster)?;
    let transform =
        declared_crs(reader.declared_crs()).and_then(|crs| Transform::new(&crs)).map_err(not_computed)?;
    tell(&reader, &transform, report);
    // A node that the raster's system does not reach lies outside of it.
    let places = extract.nodes.iter().map(|node| transform.from_wgs84(node.lon, node.lat).ok());
    let told = |read, total| {
        if let Some(progress) = &progress {
            progress(read, total);
        }
    };
    let Sampled { values, unsound } = sample(&mut reader, places, &GROUND_M, &told)?;
    match unsound {
        Some(pixel) => Err(no_height(pixel)),
        None => Ok(values.into_iter().collect()),
    }
}

fn not_computed(error: CrsError) -> RegistryError {
    let (zh, en) = (error.message_zh(), error.message_en());
    RegistryError::refused(
        format!("高程栅格的坐标系无法换算：{zh}；请先用 gdalwarp -t_srs EPSG:4326 -r bilinear 换成经纬度"),
        format!(
            "the elevation raster's reference system can not be computed with: {en}; bring it to degrees first by gdalwarp -t_srs EPSG:4326 -r bilinear"
        ),
    )
}

fn no_height((column, row, value): (u32, u32, f64)) -> RegistryError {
    let (column, row) = (column + 1, row + 1);
    RegistryError::refused(
        format!(
            "高程栅格第 {column} 列第 {row} 行的值 {value} 不是海拔（米）；若它表示“无数据”，请先用 gdal_translate -a_nodata {value} 标明"
        ),
        format!(
            "the elevation raster holds {value} in column {column}, row {row}, which is no height in metres; if that means `no value`, mark it by gdal_translate -a_nodata {value}"
        ),
    )
}

fn tell(reader: &GridReader, transform: &Transform, report: &mut Report) {
    let bands = reader.bands();
    if bands > 1 {
        let zh = format!("高程栅格有 {bands} 个波段，只用第一个；其他可用 gdal_translate -b 取出");
        let en = format!(
            "the elevation raster has {bands} bands, the first was read; take out others by gdal_translate -b"
        );
        report.warn(0, Some("elevation"), "first_band", &zh, &en);
    }
    if !transform.datum_shift_known() {
        let name = transform.crs().short_name();
        let zh = format!(
            "高程栅格的坐标系 {name} 到 WGS 84 的转换参数不公开：只能视为相同，位置可能偏差数十至数百米"
        );
        let en = format!(
            "the way from {name}, the elevation raster's system, to WGS 84 is not public: the two are taken as equal, and heights may be those of places tens to hundreds of metres off"
        );
        report.warn(0, Some("elevation"), "datum_shift_unknown", &zh, &en);
    }
}
