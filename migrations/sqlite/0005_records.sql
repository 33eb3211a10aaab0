-- What the plan's tasks need recorded beside sites and equipment: organisations, their events,
-- institutions, providers of guidance, reported figures, milestones. Tables of the shape of site; an
-- event hangs on the organisation that held it.

CREATE TABLE organisation (
  fid            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT organisation_id UNIQUE,
  geom           BLOB,
  doc            TEXT NOT NULL CHECK (json_valid(doc)),
  effective_from TEXT NOT NULL,
  batch_id       INTEGER NOT NULL REFERENCES batch (id),
  ordinal        INTEGER NOT NULL,
  source         TEXT,
  external_id    TEXT,
  parent_id      TEXT CHECK (parent_id IS NULL),
  CONSTRAINT organisation_external UNIQUE (source, external_id)
);

CREATE TABLE event (
  fid            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT event_id UNIQUE,
  geom           BLOB,
  doc            TEXT NOT NULL CHECK (json_valid(doc)),
  effective_from TEXT NOT NULL,
  batch_id       INTEGER NOT NULL REFERENCES batch (id),
  ordinal        INTEGER NOT NULL,
  source         TEXT,
  external_id    TEXT,
  parent_id      TEXT CONSTRAINT event_parent REFERENCES organisation (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT event_external UNIQUE (source, external_id)
);
CREATE INDEX event_children ON event (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE institution (
  fid            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT institution_id UNIQUE,
  geom           BLOB,
  doc            TEXT NOT NULL CHECK (json_valid(doc)),
  effective_from TEXT NOT NULL,
  batch_id       INTEGER NOT NULL REFERENCES batch (id),
  ordinal        INTEGER NOT NULL,
  source         TEXT,
  external_id    TEXT,
  parent_id      TEXT CHECK (parent_id IS NULL),
  CONSTRAINT institution_external UNIQUE (source, external_id)
);

CREATE TABLE provider (
  fid            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT provider_id UNIQUE,
  geom           BLOB,
  doc            TEXT NOT NULL CHECK (json_valid(doc)),
  effective_from TEXT NOT NULL,
  batch_id       INTEGER NOT NULL REFERENCES batch (id),
  ordinal        INTEGER NOT NULL,
  source         TEXT,
  external_id    TEXT,
  parent_id      TEXT CHECK (parent_id IS NULL),
  CONSTRAINT provider_external UNIQUE (source, external_id)
);

CREATE TABLE observation (
  fid            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT observation_id UNIQUE,
  geom           BLOB,
  doc            TEXT NOT NULL CHECK (json_valid(doc)),
  effective_from TEXT NOT NULL,
  batch_id       INTEGER NOT NULL REFERENCES batch (id),
  ordinal        INTEGER NOT NULL,
  source         TEXT,
  external_id    TEXT,
  parent_id      TEXT CHECK (parent_id IS NULL),
  CONSTRAINT observation_external UNIQUE (source, external_id)
);

CREATE TABLE milestone (
  fid            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT milestone_id UNIQUE,
  geom           BLOB,
  doc            TEXT NOT NULL CHECK (json_valid(doc)),
  effective_from TEXT NOT NULL,
  batch_id       INTEGER NOT NULL REFERENCES batch (id),
  ordinal        INTEGER NOT NULL,
  source         TEXT,
  external_id    TEXT,
  parent_id      TEXT CHECK (parent_id IS NULL),
  CONSTRAINT milestone_external UNIQUE (source, external_id)
);
