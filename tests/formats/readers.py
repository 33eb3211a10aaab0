"""Reads a file with other programs and prints what is in it as JSON."""

import json
import sys


def features(path):
    """Every feature as GDAL sees it: the system, the driver, fields, well-known text."""
    import pyogrio
    from pyogrio.raw import read

    info = pyogrio.read_info(path)
    meta, _, geometry, columns = read(path)
    rows = []
    for number in range(len(columns[0]) if columns else len(geometry)):
        row = {}
        for name, column in zip(meta["fields"], columns):
            value = column[number]
            value = value.item() if hasattr(value, "item") else value
            row[name] = None if value is None or value != value else value if isinstance(value, (int, float, bool)) else str(value)
        blob = geometry[number] if geometry is not None else None
        rows.append({"fields": row, "wkb": blob.hex() if blob is not None else None})
    return {
        "driver": info["driver"],
        "layer": info["layer_name"],
        "crs": info["crs"],
        "geometry_type": info["geometry_type"],
        "types": dict(zip(info["fields"].tolist(), [str(kind) for kind in info["ogr_types"]])),
        "rows": rows,
    }


def archive(path):
    """Header, metadata and every tile of a PMTiles archive."""
    from pmtiles.reader import MmapSource, Reader, all_tiles

    def plain(value):
        return value.name if hasattr(value, "name") else value

    with open(path, "rb") as file:
        source = MmapSource(file)
        reader = Reader(source)
        header = {key: plain(value) for key, value in reader.header().items()}
        tiles = [[z, x, y, data.hex()] for (z, x, y), data in all_tiles(source)]
        found = [[z, x, y, reader.get(z, x, y).hex()] for z, x, y, _ in tiles[:50] + tiles[-50:]]
        return {"header": header, "metadata": reader.metadata(), "tiles": tiles, "found": found}


print(json.dumps({"features": features, "archive": archive}[sys.argv[1]](sys.argv[2])))
