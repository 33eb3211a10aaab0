//! Where the pixels of a grid lie: the GeoTIFF tags (OGC 19-008r4) and what they mean.

use crate::formats::record::DeclaredCrs;

/// GeoKeys that are read.
const MODEL_TYPE: u16 = 1024;
const RASTER_TYPE: u16 = 1025;
const CITATION: u16 = 1026;
const GEODETIC_CRS: u16 = 2048;
const PROJECTED_CRS: u16 = 3072;
const PROJECTED_CITATION: u16 = 3073;

/// The number that says "defined by parameters instead".
const USER_DEFINED: u16 = 32_767;

/// From columns and rows to coordinates: x = x0 + column * by_column[0] + row * by_row[0], and
/// likewise y. Integer columns and rows are the pixels' centres, (0, 0) the first one's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Georeference {
    /// Centre of the first pixel, x (lon or easting) and y (lat or northing).
    pub origin: [f64; 2],
    /// Step to the next column.
    pub by_column: [f64; 2],
    /// Step to the next row; usually southwards.
    pub by_row: [f64; 2],
}

/// The tags that place a grid, as they stand in the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Tags {
    pub pixel_scale: Option<Vec<f64>>,
    pub tie_points: Option<Vec<f64>>,
    pub transformation: Option<Vec<f64>>,
    pub keys: Vec<u16>,
    pub ascii: String,
}

impl Georeference {
    /// Coordinates of a pixel's centre; fractions lie between centres.
    pub fn at(&self, column: f64, row: f64) -> (f64, f64) {
        let along = |axis: usize| self.origin[axis] + column * self.by_column[axis] + row * self.by_row[axis];
        (along(0), along(1))
    }

    /// Column and row of a place, whole at the pixels' centres; `None` where the grid has no area.
    pub fn pixel(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        let [a, d] = self.by_column;
        let [b, e] = self.by_row;
        let (dx, dy) = (x - self.origin[0], y - self.origin[1]);
        let determinant = a * e - b * d;
        let column = (dx * e - dy * b) / determinant;
        let row = (dy * a - dx * d) / determinant;
        (column.is_finite() && row.is_finite()).then_some((column, row))
    }

    /// Width and height of a pixel, in the grid's own units.
    pub fn pixel_size(&self) -> (f64, f64) {
        (self.by_column[0].hypot(self.by_column[1]), self.by_row[0].hypot(self.by_row[1]))
    }
}

impl Tags {
    /// `None` where the file does not place itself, or says nonsense.
    pub fn georeference(&self) -> Option<Georeference> {
        // The tags place the corner of a pixel that is an area, and the centre of one that is a point.
        let half = if self.short(RASTER_TYPE) == Some(2) { 0.0 } else { 0.5 };
        let corner = self.by_matrix().or_else(|| self.by_tie_point())?;
        let (x, y) = corner.at(half, half);
        let placed = Georeference { origin: [x, y], ..corner };
        let numbers = [placed.origin, placed.by_column, placed.by_row];
        let sound = numbers.iter().flatten().all(|number| number.is_finite());
        (sound && placed.pixel(x, y).is_some()).then_some(placed)
    }

    fn by_matrix(&self) -> Option<Georeference> {
        let m = self.transformation.as_ref().filter(|m| m.len() >= 8)?;
        Some(Georeference { origin: [m[3], m[7]], by_column: [m[0], m[4]], by_row: [m[1], m[5]] })
    }

    fn by_tie_point(&self) -> Option<Georeference> {
        let scale = self.pixel_scale.as_ref().filter(|scale| scale.len() >= 2)?;
        let tie = self.tie_points.as_ref().filter(|tie| tie.len() >= 6)?;
        let (width, height) = (scale[0], scale[1]);
        Some(Georeference {
            origin: [tie[3] - tie[0] * width, tie[4] + tie[1] * height],
            by_column: [width, 0.0],
            by_row: [0.0, -height],
        })
    }

    /// The system that the keys name: by number, else by the text that describes it.
    pub fn crs(&self) -> Option<DeclaredCrs> {
        // A projection without number has the kind "user-defined" as well, and names its datum besides.
        let names_projection = || self.key(PROJECTED_CRS).or_else(|| self.key(PROJECTED_CITATION)).is_some();
        let is_projected = match self.short(MODEL_TYPE) {
            Some(1) => true,
            Some(2) => false,
            _ => names_projection(),
        };
        let code = self.short(if is_projected { PROJECTED_CRS } else { GEODETIC_CRS });
        match code {
            Some(code) if code != USER_DEFINED && code != 0 => {
                // Numbers beyond those of EPSG are ESRI's, which some writers put here.
                let authority = if code > USER_DEFINED { "ESRI" } else { "EPSG" };
                Some(DeclaredCrs::Code { authority: authority.to_owned(), code: i64::from(code) })
            }
            _ => [PROJECTED_CITATION, CITATION]
                .into_iter()
                .find_map(|key| self.text(key))
                .filter(|text| !text.is_empty())
                .map(described),
        }
    }

