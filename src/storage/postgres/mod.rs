//! The store of several instances: PostgreSQL with PostGIS.
