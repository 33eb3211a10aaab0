-- The one log, the data it leads to, and what the program keeps beside them.
-- Times: integer microseconds since 1970, UTC. Days: ISO text, compared byte by byte. Documents are
-- text, not jsonb: they must come back byte for byte, or digests would not verify.

CREATE EXTENSION IF NOT EXISTS postgis;

CREATE TABLE registry (
  only_row smallint PRIMARY KEY CHECK (only_row = 1),
  id       uuid NOT NULL
);

-- A batch without first_seq is a staging: its rows are there, and no reader sees them.
CREATE TABLE batch (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  first_seq       bigint UNIQUE CHECK (first_seq > 0),
  count           bigint NOT NULL DEFAULT 0,
  recorded_at     bigint NOT NULL,
  actor           text NOT NULL,
  title           text,
  idempotency_key text,
  owner           text,
  root            bytea,
  prev_hash       bytea,
  hash            bytea,
  CHECK (first_seq IS NULL OR (root IS NOT NULL AND prev_hash IS NOT NULL AND hash IS NOT NULL))
);
CREATE UNIQUE INDEX batch_idempotency ON batch (actor, idempotency_key)
  WHERE idempotency_key IS NOT NULL AND first_seq IS NOT NULL;
CREATE INDEX batch_staging ON batch (id) WHERE first_seq IS NULL;

-- Number of a change: its batch's first_seq + ordinal. Geometry here is plain WKB.
-- An erased payload has no salt and no state; payload_hash and digest stay.
CREATE TABLE change (
  batch_id       bigint NOT NULL REFERENCES batch (id),
  ordinal        bigint NOT NULL,
  entity_kind    text NOT NULL,
  entity_id      uuid NOT NULL,
  effective_from text COLLATE "C" NOT NULL,
  reason         text NOT NULL,
  salt           bytea,
  payload_hash   bytea NOT NULL,
  digest         bytea NOT NULL,
  before_doc     text,
  before_geom    bytea,
  after_doc      text,
  after_geom     bytea,
  PRIMARY KEY (batch_id, ordinal)
);
CREATE INDEX change_entity ON change (entity_kind, entity_id, effective_from);

-- What a staging still has to do when it is published: changes of entities that stood already,
-- and parents that were not there yet when their child was staged.
CREATE TABLE staged (
  batch_id      bigint NOT NULL REFERENCES batch (id),
  ordinal       bigint NOT NULL,
  apply         boolean NOT NULL,
  expected      bigint,
  unconditional boolean NOT NULL,
  source        text,
  external_id   text,
  parent_kind   text,
  parent_id     uuid,
  codes         text[] NOT NULL,
  PRIMARY KEY (batch_id, ordinal)
);

-- Five tables of one shape: the state that stands, with (batch_id, ordinal) of the entity's last
-- change. Rows of an unpublished batch are hidden by joining batch. geom is PostGIS's.
CREATE TABLE site (
  fid            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             uuid NOT NULL CONSTRAINT site_id UNIQUE,
  geom           geometry(Geometry, 4326),
  doc            text NOT NULL CHECK (doc::json IS NOT NULL),
  effective_from text COLLATE "C" NOT NULL,
  batch_id       bigint NOT NULL REFERENCES batch (id),
  ordinal        bigint NOT NULL,
  source         text,
  external_id    text,
  parent_id      uuid CONSTRAINT site_parent REFERENCES site (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT site_external UNIQUE (source, external_id)
);
CREATE INDEX site_children ON site (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE equipment (
  fid            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             uuid NOT NULL CONSTRAINT equipment_id UNIQUE,
  geom           geometry(Geometry, 4326),
  doc            text NOT NULL CHECK (doc::json IS NOT NULL),
  effective_from text COLLATE "C" NOT NULL,
  batch_id       bigint NOT NULL REFERENCES batch (id),
  ordinal        bigint NOT NULL,
  source         text,
  external_id    text,
  parent_id      uuid CONSTRAINT equipment_parent REFERENCES site (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT equipment_external UNIQUE (source, external_id)
);
CREATE INDEX equipment_children ON equipment (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE division (
  fid            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             uuid NOT NULL CONSTRAINT division_id UNIQUE,
  geom           geometry(Geometry, 4326),
  doc            text NOT NULL CHECK (doc::json IS NOT NULL),
  effective_from text COLLATE "C" NOT NULL,
  batch_id       bigint NOT NULL REFERENCES batch (id),
  ordinal        bigint NOT NULL,
  source         text,
  external_id    text,
  parent_id      uuid CONSTRAINT division_parent REFERENCES division (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT division_external UNIQUE (source, external_id)
);
CREATE INDEX division_children ON division (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE cluster (
  fid            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             uuid NOT NULL CONSTRAINT cluster_id UNIQUE,
  geom           geometry(Geometry, 4326),
  doc            text NOT NULL CHECK (doc::json IS NOT NULL),
  effective_from text COLLATE "C" NOT NULL,
  batch_id       bigint NOT NULL REFERENCES batch (id),
  ordinal        bigint NOT NULL,
  source         text,
  external_id    text,
  parent_id      uuid CHECK (parent_id IS NULL),
  CONSTRAINT cluster_external UNIQUE (source, external_id)
);

CREATE TABLE population (
  fid            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             uuid NOT NULL CONSTRAINT population_id UNIQUE,
  geom           geometry(Geometry, 4326),
  doc            text NOT NULL CHECK (doc::json IS NOT NULL),
  effective_from text COLLATE "C" NOT NULL,
  batch_id       bigint NOT NULL REFERENCES batch (id),
  ordinal        bigint NOT NULL,
  source         text,
  external_id    text,
  parent_id      uuid CHECK (parent_id IS NULL),
  CONSTRAINT population_external UNIQUE (source, external_id)
);

-- Codes that name one entity of their kind: QR codes, official codes of divisions.
CREATE TABLE code (
  entity_kind text NOT NULL,
  code        text NOT NULL,
  entity_id   uuid NOT NULL,
  PRIMARY KEY (entity_kind, code)
);
CREATE INDEX code_entity ON code (entity_kind, entity_id);

-- Cells of population sets. They never change, so they have no log rows of their own; the root of
-- their batch covers them. ages: JSON [["group", people], ...].
CREATE TABLE population_cell (
  batch_id bigint NOT NULL REFERENCES batch (id),
  ordinal  bigint NOT NULL,
  set_id   uuid NOT NULL,
  lon      double precision NOT NULL,
  lat      double precision NOT NULL,
  people   bigint NOT NULL CHECK (people >= 0),
  ages     text NOT NULL DEFAULT '[]',
  PRIMARY KEY (batch_id, ordinal)
);
CREATE INDEX population_cell_set ON population_cell (set_id);

CREATE TABLE token (
  hash       bytea PRIMARY KEY,
  actor      text NOT NULL,
  label      text NOT NULL,
  created_at bigint NOT NULL,
  revoked_at bigint
);

CREATE TABLE setting (
  name  text PRIMARY KEY,
  value text NOT NULL
);
