//! Flags, environment and files into typed structs, once.
