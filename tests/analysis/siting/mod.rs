//! Where to build next: every answer against all possible answers, or against another solver.

mod everybody;
mod exhaustive;
mod instances;
mod projects;
mod published;
mod refused;
mod solved;
mod stopped;
