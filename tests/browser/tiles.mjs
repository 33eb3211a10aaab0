// Vector tiles: an independent reader finds in them what the GeoJSON answer tells, and MapLibre draws them.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { AS_OF, ask } from './asking.mjs';
import { until } from './harness.mjs';

const installed = createRequire(new URL('../../web/package.json', import.meta.url));
const { VectorTile } = await import(installed.resolve('@mapbox/vector-tile'));
const { PbfReader } = await import(installed.resolve('pbf'));
const QUESTION = `as_of=${AS_OF}&metres=1000`;

/** Columns and rows of a zoom that the box touches, by the formula of web maps. */
function* placesOf([west, south, east, north], z) {
  const column = (lon) => Math.floor(((lon + 180) / 360) * 2 ** z);
  const row = (lat) => Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z);
  for (let x = column(west); x <= column(east); x += 1) for (let y = row(north); y <= row(south); y += 1) yield [x, y];
}

/** A map of MapLibre's own on the page, in place of everything else: what the tiles' readers will use. */
async function mapOf(page, described) {
  const folder = fileURLToPath(new URL('../../web/node_modules/maplibre-gl/dist/', import.meta.url));
  await page.route('**/drawn-by-maplibre/*', (route) => route.fulfill({ path: folder + new URL(route.request().url()).pathname.split('/').at(-1), contentType: 'text/javascript' }));
  await page.evaluate(async (url) => {
    const { Map: GlMap, setWorkerUrl } = await import('/drawn-by-maplibre/maplibre-gl.mjs');
    setWorkerUrl(`${location.origin}/drawn-by-maplibre/maplibre-gl-worker.mjs`);
    const place = document.createElement('div');
    place.style.cssText = 'position:fixed;inset:0;z-index:99999;background:#fff';
    document.body.append(place);
    const { bounds } = await (await fetch(url)).json();
    const filled = (id, colour) => ({ id, type: 'fill', source: 'gaps', 'source-layer': id, paint: { 'fill-color': colour } });
    const style = {
      version: 8,
      sources: { gaps: { type: 'vector', url } },
      layers: [
        filled('gaps', '#e08000'),
        filled('cells', '#0b544d'),
        { id: 'places', type: 'circle', source: 'gaps', 'source-layer': 'places', paint: { 'circle-radius': 6 } },
      ],
    };
    window.drawn = new GlMap({ container: place, style, bounds, fitBoundsOptions: { padding: 40 }, attributionControl: { compact: false } });
    window.drawn.once('idle', () => { window.drawnIdle = true; });
  }, described);
  await until(() => page.evaluate(() => window.drawnIdle === true), 'MapLibre rests', 60_000);
}

export async function tiles(check, session) {
  const { base, open, ready } = session;
  const described = `${base}/api/v1/gaps/tiles.json?${QUESTION}`;

  // As a map's author would: the description is there once the answers are.
  await until(async () => (await fetch(described)).status === 200, 'the gaps are computed', 60_000);

  await check('an independent reader counts in the tiles the people of the answer, each once, and all rings turn right', async () => {
    const answers = {};
    for (const [layer, part] of [['gaps', 'areas'], ['cells', 'cells'], ['places', 'places']]) {
      answers[layer] = (await ask(base, `/api/v1/gaps?${QUESTION}&format=geojson&part=${part}`)).features;
    }
    const told = await (await fetch(described)).json();
    const found = { gaps: new Map(), cells: new Map(), places: new Map() };
    const z = 13;
    for (const [x, y] of placesOf(told.bounds, z)) {
      const response = await fetch(told.tiles[0].replace('{z}', z).replace('{x}', x).replace('{y}', y));
      assert.equal(response.status, 200);
      const tile = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())));
      for (const [name, layer] of Object.entries(tile.layers)) {
        assert.deepEqual([layer.version, layer.extent], [2, 4096]);
        for (let n = 0; n < layer.length; n += 1) {
          const feature = layer.feature(n);
          found[name].set(feature.id, feature.properties.people);
          if (feature.type !== 3) continue;
          // Its reading as GeoJSON sorts rings by their direction: a hole that turned wrong would be a polygon.
          const area = (ring) => ring.reduce((sum, a, k) => { const b = ring[(k + 1) % ring.length]; return sum + a.x * b.y - b.x * a.y; }, 0);
          const areas = feature.loadGeometry().map(area);
          assert.ok(areas[0] > 0 && areas.every((each) => each !== 0), `${name} ${feature.id}: ${areas}`);
        }
      }
    }
    const sum = (all) => Math.round([...all].reduce((people, each) => people + each * 1000, 0));
    for (const [name, features] of Object.entries(answers)) {
      assert.equal(found[name].size, features.length, name);
      assert.equal(sum(found[name].values()), sum(features.map((each) => each.properties.people)), name);
    }
  });

  await check('MapLibre draws gaps, cells and best places from the description alone', async () => {
    const page = await open();
    await ready(page);
    await mapOf(page, described);
    const seen = await page.evaluate(() => Object.fromEntries(['gaps', 'cells', 'places'].map((id) => [id, window.drawn.queryRenderedFeatures({ layers: [id] }).map((each) => each.properties.people)])));
    for (const [layer, people] of Object.entries(seen)) {
      assert.ok(people.length > 0 && people.every((each) => each >= 10), `${layer}: ${people.length} features`);
    }
    const said = await page.locator('.maplibregl-ctrl-attrib').last().innerText();
    assert.match(said, /人口 \/ population/);
    await page.close();
  });
}
