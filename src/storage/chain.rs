//! The hash chain over batches of changes: who tampers with one breaks all that follow.
