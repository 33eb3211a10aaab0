// tiles.mjs BASE: @mapbox/vector-tile decodes every tile of some zooms. Rings wind as the format says, nothing lies outside
// the margin, and what the tiles of a zoom hold together is what the collection has.
import assert from 'node:assert/strict';
import { installed } from './installed.mjs';

const { VectorTile } = await installed('@mapbox/vector-tile');
const pbf = await installed('pbf');
const Pbf = pbf.PbfReader ?? pbf.default;

const [base] = process.argv.slice(2);
const ogc = `${base}/ogc`;
const EXTENT = 4096;
const MARGIN = 64;

async function plain(address) {
  const answer = await fetch(address);
  assert.equal(answer.status, 200, `${address} answered ${answer.status}`);
  return answer.json();
}

/** Twice the area of a ring; positive for a shell, y runs down. */
const winding = (ring) =>
  ring.reduce((sum, at, index) => {
    const next = ring[(index + 1) % ring.length];
    return sum + at.x * next.y - next.x * at.y;
  }, 0);

function check(feature, where) {
  const parts = feature.loadGeometry();
  assert.ok(parts.length > 0, `${where}: a feature without places`);
  for (const { x, y } of parts.flat()) {
    const inside = (value) => value >= -MARGIN && value <= EXTENT + MARGIN;
    assert.ok(inside(x) && inside(y), `${where}: ${x}, ${y} is outside the margin`);
  }
  if (feature.type === 2) assert.ok(parts.every((line) => line.length > 1), `${where}: a line of one point`);
  if (feature.type === 3) {
    const areas = parts.map(winding);
    assert.ok(areas[0] > 0, `${where}: the first ring is no shell`);
    assert.ok(areas.every((area) => area !== 0), `${where}: a ring without area`);
    assert.ok(parts.every((ring) => ring.length >= 4 && ring[0].equals(ring.at(-1))), `${where}: an open ring`);
  }
}

let tiles = 0;
/** All features of a collection's tiles at a zoom. */
async function zoom(collection, z, limits) {
  const found = [];
  for (let row = limits.minTileRow; row <= limits.maxTileRow; row++) {
    for (let column = limits.minTileCol; column <= limits.maxTileCol; column++) {
      const address = `${ogc}/collections/${collection}/tiles/WebMercatorQuad/${z}/${row}/${column}`;
      const answer = await fetch(address);
      assert.equal(answer.status, 200, `${address} answered ${answer.status}`);
      const layers = new VectorTile(new Pbf(new Uint8Array(await answer.arrayBuffer()))).layers;
      tiles += 1;
      for (const [name, layer] of Object.entries(layers)) {
        assert.deepEqual([name, layer.version, layer.extent], [collection, 2, EXTENT], address);
        for (let index = 0; index < layer.length; index++) {
          const feature = layer.feature(index);
          check(feature, `${address} feature ${index}`);
          found.push({ ...feature.properties, type: feature.type, ground: feature.toGeoJSON(column, row, z).geometry });
        }
      }
    }
  }
  return found;
}

const seen = { sums: 0, features: 0, polygons: 0 };
for (const collection of ['sites', 'equipment', 'divisions', 'plots']) {
  const { features } = await plain(`${ogc}/collections/${collection}/items?limit=10000`);
  const whole = new Map(features.filter((one) => one.geometry).map((one) => [String(one.id), one]));
  const tileset = await plain(`${ogc}/collections/${collection}/tiles/WebMercatorQuad?f=json`);
  for (const z of [3, 9, 12]) {
    const limits = tileset.tileMatrixSetLimits.find((one) => one.tileMatrix === String(z));
    const found = await zoom(collection, z, limits);
    const cells = found.filter((one) => one.count !== undefined);
    const ids = new Set(found.filter((one) => one.count === undefined).map((one) => String(one.id)));
    const sum = cells.reduce((all, one) => all + one.count, 0);
    seen.polygons += found.filter((one) => one.type === 3).length;
    if (cells.length === 0) {
      assert.deepEqual([...ids].sort(), [...whole.keys()].sort(), `${collection} at ${z}: other features`);
      seen.features += 1;
    } else if (ids.size === 0) {
      assert.equal(sum, whole.size, `${collection} at ${z}: the sums`);
      seen.sums += 1;
    } else {
      assert.ok(ids.size + sum >= whole.size, `${collection} at ${z}: ${ids.size} features and ${sum} in sums`);
    }
    // Points stand where they are, to a unit of the tile.
    const unit = 360 / 2 ** z / EXTENT;
    for (const one of found.filter((one) => one.count === undefined && whole.get(String(one.id)).geometry.type === 'Point')) {
      const [longitude, latitude] = whole.get(String(one.id)).geometry.coordinates;
      const [x, y] = one.ground.coordinates;
      assert.ok(Math.abs(x - longitude) <= unit && Math.abs(y - latitude) <= unit, `${one.id}: ${x}, ${y} at ${z}`);
    }
  }
}
assert.ok(seen.sums && seen.features && seen.polygons, `not everything was there: ${JSON.stringify(seen)}`);
console.log(`@mapbox/vector-tile: ${tiles} tiles decode, ${seen.polygons} polygons wind rightly, counts add up`);
