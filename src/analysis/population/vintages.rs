//! All that the sets of one year-end say of the same people.

use super::Populations;
use crate::analysis::divisions::Tree;
use crate::domain::contribution::Ordinal;

impl Populations {
    /// What every set of a year-end says of a division (`None`: of everything), newest first: by its
    /// own figure, else as the sum of its children, else by cells. A set that says nothing of it, or
    /// not of all its children, is left out.
    pub fn vintages(&self, tree: &Tree, division: Option<Ordinal>, year: i16) -> Vec<u64> {
        let roots: Vec<Ordinal> = tree.roots().collect();
        let sets = self.sets.iter().filter(|set| set.set.year == year);
        let people = |set: &super::Attributed| match division {
            Some(division) => set.people_of(tree, division),
            None if roots.is_empty() => (set.set.cells > 0).then(|| set.cells.iter().sum()),
            None => roots.iter().map(|root| set.people_of(tree, *root)).sum(),
        };
        sets.filter_map(people).collect()
    }
}

impl super::Attributed {
    fn people_of(&self, tree: &Tree, division: Ordinal) -> Option<u64> {
        self.told(tree, division).or_else(|| {
            tree.node(division).boundary.as_ref().filter(|_| self.set.cells > 0)?;
            let parts = tree.subtree(division).into_iter();
            Some(parts.map(|ordinal| self.cells[usize::from(ordinal.0)]).sum())
        })
    }

    /// By figures of divisions.
    fn told(&self, tree: &Tree, division: Ordinal) -> Option<u64> {
        let node = tree.node(division);
        let own = self.set.divisions.iter().find(|figure| figure.division == node.division.id);
        if let Some(own) = own {
            return Some(own.people);
        }
        if node.children.is_empty() {
            return None;
        }
        node.children.iter().map(|child| self.told(tree, *child)).sum()
    }
}
