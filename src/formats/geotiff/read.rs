//! Streams the blocks of a grid.

use super::block::Block;
use super::georeference::{Georeference, Tags};
use crate::formats::error::FormatError;
use crate::formats::record::{DeclaredCrs, Progress};
use crate::formats::source::open_file;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use tiff::decoder::{ChunkType, Decoder, DecodingResult, Limits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

/// Bytes that one unpacked block may have; a larger one is refused.
const LARGEST_BLOCK: usize = 256 << 20;

/// Bytes that one tag (such as the list of blocks) may have.
const LARGEST_TAG: usize = 32 << 20;

/// A grid being read. Memory holds one block.
pub struct GridReader {
    path: PathBuf,
    decoder: Decoder<BufReader<File>>,
    width: u32,
    height: u32,
    block: (u32, u32),
    /// Blocks side by side, and in all.
    across: u32,
    count: u32,
    next: u32,
    bands: usize,
    /// Of the image, however they are stored.
    all_bands: u16,
    /// Of one value of one band.
    value_bytes: usize,
    /// Stored bytes of each block; none means that the block was left out.
    sizes: Vec<u64>,
    no_data: Option<f64>,
    georeference: Georeference,
    crs: Option<DeclaredCrs>,
}

/// Opens a grid: the first image of a GeoTIFF, of which the first band is read. Tiles or strips,
/// plain or packed by deflate or LZW with any predictor, integers and floats of 8 to 64 bits,
/// classic TIFF or BigTIFF.
///
/// # Errors
/// Not a TIFF, damaged, packed in another way, without a place, or with blocks too large to hold.
pub fn open(path: &Path) -> Result<GridReader, FormatError> {
    let (file, _) = open_file(path)?;
    let wrong = |error: TiffError| not_readable(path, None, &error);
    let mut limits = Limits::default();
    limits.decoding_buffer_size = LARGEST_BLOCK;
    limits.intermediate_buffer_size = LARGEST_BLOCK;
    limits.ifd_value_size = LARGEST_TAG;
    let mut decoder =
        Decoder::new(BufReader::with_capacity(1 << 16, file)).map_err(wrong)?.with_limits(limits);
    let (width, height) = decoder.dimensions().map_err(wrong)?;
    let color = decoder.colortype().map_err(wrong)?;
    let inverted =
        decoder.find_tag_unsigned::<u16>(Tag::PhotometricInterpretation).map_err(wrong)? == Some(0);
    let is_grid = matches!(
        color,
        ColorType::Gray(8 | 16 | 32 | 64) | ColorType::GrayA(_) | ColorType::Multiband { .. }
    );
    if !is_grid || inverted {
        return Err(FormatError::content(
            path,
            "not_a_grid",
            "这是图片而不是数值栅格;需要每像元一个数值的 GeoTIFF",
            "this is a picture, not a grid of numbers; a GeoTIFF with one number a pixel is needed",
        ));
    }
    let tags = tags(&mut decoder);
    let georeference = tags.georeference().ok_or_else(|| {
        FormatError::content(
            path,
            "no_georeference",
            "文件没有地理参考信息;请用 gdal_translate -a_ullr 和 -a_srs 补上",
            "the file does not say where its pixels lie; add that by gdal_translate -a_ullr and -a_srs",
        )
    })?;
    let block = decoder.chunk_dimensions();
    let across = width.div_ceil(block.0.max(1));
    let count = u64::from(across) * u64::from(height.div_ceil(block.1.max(1)));
    let sizes_tag = match decoder.get_chunk_type() {
        ChunkType::Tile => Tag::TileByteCounts,
        ChunkType::Strip => Tag::StripByteCounts,
    };
    let sizes: Vec<u64> = decoder.find_tag_unsigned_vec(sizes_tag).map_err(wrong)?.unwrap_or_default();
    let count = u32::try_from(count).ok().filter(|count| sizes.len() >= *count as usize);
    let count = count.filter(|_| width > 0 && height > 0 && block.0 > 0 && block.1 > 0).ok_or_else(|| {
        FormatError::content(
            path,
            "damaged_tiff",
            format!("图块列表与尺寸 {width} x {height} 不符,文件已损坏"),
            format!("the list of blocks does not fit the size of {width} x {height}: the file is damaged"),
        )
    })?;
    let bands = decoder.find_tag_unsigned::<u16>(Tag::SamplesPerPixel).map_err(wrong)?.unwrap_or(1);
    let planar = decoder.find_tag_unsigned::<u16>(Tag::PlanarConfiguration).map_err(wrong)? == Some(2);
    let no_data = decoder.get_tag_ascii_string(Tag::GdalNodata).ok();
    Ok(GridReader {
        path: path.to_owned(),
        width,
        height,
        block,
        across,
        count,
        next: 0,
        all_bands: bands.max(1),
        bands: if planar { 1 } else { usize::from(bands.max(1)) },
        value_bytes: usize::from(color.bit_depth() / 8),
        sizes,
        no_data: no_data.and_then(|text| text.trim_matches(['\0', ' ']).parse().ok()),
        georeference,
        crs: tags.crs(),
        decoder,
    })
}

impl GridReader {
    /// Columns and rows.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// How many bands the image has; the first is read.
    pub fn bands(&self) -> u16 {
        self.all_bands
    }

    /// Where the pixels lie, in the file's own system.
    pub fn georeference(&self) -> Georeference {
        self.georeference
    }

    /// The reference system that the file itself declares.
    pub fn declared_crs(&self) -> Option<DeclaredCrs> {
        self.crs.clone()
    }

    /// The number that means "no value", where the file has one.
    pub fn no_data(&self) -> Option<f64> {
        self.no_data
    }

    /// Blocks read, and in all.
    pub fn progress(&self) -> Progress {
        Progress { read: u64::from(self.next), total: u64::from(self.count) }
    }

    /// The next block, from left to right and from top to bottom; `None` at the end. After an
    /// error the next call goes on with the block behind it.
    pub fn next_block(&mut self) -> Option<Result<Block, FormatError>> {
        let index = self.next;
        (index < self.count).then(|| {
            self.next += 1;
            self.read_block(index)
        })
    }

    /// The number of the block that holds a pixel of the grid.
    pub fn block_of(&self, column: u32, row: u32) -> u32 {
        (row / self.block.1) * self.across + column / self.block.0
    }

    /// A block by its number (from left to right, from top to bottom), wherever [`Self::next_block`] is.
    ///
    /// # Errors
    /// It can not be read, or there is none of that number.
    pub fn read_block(&mut self, index: u32) -> Result<Block, FormatError> {
        if index >= self.count {
            return Err(not_readable(&self.path, None, &TiffError::LimitsExceeded));
        }
        let (column, row) = ((index % self.across) * self.block.0, (index / self.across) * self.block.1);
        let (width, height) = (self.block.0.min(self.width - column), self.block.1.min(self.height - row));
        let wanted = width as usize * height as usize;
        let values = if self.sizes[index as usize] == 0 {
            // A writer may leave out blocks that are all "no value", or all zero.
            if wanted > LARGEST_BLOCK / size_of::<f64>() {
                return Err(not_readable(&self.path, Some((column, row)), &TiffError::LimitsExceeded));
            }
            vec![if self.no_data.is_some() { f64::NAN } else { 0.0 }; wanted]
        } else {
            self.stored(index, width)
                .map_err(|error| not_readable(&self.path, Some((column, row)), &error))?
        };
        if values.len() != wanted {
            return Err(FormatError::content(
                &self.path,
                "damaged_tiff",
                format!("第 {column} 列第 {row} 行起的图块有 {} 个值,应有 {wanted} 个", values.len()),
                format!(
                    "the block from column {column}, row {row} has {} values where {wanted} belong",
                    values.len()
                ),
            ));
        }
        Ok(Block { column, row, width, height, values })
    }
}

impl GridReader {
    /// The values of a stored block. Rows are read as long as they are stored and cut afterwards:
    /// told to leave the padding out, the decoder loses its way in blocks packed by LZW.
    fn stored(&mut self, index: u32, width: u32) -> Result<Vec<f64>, TiffError> {
        let row_bytes = self.block.0 as usize * self.bands * self.value_bytes;
        let mut read = DecodingResult::U8(Vec::new());
        self.decoder.read_chunk_to_buffer(&mut read, index, row_bytes)?;
        let mut values = numbers(read, self.bands, self.no_data);
        if width < self.block.0 {
            let rows = values.chunks(self.block.0 as usize);
            values = rows.flat_map(|row| row.iter().take(width as usize)).copied().collect();
        }
        Ok(values)
    }
}

/// The first band, "no value" as NaN.
fn numbers(read: DecodingResult, bands: usize, no_data: Option<f64>) -> Vec<f64> {
    fn first<T: Copy>(all: &[T], bands: usize, number: impl Fn(T) -> f64) -> Vec<f64> {
        all.iter().step_by(bands).map(|value| number(*value)).collect()
    }
    let known = |value: f64| if no_data == Some(value) { f64::NAN } else { value };
    match read {
        DecodingResult::U8(all) => first(&all, bands, |v| known(f64::from(v))),
        DecodingResult::U16(all) => first(&all, bands, |v| known(f64::from(v))),
        DecodingResult::U32(all) => first(&all, bands, |v| known(f64::from(v))),
        DecodingResult::U64(all) => first(&all, bands, |v| known(v as f64)),
        DecodingResult::I8(all) => first(&all, bands, |v| known(f64::from(v))),
        DecodingResult::I16(all) => first(&all, bands, |v| known(f64::from(v))),
        DecodingResult::I32(all) => first(&all, bands, |v| known(f64::from(v))),
        DecodingResult::I64(all) => first(&all, bands, |v| known(v as f64)),
        DecodingResult::F16(all) => first(&all, bands, |v| known(f64::from(v))),
        DecodingResult::F32(all) => {
            // The text of "no value" may have more digits than the values.
            let no_data = no_data.map(|value| value as f32);
            first(&all, bands, |v| if no_data == Some(v) { f64::NAN } else { f64::from(v) })
        }
        DecodingResult::F64(all) => first(&all, bands, known),
    }
}

/// Tags that are missing or of another type place nothing; whether enough is left is asked later.
fn tags(decoder: &mut Decoder<BufReader<File>>) -> Tags {
    Tags {
        pixel_scale: decoder.get_tag_f64_vec(Tag::ModelPixelScaleTag).ok(),
        tie_points: decoder.get_tag_f64_vec(Tag::ModelTiepointTag).ok(),
        transformation: decoder.get_tag_f64_vec(Tag::ModelTransformationTag).ok(),
        keys: decoder.get_tag_u16_vec(Tag::GeoKeyDirectoryTag).unwrap_or_default(),
        ascii: decoder.get_tag_ascii_string(Tag::GeoAsciiParamsTag).unwrap_or_default(),
    }
}

fn not_readable(path: &Path, block: Option<(u32, u32)>, error: &TiffError) -> FormatError {
    let (place_zh, place_en) = match block {
        Some((column, row)) => (
            format!("第 {column} 列第 {row} 行起的图块"),
            format!("the block from column {column}, row {row}"),
        ),
        None => ("文件头".to_owned(), "the header".to_owned()),
    };
    match error {
        TiffError::UnsupportedError(reason) => FormatError::content(
            path,
            "unsupported_tiff",
            format!("{place_zh}的存储方式不受支持({reason});请用 gdal_translate -co COMPRESS=DEFLATE 转换"),
            format!(
                "{place_en} is stored in a way that is not read ({reason}); convert it by gdal_translate -co COMPRESS=DEFLATE"
            ),
        ),
        TiffError::LimitsExceeded => FormatError::content(
            path,
            "block_too_large",
            format!("{place_zh}过大,无法放入内存;请用 gdal_translate -co TILED=YES 转换"),
            format!("{place_en} is too large to hold in memory; convert it by gdal_translate -co TILED=YES"),
        ),
        other => FormatError::content(
            path,
            "damaged_tiff",
            format!("{place_zh}无法读取({other});文件损坏、不完整,或不是 TIFF"),
            format!("{place_en} cannot be read ({other}); the file is damaged, incomplete, or no TIFF"),
        ),
    }
}
