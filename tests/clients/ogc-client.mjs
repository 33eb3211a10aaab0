// ogc-client.mjs BASE: @camptocamp/ogc-client reads the service; each answer is compared with a plain request.
import assert from 'node:assert/strict';
import { installed } from './installed.mjs';

const { OgcApiEndpoint } = await installed('@camptocamp/ogc-client');
const [base] = process.argv.slice(2);
const ogc = `${base}/ogc`;
// The package finds an item's address relative to a page's.
globalThis.location ??= new URL(base);

async function plain(address) {
  const answer = await fetch(address);
  assert.equal(answer.status, 200, `${address} answered ${answer.status}`);
  return answer.json();
}
const ids = (features) => features.map((feature) => feature.id);

const endpoint = new OgcApiEndpoint(ogc);
const { collections } = await plain(`${ogc}/collections`);
// A short page tells every member, also those that are not known; one feature tells those it has.
const known = (one) => Object.fromEntries(Object.entries(one.properties).filter(([, value]) => value !== null));

assert.equal((await endpoint.info).title, (await plain(ogc)).title);
assert.deepEqual(await endpoint.conformanceClasses, (await plain(`${ogc}/conformance`)).conformsTo);
assert.deepEqual(await endpoint.featureCollections, ids(collections));
assert.equal(await endpoint.hasFeatures, true);

for (const name of ['sites', 'equipment', 'divisions', 'plots']) {
  const info = await endpoint.getCollectionInfo(name);
  const told = collections.find((one) => one.id === name);
  assert.equal(info.title, told.title);
  assert.deepEqual(info.extent, told.extent);
  assert.deepEqual(info.crs, told.crs);
  assert.ok(info.itemFormats.includes('application/geo+json') && info.itemFormats.includes('application/vnd.flatgeobuf'));
  const { properties } = await plain(`${ogc}/collections/${name}/queryables`);
  assert.deepEqual(info.queryables.map((one) => one.name).sort(), Object.keys(properties).sort());
  assert.ok(info.sortables.length > 0, `${name} can be sorted`);

  const items = await endpoint.getCollectionItems(name, 3, 1);
  const page = await plain(`${ogc}/collections/${name}/items?limit=4`);
  assert.deepEqual(ids(items), ids(page.features).slice(1), `${name}: an offset`);
  const item = await endpoint.getCollectionItem(name, items[0].id);
  assert.deepEqual(known(item), known(page.features[1]));
}

// A box, an order, chosen members, no geometry; then another system, named as this client names it.
const box = [123.45, 41.65, 123.5, 41.7];
const all = await plain(`${ogc}/collections/sites/items?limit=10000`);
const found = await endpoint.getCollectionItems('sites', 1000, 0, true, ['-area_m2'], box, ['name_zh', 'area_m2']);
const inside = await plain(`${ogc}/collections/sites/items?limit=1000&bbox=${box}`);
assert.ok(found.length > 0 && found.length < all.numberMatched);
assert.deepEqual(ids(found).sort(), ids(inside.features).sort());
assert.ok(found.every((one) => !one.geometry && !('kind' in one.properties)), 'only what was chosen');
const areas = found.map((one) => one.properties.area_m2).filter((area) => area !== null && area !== undefined);
assert.ok(areas.length > 3);
assert.deepEqual(areas, areas.toSorted((left, right) => right - left));

const day = new Date('2010-06-01T00:00:00Z');
const then = await endpoint.getCollectionItems('sites', 10000, 0, null, null, null, null, day);
const open = (one) =>
  one.properties.opened_on <= '2010-06-01' && (one.properties.closed_on ?? '9999') >= '2010-06-01';
assert.ok(then.length > 0 && then.length < all.numberMatched);
for (const one of all.features.filter((one) => one.properties.opened_on)) {
  assert.equal(ids(then).includes(one.id), open(one), `${one.id} on that day`);
}

const address = await endpoint.getCollectionItemsUrl('sites', {
  limit: 5,
  outputCrs: 'http://www.opengis.net/def/crs/EPSG/0/3857',
  outputFormat: 'application/geo+json',
});
const projected = await plain(address);
const [x, y] = projected.features[0].geometry.coordinates.flat(3);
assert.ok(x > 13_700_000 && x < 13_800_000 && y > 5_000_000 && y < 5_200_000, `${x}, ${y} in EPSG:3857`);
console.log('ogc-client: collections, items, searches agree');
