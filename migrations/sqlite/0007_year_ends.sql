-- Frozen year-ends: one more table of the shape of site.

CREATE TABLE year_end (
  fid            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT year_end_id UNIQUE,
  geom           BLOB,
  doc            TEXT NOT NULL CHECK (json_valid(doc)),
  effective_from TEXT NOT NULL,
  batch_id       INTEGER NOT NULL REFERENCES batch (id),
  ordinal        INTEGER NOT NULL,
  source         TEXT,
  external_id    TEXT,
  parent_id      TEXT CHECK (parent_id IS NULL),
  CONSTRAINT year_end_external UNIQUE (source, external_id)
);
