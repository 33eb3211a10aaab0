//! Replaces reference data of a database that stands.

use super::{Edits, Reference, Texts};
use crate::registry::Registry;
use crate::registry::error::RegistryError;

impl Registry {
    /// Stores other reference data; this registry and other open ones go on with the old until they
    /// are opened anew.
    ///
    /// # Errors
    /// A text can not be understood, a kind that was there is missing (what was registered as one must
    /// stay readable), rules changed without a new version (every figure names the version it used), or
    /// the store fails; nothing is changed then.
    pub async fn replace_reference(&self, edits: &Edits) -> Result<Reference, RegistryError> {
        let mut texts = Texts::stored(&*self.store).await?;
        texts.edit(edits)?;
        let next = texts.read()?;
        let (old, new) = (&self.reference.catalogue, &next.catalogue);
        let lost = old.kinds().iter().map(|kind| &kind.id).filter(|id| new.find(id).is_none());
        let kept = |id: &str| new.equipment_kinds().iter().any(|kind| kind.id == id);
        let lost_pieces = old.equipment_kinds().iter().map(|kind| &kind.id).filter(|id| !kept(id));
        let lost: Vec<&str> = lost.chain(lost_pieces).map(String::as_str).collect();
        if !lost.is_empty() {
            let names = lost.join(", ");
            return Err(RegistryError::refused(
                format!("新的类型表缺少：{names}；类型可以修改、增加，不能删去（已登记的还要能读）"),
                format!(
                    "the new kinds lack {names}; kinds may be changed and added, but what was registered as one must stay readable"
                ),
            ));
        }
        let (old, new) = (&self.reference.rules, &next.rules);
        if old.version == new.version && old != new {
            let version = &new.version;
            return Err(RegistryError::refused(
                format!("规则变了，version 仍是 {version}：请给新的版本号，每个数字都注明所用版本"),
                format!(
                    "the rules changed but are still version {version}; give a new one, since every figure names the version it used"
                ),
            ));
        }
        texts.store(&*self.store).await?;
        Ok(next)
    }
}
