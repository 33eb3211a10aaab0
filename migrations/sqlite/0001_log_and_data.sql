-- The one log, the data it leads to, and what the program keeps beside them.
-- Times: integer microseconds since 1970, UTC. Days: ISO text. Ids: hyphenated lower-case text.

CREATE TABLE registry (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  id       TEXT NOT NULL
);

-- A batch without first_seq is a staging: its rows are there, and no reader sees them.
CREATE TABLE batch (
  id              INTEGER PRIMARY KEY,
  first_seq       INTEGER UNIQUE CHECK (first_seq > 0),
  count           INTEGER NOT NULL DEFAULT 0,
  recorded_at     INTEGER NOT NULL,
  actor           TEXT NOT NULL,
  title           TEXT,
  idempotency_key TEXT,
  owner           TEXT,
  root            BLOB,
  prev_hash       BLOB,
  hash            BLOB,
  CHECK (first_seq IS NULL OR (root IS NOT NULL AND prev_hash IS NOT NULL AND hash IS NOT NULL))
);
CREATE UNIQUE INDEX batch_idempotency ON batch (actor, idempotency_key)
  WHERE idempotency_key IS NOT NULL AND first_seq IS NOT NULL;
CREATE INDEX batch_staging ON batch (id) WHERE first_seq IS NULL;

-- Number of a change: its batch's first_seq + ordinal. Geometry here is plain WKB.
-- An erased payload has no salt and no state; payload_hash and digest stay.
CREATE TABLE change (
  batch_id       INTEGER NOT NULL REFERENCES batch (id),
  ordinal        INTEGER NOT NULL,
  entity_kind    TEXT NOT NULL,
  entity_id      TEXT NOT NULL,
  effective_from TEXT NOT NULL,
  reason         TEXT NOT NULL,
  salt           BLOB,
  payload_hash   BLOB NOT NULL,
  digest         BLOB NOT NULL,
  before_doc     TEXT,
  before_geom    BLOB,
  after_doc      TEXT,
  after_geom     BLOB,
  PRIMARY KEY (batch_id, ordinal)
);
CREATE INDEX change_entity ON change (entity_kind, entity_id, effective_from);

-- What a staging still has to do when it is published: changes of entities that stood already,
-- and parents that were not there yet when their child was staged.
CREATE TABLE staged (
  batch_id      INTEGER NOT NULL REFERENCES batch (id),
  ordinal       INTEGER NOT NULL,
  apply         INTEGER NOT NULL,
  expected      INTEGER,
  unconditional INTEGER NOT NULL,
  source        TEXT,
  external_id   TEXT,
  parent_kind   TEXT,
  parent_id     TEXT,
  codes         TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY (batch_id, ordinal)
) WITHOUT ROWID;

-- Five tables of one shape: the state that stands, with (batch_id, ordinal) of the entity's last
-- change. Rows of an unpublished batch are hidden by joining batch. geom is GeoPackageBinary.
CREATE TABLE site (
  fid            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT site_id UNIQUE,
  geom           BLOB,
  doc            TEXT NOT NULL CHECK (json_valid(doc)),
  effective_from TEXT NOT NULL,
  batch_id       INTEGER NOT NULL REFERENCES batch (id),
  ordinal        INTEGER NOT NULL,
  source         TEXT,
  external_id    TEXT,
  parent_id      TEXT CONSTRAINT site_parent REFERENCES site (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT site_external UNIQUE (source, external_id)
);
CREATE INDEX site_children ON site (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE equipment (
  fid            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT equipment_id UNIQUE,
  geom           BLOB,
  doc            TEXT NOT NULL CHECK (json_valid(doc)),
  effective_from TEXT NOT NULL,
  batch_id       INTEGER NOT NULL REFERENCES batch (id),
  ordinal        INTEGER NOT NULL,
  source         TEXT,
  external_id    TEXT,
  parent_id      TEXT CONSTRAINT equipment_parent REFERENCES site (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT equipment_external UNIQUE (source, external_id)
);
CREATE INDEX equipment_children ON equipment (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE division (
  fid            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT division_id UNIQUE,
  geom           BLOB,
  doc            TEXT NOT NULL CHECK (json_valid(doc)),
  effective_from TEXT NOT NULL,
  batch_id       INTEGER NOT NULL REFERENCES batch (id),
  ordinal        INTEGER NOT NULL,
  source         TEXT,
  external_id    TEXT,
  parent_id      TEXT CONSTRAINT division_parent REFERENCES division (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT division_external UNIQUE (source, external_id)
);
CREATE INDEX division_children ON division (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE cluster (
  fid            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT cluster_id UNIQUE,
  geom           BLOB,
  doc            TEXT NOT NULL CHECK (json_valid(doc)),
  effective_from TEXT NOT NULL,
  batch_id       INTEGER NOT NULL REFERENCES batch (id),
  ordinal        INTEGER NOT NULL,
  source         TEXT,
  external_id    TEXT,
  parent_id      TEXT CHECK (parent_id IS NULL),
  CONSTRAINT cluster_external UNIQUE (source, external_id)
);

CREATE TABLE population (
  fid            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT population_id UNIQUE,
  geom           BLOB,
  doc            TEXT NOT NULL CHECK (json_valid(doc)),
  effective_from TEXT NOT NULL,
  batch_id       INTEGER NOT NULL REFERENCES batch (id),
  ordinal        INTEGER NOT NULL,
  source         TEXT,
  external_id    TEXT,
  parent_id      TEXT CHECK (parent_id IS NULL),
  CONSTRAINT population_external UNIQUE (source, external_id)
);

-- Codes that name one entity of their kind: QR codes, official codes of divisions.
CREATE TABLE code (
  entity_kind TEXT NOT NULL,
  code        TEXT NOT NULL,
  entity_id   TEXT NOT NULL,
  PRIMARY KEY (entity_kind, code)
) WITHOUT ROWID;
CREATE INDEX code_entity ON code (entity_kind, entity_id);

-- Cells of population sets. They never change, so they have no log rows of their own; the root of
-- their batch covers them. ages: JSON [["group", people], ...].
CREATE TABLE population_cell (
  batch_id INTEGER NOT NULL REFERENCES batch (id),
  ordinal  INTEGER NOT NULL,
  set_id   TEXT NOT NULL,
  lon      REAL NOT NULL,
  lat      REAL NOT NULL,
  people   INTEGER NOT NULL CHECK (people >= 0),
  ages     TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY (batch_id, ordinal)
) WITHOUT ROWID;
CREATE INDEX population_cell_set ON population_cell (set_id);

CREATE TABLE token (
  hash       BLOB PRIMARY KEY,
  actor      TEXT NOT NULL,
  label      TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) WITHOUT ROWID;

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
