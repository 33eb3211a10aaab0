// maps.mjs BASE: OpenLayers and MapLibre, on a page of another origin, draw the service's vector tiles and its style.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser, until } from '../browser/harness.mjs';
import { folder } from './installed.mjs';

const [base] = process.argv.slice(2);
const maplibre = fileURLToPath(new URL('../../web/node_modules/maplibre-gl/dist/', import.meta.url));
const box = '<div id="map" style="width: 800px; height: 600px"></div>';
const head = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">';
const pages = {
  '/openlayers': `${head}<script src="/ol.js"></script>${box}`,
  '/maplibre': `${head}<link rel="stylesheet" href="/maplibre-gl.css">${box}<script type="module">
    import * as maplibre from '/maplibre-gl.mjs';
    maplibre.setWorkerUrl('/maplibre-gl-worker.mjs');
    window.maplibre = maplibre;
  </script>`,
};
const types = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css' };

const server = createServer(async (request, response) => {
  const page = pages[request.url];
  const name = basename(request.url);
  response.setHeader('Content-Type', page ? 'text/html' : (types[name.slice(name.lastIndexOf('.'))] ?? 'text/plain'));
  response.end(page ?? (await readFile(name === 'ol.js' ? join(folder, 'ol/dist/ol.js') : join(maplibre, name)).catch(() => '')));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const here = `http://127.0.0.1:${server.address().port}`;
const browser = await openBrowser(here);

async function open(path) {
  const tab = await browser.browser.newPage();
  const wrong = [];
  tab.on('pageerror', (error) => wrong.push(error.message));
  tab.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  await tab.goto(here + path);
  return { tab, wrong };
}

async function openlayers() {
  const { tab, wrong } = await open('/openlayers');
  const [ogc, short] = [`${base}/ogc/collections/sites/tiles/WebMercatorQuad`, `${base}/tiles/sites/{z}/{x}/{y}`];
  for (const way of ['OGCVectorTile', 'VectorTile']) {
    await tab.evaluate(
      ({ way, ogc, short }) => {
        document.getElementById('map').replaceChildren();
        window.drawn = null;
        const format = new ol.format.MVT({ idProperty: 'id' });
        const source =
          way === 'OGCVectorTile' ? new ol.source.OGCVectorTile({ url: ogc, format }) : new ol.source.VectorTile({ url: short, format, maxZoom: 14 });
        const style = { 'fill-color': '#d00', 'stroke-color': '#d00', 'stroke-width': 2, 'circle-radius': 4, 'circle-fill-color': '#d00' };
        const view = new ol.View({ center: ol.proj.fromLonLat([123.46, 41.7]), zoom: 12 });
        const map = new ol.Map({ target: 'map', layers: [new ol.layer.VectorTile({ source, style })], view });
        source.on('tileloaderror', () => (window.drawn = { failed: true }));
        map.on('rendercomplete', () => {
          const extent = view.calculateExtent(map.getSize());
          const features = map.getLayers().item(0).getFeaturesInExtent(extent);
          if (features.length === 0) return;
          const canvas = document.querySelector('#map canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let red = 0;
          for (let at = 0; at < data.length; at += 4) red += data[at] > 150 && data[at + 1] < 80 && data[at + 3] > 150;
          const [west, south, east, north] = ol.proj.transformExtent(extent, 'EPSG:3857', 'EPSG:4326');
          window.drawn = { red, ids: features.map((one) => one.getId()), box: [west, south, east, north] };
        });
      },
      { way, ogc, short },
    );
    const drawn = await until(() => tab.evaluate(() => window.drawn), `tiles drawn by ${way}`, 180_000);
    assert.ok(!drawn.failed, `${way}: a tile could not be loaded`);
    assert.ok(drawn.red > 300, `${way}: ${drawn.red} pixels are drawn`);
    const told = await (await fetch(`${base}/ogc/collections/sites/items?limit=10000&bbox=${drawn.box}`)).json();
    const shown = new Set(drawn.ids);
    assert.ok(told.features.length > 20);
    assert.deepEqual(told.features.filter((one) => !shown.has(one.id)).map((one) => one.id), [], `${way}: not shown`);
  }
  assert.deepEqual(wrong, [], 'OpenLayers: errors in the browser');
}

async function maplibreStyles() {
  const { tab, wrong } = await open('/maplibre');
  const { styles } = await (await fetch(`${base}/styles`)).json();
  assert.ok(styles.length > 0);
  await until(() => tab.evaluate(() => window.maplibre !== undefined), 'MapLibre loaded');
  for (const { id, links } of styles) {
    await tab.evaluate((style) => {
      // The map before would go on drawing.
      window.shown?.remove();
      window.drawn = null;
      const map = (window.shown = new maplibre.Map({ container: 'map', style, center: [123.46, 41.7], zoom: 12, fadeDuration: 0 }));
      const failures = [];
      map.on('error', ({ error }) => failures.push(error.message));
      map.once('idle', () => {
        const features = map.queryRenderedFeatures();
        const layers = [...new Set(features.map((one) => one.sourceLayer))];
        const { _ne, _sw } = map.getBounds();
        window.drawn = { failures, layers, ids: features.map((one) => one.properties.id), box: [_sw.lng, _sw.lat, _ne.lng, _ne.lat] };
      });
    }, links[0].href);
    const drawn = await until(() => tab.evaluate(() => window.drawn), `the style ${id} drawn`, 180_000);
    assert.deepEqual(drawn.failures, [], `the style ${id}`);
    assert.ok(drawn.layers.includes('sites') && drawn.layers.includes('divisions'), `${id} shows ${drawn.layers}`);
    const told = await (await fetch(`${base}/ogc/collections/sites/items?limit=10000&bbox=${drawn.box}`)).json();
    const shown = new Set(drawn.ids);
    const missing = told.features.filter((one) => one.geometry.type === 'Polygon' && !shown.has(one.id));
    assert.deepEqual(missing.map((one) => one.id), [], `${id}: not drawn`);
  }
  assert.deepEqual(wrong, [], 'MapLibre: errors in the browser');
}

try {
  await openlayers();
  await maplibreStyles();
  console.log('OpenLayers and MapLibre draw the tiles and every style');
} finally {
  await browser.browser.close();
  server.close();
}
