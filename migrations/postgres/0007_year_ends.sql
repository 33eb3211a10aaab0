-- Frozen year-ends: one more table of the shape of site.

CREATE TABLE year_end (
  fid            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             uuid NOT NULL CONSTRAINT year_end_id UNIQUE,
  geom           geometry(Geometry, 4326),
  doc            text NOT NULL CHECK (doc::json IS NOT NULL),
  effective_from text COLLATE "C" NOT NULL,
  batch_id       bigint NOT NULL REFERENCES batch (id),
  ordinal        bigint NOT NULL,
  source         text,
  external_id    text,
  parent_id      uuid CHECK (parent_id IS NULL),
  CONSTRAINT year_end_external UNIQUE (source, external_id)
);
