//! The header: columns, reference system, extent. It stands before everything that it tells of.

use super::properties::kind_of;
use super::{MAGIC, NODE_SIZE};
use crate::domain::crs::Crs;
use crate::formats::column::Column;
use crate::formats::options::WriteOptions;
use crate::formats::record::DeclaredCrs;
use flatbuffers::FlatBufferBuilder;
use flatgeobuf::{
    Column as Declared, ColumnArgs, Crs as Reference, CrsArgs, GeometryType, Header, HeaderArgs,
};

/// What is known of all features when they have been written.
pub(super) struct Totals {
    pub features: u64,
    /// West, south, east, north; `None` when no feature has a place.
    pub extent: Option<[f64; 4]>,
    /// `Unknown` when they are of several.
    pub geometry: GeometryType,
}

/// The bytes up to the index.
pub(super) fn write(columns: &[Column], options: &WriteOptions, totals: &Totals) -> Vec<u8> {
    let mut fbb = FlatBufferBuilder::new();
    let declared: Vec<_> = columns
        .iter()
        .map(|column| {
            let name = Some(fbb.create_string(&column.name));
            let type_ = kind_of(column.kind);
            Declared::create(&mut fbb, &ColumnArgs { name, type_, ..ColumnArgs::default() })
        })
        .collect();
    let args = HeaderArgs {
        name: Some(fbb.create_string(&options.layer)),
        envelope: totals.extent.map(|extent| fbb.create_vector(&extent)),
        geometry_type: totals.geometry,
        columns: Some(fbb.create_vector(&declared)),
        features_count: totals.features,
        index_node_size: if totals.extent.is_some() { NODE_SIZE } else { 0 },
        crs: Some(reference(&mut fbb, &options.crs)),
        ..HeaderArgs::default()
    };
    let header = Header::create(&mut fbb, &args);
    fbb.finish_size_prefixed(header, None);
    [&MAGIC, fbb.finished_data()].concat()
}

fn reference<'a>(fbb: &mut FlatBufferBuilder<'a>, crs: &Crs) -> flatbuffers::WIPOffset<Reference<'a>> {
    let code = crs.epsg().and_then(|code| i32::try_from(code).ok());
    let args = CrsArgs {
        org: code.map(|_| fbb.create_string("EPSG")),
        code: code.unwrap_or(0),
        name: Some(fbb.create_string(&crs.short_name())),
        wkt: crs.wkt().map(|wkt| fbb.create_string(&wkt)),
        ..CrsArgs::default()
    };
    Reference::create(fbb, &args)
}

/// What a header says of the reference system.
pub(super) fn declared(header: &Header<'_>) -> Option<DeclaredCrs> {
    let crs = header.crs()?;
    if crs.code() > 0 {
        let authority = crs.org().filter(|org| !org.is_empty()).unwrap_or("EPSG").to_ascii_uppercase();
        return Some(DeclaredCrs::Code { authority, code: i64::from(crs.code()) });
    }
    crs.wkt().filter(|wkt| !wkt.is_empty()).map(|wkt| DeclaredCrs::Wkt(wkt.to_owned()))
}
