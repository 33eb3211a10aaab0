//! The district's fitness plan as data: tasks, deadlines, bodies, indicators.
