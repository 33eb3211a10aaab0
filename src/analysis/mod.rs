//! Pure computation over the words of the field: measure, counting, coverage.
