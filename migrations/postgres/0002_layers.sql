-- Layers for QGIS and GDAL, with the same names and columns as in the GeoPackage. Read-only.

CREATE VIEW sites AS
SELECT d.fid, d.geom, d.id,
  j ->> 'external_id' AS external_id, j ->> 'source' AS source,
  j ->> 'name_zh' AS name_zh, j ->> 'name_en' AS name_en,
  j ->> 'kind' AS kind, j ->> 'status' AS status, j ->> 'access' AS access,
  j ->> 'level' AS level, j ->> 'owner' AS owner, j ->> 'operator' AS operator,
  (j ->> 'area_m2')::double precision AS area_m2, j ->> 'area_grade' AS area_grade,
  j ->> 'container_id' AS container_id,
  j ->> 'opened_on' AS opened_on, j ->> 'closed_on' AS closed_on,
  j ->> 'address' AS address, j ->> 'note' AS note,
  coalesce((j ->> 'demo')::boolean, false) AS demo, d.effective_from
FROM site d JOIN batch b ON b.id = d.batch_id, LATERAL (SELECT d.doc::jsonb AS j) AS doc
WHERE b.first_seq IS NOT NULL;

CREATE VIEW equipment_pieces AS
SELECT d.fid, d.geom, d.id,
  j ->> 'external_id' AS external_id, j ->> 'source' AS source,
  j ->> 'site_id' AS site_id, j ->> 'name_zh' AS name_zh,
  j ->> 'name_en' AS name_en, j ->> 'kind' AS kind, j ->> 'state' AS state,
  j ->> 'maker' AS maker, j ->> 'model' AS model,
  j ->> 'standard_edition' AS standard_edition,
  j ->> 'installed_on' AS installed_on, j ->> 'target_group' AS target_group,
  (j ->> 'smart')::boolean AS smart, j ->> 'qr_code' AS qr_code,
  coalesce((j ->> 'demo')::boolean, false) AS demo, d.effective_from
FROM equipment d JOIN batch b ON b.id = d.batch_id, LATERAL (SELECT d.doc::jsonb AS j) AS doc
WHERE b.first_seq IS NOT NULL;

CREATE VIEW divisions AS
SELECT d.fid, d.geom, d.id,
  j ->> 'external_id' AS external_id, j ->> 'parent' AS parent_id,
  j ->> 'level' AS level, j ->> 'name_zh' AS name_zh,
  j ->> 'name_en' AS name_en, (j -> 'codes')::text AS codes,
  j ->> 'valid_from' AS valid_from, j ->> 'valid_to' AS valid_to,
  j ->> 'boundary_quality' AS boundary_quality, j ->> 'source' AS source,
  j ->> 'licence' AS licence, coalesce((j ->> 'demo')::boolean, false) AS demo
FROM division d JOIN batch b ON b.id = d.batch_id, LATERAL (SELECT d.doc::jsonb AS j) AS doc
WHERE b.first_seq IS NOT NULL;

CREATE VIEW clusters AS
SELECT d.fid, d.geom, d.id,
  j ->> 'external_id' AS external_id, j ->> 'name_zh' AS name_zh,
  j ->> 'name_en' AS name_en, j ->> 'quality' AS quality,
  j ->> 'source' AS source, coalesce((j ->> 'demo')::boolean, false) AS demo
FROM cluster d JOIN batch b ON b.id = d.batch_id, LATERAL (SELECT d.doc::jsonb AS j) AS doc
WHERE b.first_seq IS NOT NULL;
