-- What the plan's tasks need recorded beside sites and equipment: organisations, their events,
-- institutions, providers of guidance, reported figures, milestones. Tables of the shape of site; an
-- event hangs on the organisation that held it.

CREATE TABLE organisation (
  fid            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             uuid NOT NULL CONSTRAINT organisation_id UNIQUE,
  geom           geometry(Geometry, 4326),
  doc            text NOT NULL CHECK (doc::json IS NOT NULL),
  effective_from text COLLATE "C" NOT NULL,
  batch_id       bigint NOT NULL REFERENCES batch (id),
  ordinal        bigint NOT NULL,
  source         text,
  external_id    text,
  parent_id      uuid CHECK (parent_id IS NULL),
  CONSTRAINT organisation_external UNIQUE (source, external_id)
);

CREATE TABLE event (
  fid            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             uuid NOT NULL CONSTRAINT event_id UNIQUE,
  geom           geometry(Geometry, 4326),
  doc            text NOT NULL CHECK (doc::json IS NOT NULL),
  effective_from text COLLATE "C" NOT NULL,
  batch_id       bigint NOT NULL REFERENCES batch (id),
  ordinal        bigint NOT NULL,
  source         text,
  external_id    text,
  parent_id      uuid CONSTRAINT event_parent REFERENCES organisation (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT event_external UNIQUE (source, external_id)
);
CREATE INDEX event_children ON event (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE institution (
  fid            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             uuid NOT NULL CONSTRAINT institution_id UNIQUE,
  geom           geometry(Geometry, 4326),
  doc            text NOT NULL CHECK (doc::json IS NOT NULL),
  effective_from text COLLATE "C" NOT NULL,
  batch_id       bigint NOT NULL REFERENCES batch (id),
  ordinal        bigint NOT NULL,
  source         text,
  external_id    text,
  parent_id      uuid CHECK (parent_id IS NULL),
  CONSTRAINT institution_external UNIQUE (source, external_id)
);

CREATE TABLE provider (
  fid            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             uuid NOT NULL CONSTRAINT provider_id UNIQUE,
  geom           geometry(Geometry, 4326),
  doc            text NOT NULL CHECK (doc::json IS NOT NULL),
  effective_from text COLLATE "C" NOT NULL,
  batch_id       bigint NOT NULL REFERENCES batch (id),
  ordinal        bigint NOT NULL,
  source         text,
  external_id    text,
  parent_id      uuid CHECK (parent_id IS NULL),
  CONSTRAINT provider_external UNIQUE (source, external_id)
);

CREATE TABLE observation (
  fid            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             uuid NOT NULL CONSTRAINT observation_id UNIQUE,
  geom           geometry(Geometry, 4326),
  doc            text NOT NULL CHECK (doc::json IS NOT NULL),
  effective_from text COLLATE "C" NOT NULL,
  batch_id       bigint NOT NULL REFERENCES batch (id),
  ordinal        bigint NOT NULL,
  source         text,
  external_id    text,
  parent_id      uuid CHECK (parent_id IS NULL),
  CONSTRAINT observation_external UNIQUE (source, external_id)
);

CREATE TABLE milestone (
  fid            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             uuid NOT NULL CONSTRAINT milestone_id UNIQUE,
  geom           geometry(Geometry, 4326),
  doc            text NOT NULL CHECK (doc::json IS NOT NULL),
  effective_from text COLLATE "C" NOT NULL,
  batch_id       bigint NOT NULL REFERENCES batch (id),
  ordinal        bigint NOT NULL,
  source         text,
  external_id    text,
  parent_id      uuid CHECK (parent_id IS NULL),
  CONSTRAINT milestone_external UNIQUE (source, external_id)
);
