//! Numbers to look at; a workbook shows them in cells too.

use super::Words;
use crate::domain::plan::State;

/// Plots over the same categories.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub title: Words,
    /// What the categories are.
    pub over: Words,
    pub categories: Vec<Words>,
    pub plots: Vec<Plot>,
    pub unit: Words,
    pub decimals: usize,
    /// Categories follow one another in time: lines, not bars.
    pub in_time: bool,
}

/// A number for each category.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    pub name: Words,
    /// `None` leaves a gap.
    pub values: Vec<Option<f64>>,
    pub look: Look,
}

/// How a plot looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    Main,
    Second,
    Third,
    /// What is to be reached: a dashed line.
    Target,
    /// Each category in the colour of its state.
    States(Vec<Option<State>>),
}
