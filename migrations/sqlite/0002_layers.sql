-- The file is a GeoPackage too: GDAL and QGIS open it read-only and see these layers.
-- Names and shapes of the gpkg_ tables are the standard's (OGC 12-128r19).

PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;

CREATE TABLE gpkg_spatial_ref_sys (
  srs_name                 TEXT NOT NULL,
  srs_id                   INTEGER NOT NULL PRIMARY KEY,
  organization             TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition               TEXT NOT NULL,
  description              TEXT
);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326,
   'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]',
   'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');

CREATE TABLE gpkg_contents (
  table_name  TEXT NOT NULL PRIMARY KEY,
  data_type   TEXT NOT NULL,
  identifier  TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  min_x       DOUBLE,
  min_y       DOUBLE,
  max_x       DOUBLE,
  max_y       DOUBLE,
  srs_id      INTEGER REFERENCES gpkg_spatial_ref_sys (srs_id)
);

CREATE TABLE gpkg_geometry_columns (
  table_name         TEXT NOT NULL UNIQUE REFERENCES gpkg_contents (table_name),
  column_name        TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id             INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys (srs_id),
  z                  TINYINT NOT NULL,
  m                  TINYINT NOT NULL,
  PRIMARY KEY (table_name, column_name)
);

-- One row that says what this file is. Being registered as attributes, it makes GDAL hide the
-- tables that are not.
CREATE TABLE about (
  fid  INTEGER PRIMARY KEY,
  text TEXT NOT NULL
);
INSERT INTO about VALUES
  (1, '健图数据库：请只读打开，不要用其他程序写入 / jiantu database: open read-only, never write with another program');

-- Generated columns give a declared type, which older readers take from a table's column only; they
-- take no room. json_extract instead of ->>, since those readers lack that too.
ALTER TABLE site ADD COLUMN area_m2 REAL GENERATED ALWAYS AS (json_extract(doc, '$.area_m2')) VIRTUAL;
ALTER TABLE site ADD COLUMN opened_on DATE GENERATED ALWAYS AS (json_extract(doc, '$.opened_on')) VIRTUAL;
ALTER TABLE site ADD COLUMN closed_on DATE GENERATED ALWAYS AS (json_extract(doc, '$.closed_on')) VIRTUAL;
ALTER TABLE site ADD COLUMN demo BOOLEAN GENERATED ALWAYS AS (coalesce(json_extract(doc, '$.demo'), 0)) VIRTUAL;
ALTER TABLE equipment ADD COLUMN installed_on DATE GENERATED ALWAYS AS (json_extract(doc, '$.installed_on')) VIRTUAL;
ALTER TABLE equipment ADD COLUMN smart BOOLEAN GENERATED ALWAYS AS (json_extract(doc, '$.smart')) VIRTUAL;
ALTER TABLE equipment ADD COLUMN demo BOOLEAN GENERATED ALWAYS AS (coalesce(json_extract(doc, '$.demo'), 0)) VIRTUAL;
ALTER TABLE division ADD COLUMN valid_from DATE GENERATED ALWAYS AS (json_extract(doc, '$.valid_from')) VIRTUAL;
ALTER TABLE division ADD COLUMN valid_to DATE GENERATED ALWAYS AS (json_extract(doc, '$.valid_to')) VIRTUAL;
ALTER TABLE division ADD COLUMN demo BOOLEAN GENERATED ALWAYS AS (coalesce(json_extract(doc, '$.demo'), 0)) VIRTUAL;
ALTER TABLE cluster ADD COLUMN demo BOOLEAN GENERATED ALWAYS AS (coalesce(json_extract(doc, '$.demo'), 0)) VIRTUAL;

