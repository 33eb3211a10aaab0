-- What analyses work on beside the registry itself: layers, street networks, scenarios; their large
-- contents; and answers that are kept until something they depend on changes.

-- Three more tables of the shape of site and cluster.
CREATE TABLE layer (
  fid            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             uuid NOT NULL CONSTRAINT layer_id UNIQUE,
  geom           geometry(Geometry, 4326),
  doc            text NOT NULL CHECK (doc::json IS NOT NULL),
  effective_from text COLLATE "C" NOT NULL,
  batch_id       bigint NOT NULL REFERENCES batch (id),
  ordinal        bigint NOT NULL,
  source         text,
  external_id    text,
  parent_id      uuid CHECK (parent_id IS NULL),
  CONSTRAINT layer_external UNIQUE (source, external_id)
);

CREATE TABLE network (
  fid            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             uuid NOT NULL CONSTRAINT network_id UNIQUE,
  geom           geometry(Geometry, 4326),
  doc            text NOT NULL CHECK (doc::json IS NOT NULL),
  effective_from text COLLATE "C" NOT NULL,
  batch_id       bigint NOT NULL REFERENCES batch (id),
  ordinal        bigint NOT NULL,
  source         text,
  external_id    text,
  parent_id      uuid CHECK (parent_id IS NULL),
  CONSTRAINT network_external UNIQUE (source, external_id)
);

CREATE TABLE scenario (
  fid            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             uuid NOT NULL CONSTRAINT scenario_id UNIQUE,
  geom           geometry(Geometry, 4326),
  doc            text NOT NULL CHECK (doc::json IS NOT NULL),
  effective_from text COLLATE "C" NOT NULL,
  batch_id       bigint NOT NULL REFERENCES batch (id),
  ordinal        bigint NOT NULL,
  source         text,
  external_id    text,
  parent_id      uuid CHECK (parent_id IS NULL),
  CONSTRAINT scenario_external UNIQUE (source, external_id)
);

-- Large contents by their SHA-256. They never change; a document names them by the hash, so the log's
-- chain covers them. created_at: microseconds since 1970, UTC, by the database's clock.
CREATE TABLE blob (
  sha256     bytea PRIMARY KEY,
  bytes      bytea NOT NULL,
  created_at bigint NOT NULL
);

-- Answers of analyses. question: JSON. depends: what they were computed from. seconds: how long it took.
CREATE TABLE answer (
  key      text PRIMARY KEY,
  question text NOT NULL,
  depends  text NOT NULL,
  made_at  bigint NOT NULL,
  seconds  double precision NOT NULL,
  summary  bytea NOT NULL,
  features bytea
);
CREATE INDEX answer_made ON answer (made_at);
