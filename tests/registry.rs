//! The stories that must hold, told through the registry on both stores.
//!
//! SQLite needs nothing; PostgreSQL needs `JIANTU_TEST_POSTGRES` (see `support/database.rs`).

#[path = "support/database.rs"]
mod database;
#[path = "support/pbf.rs"]
mod pbf;

#[path = "registry/asking.rs"]
mod asking;
#[path = "registry/beginning.rs"]
mod beginning;
#[path = "registry/belonging.rs"]
mod belonging;
#[path = "registry/boundaries.rs"]
mod boundaries;
#[path = "registry/broken.rs"]
mod broken;
#[path = "registry/brute.rs"]
mod brute;
#[path = "registry/cli.rs"]
mod cli;
#[path = "registry/contradictions.rs"]
mod contradictions;
#[path = "registry/counting.rs"]
mod counting;
#[path = "registry/crash.rs"]
mod crash;
#[path = "registry/datum.rs"]
mod datum;
#[path = "registry/declared.rs"]
mod declared;
#[path = "registry/export.rs"]
mod export;
#[path = "registry/grids.rs"]
mod grids;
#[path = "registry/hexagons.rs"]
mod hexagons;
#[path = "registry/import.rs"]
mod import;
#[path = "registry/layers.rs"]
mod layers;
#[path = "registry/office.rs"]
mod office;
#[path = "registry/people.rs"]
mod people;
#[path = "registry/plan/mod.rs"]
mod plan;
#[path = "registry/program.rs"]
mod program;
#[path = "registry/programmes.rs"]
mod programmes;
#[path = "registry/records.rs"]
mod records;
#[path = "registry/refused.rs"]
mod refused;
#[path = "registry/replacing.rs"]
mod replacing;
#[path = "registry/report.rs"]
mod report;
#[path = "registry/restore.rs"]
mod restore;
#[path = "registry/rules.rs"]
mod rules;
#[path = "registry/scenarios.rs"]
mod scenarios;
#[path = "registry/scoreboard/mod.rs"]
mod scoreboard;
#[path = "registry/slopes.rs"]
mod slopes;
#[path = "registry/study/access.rs"]
mod study_access;
#[path = "registry/study/bounds.rs"]
mod study_bounds;
#[path = "registry/study/cli.rs"]
mod study_cli;
#[path = "registry/study/diversity.rs"]
mod study_diversity;
#[path = "registry/study/equity.rs"]
mod study_equity;
#[path = "registry/study/few.rs"]
mod study_few;
#[path = "registry/study/lines.rs"]
mod study_lines;
#[path = "registry/study/projects.rs"]
mod study_projects;
#[path = "registry/study/town.rs"]
mod study_town;
#[path = "registry/suppressed.rs"]
mod suppressed;
#[path = "registry/surveys.rs"]
mod surveys;
#[path = "registry/tiling.rs"]
mod tiling;
#[path = "registry/time.rs"]
mod time;
#[path = "registry/token.rs"]
mod token;
#[path = "registry/trial.rs"]
mod trial;
#[path = "registry/untold.rs"]
mod untold;
#[path = "registry/why.rs"]
mod why;
#[path = "registry/written.rs"]
mod written;
#[path = "registry/year_ends.rs"]
mod year_ends;
