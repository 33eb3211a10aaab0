// openlayers.mjs BASE: OpenLayers in a browser, on a page of another origin, loads features and draws them.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowser, until } from '../browser/harness.mjs';
import { folder } from './installed.mjs';

const [base] = process.argv.slice(2);
const page = `<!doctype html><meta charset="utf-8"><title>OpenLayers</title><link rel="icon" href="data:,">
<script src="/ol.js"></script><div id="map" style="width: 800px; height: 600px"></div>`;

const server = createServer(async (request, response) => {
  const isScript = request.url === '/ol.js';
  response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
  response.end(isScript ? await readFile(join(folder, 'ol/dist/ol.js')) : page);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const here = `http://127.0.0.1:${server.address().port}`;

const browser = await openBrowser(here);
try {
  const tab = await browser.browser.newPage();
  const wrong = [];
  tab.on('pageerror', (error) => wrong.push(error.message));
  tab.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  await tab.goto(`${here}/`);
  for (const name of ['sites', 'divisions', 'plots']) {
    const address = `${base}/ogc/collections/${name}/items?f=json&limit=10000`;
    const told = await (await fetch(address)).json();
    await tab.evaluate((address) => {
      document.getElementById('map').replaceChildren();
      const source = new ol.source.Vector({ url: address, format: new ol.format.GeoJSON() });
      window.drawn = null;
      const style = { 'fill-color': '#d00', 'stroke-color': '#d00', 'stroke-width': 2, 'circle-radius': 4, 'circle-fill-color': '#d00' };
      const layer = new ol.layer.Vector({ source, style });
      const map = new ol.Map({ target: 'map', layers: [layer], view: new ol.View({ center: [0, 0], zoom: 1 }) });
      source.once('featuresloadend', () => {
        map.getView().fit(source.getExtent(), { padding: [20, 20, 20, 20] });
        map.once('rendercomplete', () => {
          const canvas = document.querySelector('#map canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let red = 0;
          for (let at = 0; at < data.length; at += 4) red += data[at] > 150 && data[at + 1] < 80 && data[at + 3] > 150;
          const shown = map.getFeaturesAtPixel(map.getPixelFromCoordinate(ol.extent.getCenter(source.getFeatures()[0].getGeometry().getExtent())), { hitTolerance: 5 });
          window.drawn = { red, shown: shown.length, ids: source.getFeatures().map((one) => one.getId()), extent: ol.proj.transformExtent(source.getExtent(), 'EPSG:3857', 'EPSG:4326') };
        });
        map.render();
      });
      source.once('featuresloaderror', () => (window.drawn = { failed: true }));
    }, address);
    const drawn = await until(() => tab.evaluate(() => window.drawn), `${name} drawn`, 180_000);
    assert.ok(!drawn.failed, `${name} could not be loaded`);
    assert.deepEqual(drawn.ids.map(String).sort(), told.features.map((one) => String(one.id)).sort(), `${name}: other features`);
    assert.ok(drawn.red > 300, `${name}: ${drawn.red} pixels are drawn`);
    const points = told.features.flatMap((one) => one.geometry?.coordinates.flat(3) ?? []);
    const longitudes = points.filter((_, at) => at % 2 === 0);
    assert.ok(Math.abs(Math.min(...longitudes) - drawn.extent[0]) < 1e-6, `${name}: ${drawn.extent} is elsewhere`);
  }
  assert.deepEqual(wrong, [], 'errors in the browser');
  console.log('OpenLayers: features of sites, divisions and a layer are drawn');
} finally {
  await browser.browser.close();
  server.close();
}
