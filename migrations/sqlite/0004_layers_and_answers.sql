-- What analyses work on beside the registry itself: layers, street networks, scenarios; their large
-- contents; and answers that are kept until something they depend on changes.
-- None of them is a layer of the GeoPackage: only what gpkg_contents lists is shown.

-- Three more tables of the shape of site and cluster.
CREATE TABLE layer (
  fid            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT layer_id UNIQUE,
  geom           BLOB,
  doc            TEXT NOT NULL CHECK (json_valid(doc)),
  effective_from TEXT NOT NULL,
  batch_id       INTEGER NOT NULL REFERENCES batch (id),
  ordinal        INTEGER NOT NULL,
  source         TEXT,
  external_id    TEXT,
  parent_id      TEXT CHECK (parent_id IS NULL),
  CONSTRAINT layer_external UNIQUE (source, external_id)
);

CREATE TABLE network (
  fid            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT network_id UNIQUE,
  geom           BLOB,
  doc            TEXT NOT NULL CHECK (json_valid(doc)),
  effective_from TEXT NOT NULL,
  batch_id       INTEGER NOT NULL REFERENCES batch (id),
  ordinal        INTEGER NOT NULL,
  source         TEXT,
  external_id    TEXT,
  parent_id      TEXT CHECK (parent_id IS NULL),
  CONSTRAINT network_external UNIQUE (source, external_id)
);

CREATE TABLE scenario (
  fid            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT scenario_id UNIQUE,
  geom           BLOB,
  doc            TEXT NOT NULL CHECK (json_valid(doc)),
  effective_from TEXT NOT NULL,
  batch_id       INTEGER NOT NULL REFERENCES batch (id),
  ordinal        INTEGER NOT NULL,
  source         TEXT,
  external_id    TEXT,
  parent_id      TEXT CHECK (parent_id IS NULL),
  CONSTRAINT scenario_external UNIQUE (source, external_id)
);

-- Large contents by their SHA-256. They never change; a document names them by the hash, so the log's
-- chain covers them. created_at: microseconds since 1970, UTC, by the database's clock.
CREATE TABLE blob (
  sha256     BLOB PRIMARY KEY,
  bytes      BLOB NOT NULL,
  created_at INTEGER NOT NULL
);

-- Answers of analyses. question: JSON. depends: what they were computed from. seconds: how long it took.
CREATE TABLE answer (
  key      TEXT PRIMARY KEY,
  question TEXT NOT NULL,
  depends  TEXT NOT NULL,
  made_at  INTEGER NOT NULL,
  seconds  REAL NOT NULL,
  summary  BLOB NOT NULL,
  features BLOB
);
CREATE INDEX answer_made ON answer (made_at);
