//! The words of the field: pure types and rules, no I/O, no clock.
