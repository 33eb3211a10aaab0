//! Every codec against its own text, against GDAL and other crates, and against damaged files.

mod csv;
mod feature_blob;
mod geojson;
mod geometry;
mod geopackage;
mod geotiff;
mod geotiff_sample;
mod memory;
mod mvt;
mod network_blob;
mod ogr;
mod osm_pbf;
mod shapefile;
mod shapes;
mod story;
mod trial;
mod wkb;
mod wkt;
mod xlsx;
