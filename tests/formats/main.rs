//! Every codec against its own text, against GDAL and other crates, and against damaged files.

mod csv;
mod feature_blob;
mod flatgeobuf;
mod geojson;
mod geometry;
mod geopackage;
mod geotiff;
mod geotiff_sample;
mod hostile;
mod jsonfg;
mod memory;
mod mvt;
mod network_blob;
mod ogr;
mod osm_pbf;
mod pmtiles;
mod python;
mod shapefile;
mod shapes;
mod story;
mod trial;
mod typed;
mod wkb;
mod wkt;
mod xlsx;
