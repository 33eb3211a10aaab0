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
    /// stay readable), rules, modes or projects changed without a new version (every figure names the version it used), or
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
        let (old, new) = (&*self.reference, &next);
        if edits.projects.is_some() {
            new.projects.refuse_left_out()?;
        }
        refuse_unversioned(
            "规则",
            "rules",
            (&old.rules.version, &new.rules.version),
            old.rules == new.rules,
        )?;
        refuse_unversioned(
            "出行方式",
            "modes",
            (&old.modes.version, &new.modes.version),
            old.modes == new.modes,
        )?;
        let versions = (old.projects.version.as_str(), new.projects.version.as_str());
        refuse_unversioned("项目表", "projects", versions, old.projects.projects == new.projects.projects)?;
        texts.store(&*self.store).await?;
        Ok(next)
    }
}

/// Every result names the versions it used, so what changed has to have a new one.
fn refuse_unversioned(
    zh: &str,
    en: &str,
    (old, new): (&str, &str),
    is_same: bool,
) -> Result<(), RegistryError> {
    if is_same || old != new {
        return Ok(());
    }
    Err(RegistryError::refused(
        format!("{zh}变了，version 仍是 {new}：请给新的版本号，每个数字都注明所用版本"),
        format!(
            "the {en} changed but are still version {new}; give a new one, since every figure names the version it used"
        ),
    ))
}
