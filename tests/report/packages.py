"""Is a file a sound Office package: every part typed, every reference leads somewhere, all XML well-formed."""
import posixpath
import zipfile
from xml.etree import ElementTree

TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def check(path):
    """Raises where it is not; answers the parts."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None, f"{path}: a part is damaged"
        parts = {name: archive.read(name) for name in archive.namelist()}
    trees = {name: ElementTree.fromstring(text) for name, text in parts.items() if is_xml(name)}
    types = trees["[Content_Types].xml"]
    by_ending = {one.get("Extension") for one in types.iter(TYPES + "Default")}
    by_name = {one.get("PartName") for one in types.iter(TYPES + "Override")}
    for name in parts:
        if name != "[Content_Types].xml":
            assert "/" + name in by_name or name.rsplit(".", 1)[-1] in by_ending, f"{path}: {name} has no type"
    for name in by_name:
        assert name[1:] in parts, f"{path}: {name} is typed and not there"
    for name, tree in trees.items():
        if name.endswith(".rels"):
            check_relations(path, name, tree, trees, parts)
    return parts


def is_xml(name):
    return name.endswith((".xml", ".rels"))


def check_relations(path, name, tree, trees, parts):
    folder, file = posixpath.split(posixpath.dirname(name))[0], posixpath.basename(name)[: -len(".rels")]
    known = set()
    for relation in tree.iter(RELATION):
        known.add(relation.get("Id"))
        if relation.get("TargetMode") == "External":
            continue
        target = relation.get("Target")
        whole = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        assert whole in parts, f"{path}: {name} leads to {whole}, which is not there"
    owner = trees.get(posixpath.join(folder, file) if file else "")
    if owner is not None:
        for element in owner.iter():
            used = element.get(REFERENCE)
            assert used is None or used in known, f"{path}: {file} names {used}, which {name} does not have"