    /// Location, count and value of a key.
    fn key(&self, wanted: u16) -> Option<[u16; 3]> {
        let entries = self.keys.get(4..)?.chunks_exact(4);
        let entry = entries.into_iter().find(|entry| entry[0] == wanted)?;
        Some([entry[1], entry[2], entry[3]])
    }

    fn short(&self, wanted: u16) -> Option<u16> {
        self.key(wanted).filter(|[location, ..]| *location == 0).map(|[_, _, value]| value)
    }

    fn text(&self, wanted: u16) -> Option<String> {
        const ASCII_PARAMETERS: u16 = 34_737;
        let [location, count, offset] = self.key(wanted)?;
        let (from, to) = (usize::from(offset), usize::from(offset) + usize::from(count));
        let text = (location == ASCII_PARAMETERS).then(|| self.ascii.get(from..to))??;
        Some(text.trim_end_matches(['|', '\0']).trim().to_owned())
    }
}

/// GDAL writes a system that has no EPSG number as ESRI's well-known text.
fn described(text: String) -> DeclaredCrs {
    match text.strip_prefix("ESRI PE String = ") {
        Some(wkt) => DeclaredCrs::Wkt(wkt.to_owned()),
        None => DeclaredCrs::Name(text.strip_prefix("PCS Name = ").unwrap_or(&text).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(keys: &[[u16; 4]]) -> Tags {
        Tags {
            pixel_scale: Some(vec![0.5, 0.25, 0.0]),
            tie_points: Some(vec![0.0, 0.0, 0.0, 100.0, 40.0, 0.0]),
            keys: [[1, 1, 0, keys.len() as u16]].iter().chain(keys).flatten().copied().collect(),
            ascii: "Mollweide|".to_owned(),
            ..Tags::default()
        }
    }

    #[test]
    fn areas_and_points_are_half_a_pixel_apart() {
        let area = tags(&[[1024, 0, 1, 2], [1025, 0, 1, 1], [2048, 0, 1, 4326]]);
        assert_eq!(area.georeference().expect("placed").at(0.0, 0.0), (100.25, 39.875));
        assert_eq!(area.crs(), Some(DeclaredCrs::Code { authority: "EPSG".to_owned(), code: 4326 }));
        let point = tags(&[[1025, 0, 1, 2]]);
        assert_eq!(point.georeference().expect("placed").at(1.0, 2.0), (100.5, 39.5));
    }

    #[test]
    fn a_matrix_turns_and_back() {
        let turned = Tags {
            transformation: Some([1.0, 0.5, 0.0, 10.0, 0.25, -1.0, 0.0, 20.0].to_vec()),
            ..Tags::default()
        };
        let placed = turned.georeference().expect("placed");
        let (x, y) = placed.at(3.0, 7.0);
        let (column, row) = placed.pixel(x, y).expect("a pixel");
        assert!((column - 3.0).abs() < 1e-12 && (row - 7.0).abs() < 1e-12);
    }

    #[test]
    fn a_system_without_number_is_told_by_its_text() {
        let named = tags(&[[1024, 0, 1, 1], [3072, 0, 1, 32_767], [3073, 34_737, 10, 0]]);
        assert_eq!(named.crs(), Some(DeclaredCrs::Name("Mollweide".to_owned())));
        assert_eq!(tags(&[[1026, 34_737, 60_000, 5]]).crs(), None);
        let esri = tags(&[[1024, 0, 1, 1], [3072, 0, 1, 54_009]]);
        assert_eq!(esri.crs(), Some(DeclaredCrs::Code { authority: "ESRI".to_owned(), code: 54_009 }));
        let text = described("ESRI PE String = PROJCS[x]".to_owned());
        assert_eq!(text, DeclaredCrs::Wkt("PROJCS[x]".to_owned()));
    }

    #[test]
    fn nonsense_places_nothing() {
        assert_eq!(Tags::default().georeference(), None);
        let flat = Tags { pixel_scale: Some(vec![0.0, 1.0]), ..tags(&[]) };
        assert_eq!(flat.georeference(), None);
        let nan = Tags { tie_points: Some(vec![0.0, 0.0, 0.0, f64::NAN, 0.0, 0.0]), ..tags(&[]) };
        assert_eq!(nan.georeference(), None);
    }
}
