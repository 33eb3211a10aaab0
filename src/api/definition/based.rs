//! The document as OGC clients look for it: paths from the landing page on.
//!
//! GDAL takes the size of a page and the names that it may filter by from `/collections/{collectionId}/items`, and
//! looks nowhere else. So the document's server is `/ogc`, whose paths have no `/ogc` before them; each other path has
//! a server of its own, the root.

use super::node::Node;

const ROOT: &str = "/ogc";

/// Web maps' own addresses of tiles: without `/ogc`, those of the standard would look the same as these.
const TILES: &str = "/tiles";

/// The planner's page, by its other name: at `/` the landing page stands here.
const PLANNER: &str = "/index.html";

pub fn based(mut document: Node, server: &str) -> Node {
    let servers = |url: String| Node::List(vec![Node::object().with("url", url)]);
    document.set("servers", servers(format!("{server}{ROOT}")));
    let Some(Node::Object(paths)) = document.remove("paths") else { return document };
    let paths = paths.into_iter().map(|(path, operations)| match path.strip_prefix(ROOT) {
        Some("") => ("/".into(), operations),
        Some(rest) => (rest.to_owned().into(), operations),
        None if path.starts_with(TILES) => {
            let below = path[TILES.len()..].to_owned();
            (below.into(), operations.with("servers", servers(format!("{server}{TILES}"))))
        }
        None => {
            let path = if path == "/" { PLANNER.into() } else { path };
            (path, operations.with("servers", servers(server.to_owned())))
        }
    });
    document.set("paths", paths.collect::<Node>());
    document
}
