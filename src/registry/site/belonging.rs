//! What a site says to belong to: a container that is one, without rings, and divisions that exist.

use crate::domain::id::SiteId;
use crate::domain::invalid::Invalid;
use crate::domain::site::Site;
use crate::registry::Registry;
use crate::registry::coverage::name;
use crate::registry::world::World;
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;

/// Containers of containers are followed so deep.
const DEPTH: usize = 64;

/// The registry around a site that is being written.
pub struct Belonging<'a> {
    registry: &'a Registry,
    world: Arc<World>,
    /// Sites that become containers by the very file that names them.
    pub becoming: HashSet<Uuid>,
}

impl<'a> Belonging<'a> {
    pub fn new(registry: &'a Registry) -> Self {
        Self { registry, world: registry.world(), becoming: HashSet::new() }
    }

    /// Everything that does not fit. A container that the registry does not have is left to the
    /// database, which knows what else is being written.
    pub fn defects(&self, site: &Site) -> Vec<Invalid> {
        let mut found = Vec::new();
        if let Some(container) = site.container_id {
            found.extend(self.container_defect(site.id, container));
        }
        let catalogue = &self.registry.reference().catalogue;
        let is_container = catalogue.find(&site.kind).is_some_and(|(_, kind)| kind.container);
        if !is_container && !self.world.snapshot.sites.hanging_on(site.id.0).is_empty() {
            found.push(Invalid::new(
                "kind",
                "has_contents",
                "其中还登记有别的场地，不能改为不作容器的类型：请先清空它们的 container_id",
                "other sites lie in it, so its kind must be a container: empty their container_id first",
            ));
        }
        found.extend(site.allocation.iter().enumerate().filter_map(|(position, part)| {
            let named = self.world.tree.named(&part.division);
            let field = format!("allocation/{position}/division");
            let division = &part.division;
            match named[..] {
                [_] => None,
                [] => Some(Invalid::new(
                    field,
                    "unknown_division",
                    format!("没有行政区划“{division}”"),
                    format!("there is no division `{division}`"),
                )),
                _ => Some(Invalid::new(
                    field,
                    "ambiguous_division",
                    format!("“{division}”对应多个行政区划，请写 系统:代码 或编号"),
                    format!("`{division}` names several divisions; write system:code or its id"),
                )),
            }
        }));
        found
    }

    fn container_defect(&self, site: SiteId, container: SiteId) -> Option<Invalid> {
        let sites = &self.world.snapshot.sites;
        let entry = sites.get(container.0)?;
        let kind = self.registry.reference().catalogue.get(entry.facts.kind);
        if !kind.container && !self.becoming.contains(&container.0) {
            let named = name(&entry.feature);
            let (zh, en) = (&kind.name_zh, &kind.name_en);
            return Some(Invalid::new(
                "container_id",
                "not_a_container",
                format!(
                    "“{named}”是{zh}，不是公园、中心一类的容器，其面积会重复计入；重叠的场地请用 counts_area=false"
                ),
                format!(
                    "`{named}` is a {en}, no container such as a park, so both areas would count; declare an overlap by counts_area=false"
                ),
            ));
        }
        let above = std::iter::successors(Some(container.0), |id| Some(sites.get(*id)?.facts.container()?.0));
        above.take(DEPTH).any(|id| id == site.0).then(|| ring("container_id"))
    }
}

/// The defect of a site that lies in itself by way of others.
pub fn ring(field: &str) -> Invalid {
    Invalid::new(
        field,
        "container_ring",
        "容器互相包含，成了环：请清空其中一个",
        "the containers contain each other in a ring: empty one of them",
    )
}