CREATE VIEW sites AS
SELECT d.fid AS fid, d.geom AS geom, d.id AS id,
  json_extract(d.doc, '$.external_id') AS external_id, json_extract(d.doc, '$.source') AS source,
  json_extract(d.doc, '$.name_zh') AS name_zh, json_extract(d.doc, '$.name_en') AS name_en,
  json_extract(d.doc, '$.kind') AS kind, json_extract(d.doc, '$.status') AS status, json_extract(d.doc, '$.access') AS access,
  json_extract(d.doc, '$.level') AS level, json_extract(d.doc, '$.owner') AS owner, json_extract(d.doc, '$.operator') AS operator,
  d.area_m2 AS area_m2, json_extract(d.doc, '$.area_grade') AS area_grade,
  json_extract(d.doc, '$.container_id') AS container_id,
  d.opened_on AS opened_on, d.closed_on AS closed_on,
  json_extract(d.doc, '$.address') AS address, json_extract(d.doc, '$.note') AS note,
  d.demo AS demo, d.effective_from AS effective_from
FROM site d JOIN batch b ON b.id = d.batch_id WHERE b.first_seq IS NOT NULL;

CREATE VIEW equipment_pieces AS
SELECT d.fid AS fid, d.geom AS geom, d.id AS id,
  json_extract(d.doc, '$.external_id') AS external_id, json_extract(d.doc, '$.source') AS source,
  json_extract(d.doc, '$.site_id') AS site_id, json_extract(d.doc, '$.name_zh') AS name_zh,
  json_extract(d.doc, '$.name_en') AS name_en, json_extract(d.doc, '$.kind') AS kind, json_extract(d.doc, '$.state') AS state,
  json_extract(d.doc, '$.maker') AS maker, json_extract(d.doc, '$.model') AS model,
  json_extract(d.doc, '$.standard_edition') AS standard_edition,
  d.installed_on AS installed_on, json_extract(d.doc, '$.target_group') AS target_group,
  d.smart AS smart, json_extract(d.doc, '$.qr_code') AS qr_code,
  d.demo AS demo, d.effective_from AS effective_from
FROM equipment d JOIN batch b ON b.id = d.batch_id WHERE b.first_seq IS NOT NULL;

CREATE VIEW divisions AS
SELECT d.fid AS fid, d.geom AS geom, d.id AS id,
  json_extract(d.doc, '$.external_id') AS external_id, json_extract(d.doc, '$.parent') AS parent_id,
  json_extract(d.doc, '$.level') AS level, json_extract(d.doc, '$.name_zh') AS name_zh,
  json_extract(d.doc, '$.name_en') AS name_en, json_extract(d.doc, '$.codes') AS codes,
  d.valid_from AS valid_from, d.valid_to AS valid_to,
  json_extract(d.doc, '$.boundary_quality') AS boundary_quality, json_extract(d.doc, '$.source') AS source,
  json_extract(d.doc, '$.licence') AS licence, d.demo AS demo
FROM division d JOIN batch b ON b.id = d.batch_id WHERE b.first_seq IS NOT NULL;

CREATE VIEW clusters AS
SELECT d.fid AS fid, d.geom AS geom, d.id AS id,
  json_extract(d.doc, '$.external_id') AS external_id, json_extract(d.doc, '$.name_zh') AS name_zh,
  json_extract(d.doc, '$.name_en') AS name_en, json_extract(d.doc, '$.quality') AS quality,
  json_extract(d.doc, '$.source') AS source, d.demo AS demo
FROM cluster d JOIN batch b ON b.id = d.batch_id WHERE b.first_seq IS NOT NULL;

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
  ('sites', 'features', 'sites', '体育健身场地 / fitness sites', 4326),
  ('equipment_pieces', 'features', 'equipment_pieces', '健身器材 / fitness equipment', 4326),
  ('divisions', 'features', 'divisions', '行政区划 / divisions', 4326),
  ('clusters', 'features', 'clusters', '集聚区 / clusters', 4326),
  ('about', 'attributes', 'about', '说明 / what this file is', NULL);
INSERT INTO gpkg_geometry_columns VALUES
  ('sites', 'geom', 'GEOMETRY', 4326, 0, 0),
  ('equipment_pieces', 'geom', 'GEOMETRY', 4326, 0, 0),
  ('divisions', 'geom', 'GEOMETRY', 4326, 0, 0),
  ('clusters', 'geom', 'GEOMETRY', 4326, 0, 0);
