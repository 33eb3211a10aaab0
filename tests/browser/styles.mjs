// Our style in MapLibre's own hands: sites one by one and as sums, names of divisions, nothing from elsewhere.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { until } from './harness.mjs';

/** A map of MapLibre's own on the page that knows nothing but the style's address. */
async function mapOf(page, style, view) {
  const folder = fileURLToPath(new URL('../../web/node_modules/maplibre-gl/dist/', import.meta.url));
  await page.route('**/drawn-by-maplibre/*', (route) => route.fulfill({ path: folder + new URL(route.request().url()).pathname.split('/').at(-1), contentType: 'text/javascript' }));
  await page.evaluate(async ([style, view]) => {
    const { Map: GlMap, setWorkerUrl } = await import('/drawn-by-maplibre/maplibre-gl.mjs');
    setWorkerUrl(`${location.origin}/drawn-by-maplibre/maplibre-gl-worker.mjs`);
    const place = document.createElement('div');
    place.style.cssText = 'position:fixed;inset:0;z-index:99999;background:#fff';
    document.body.append(place);
    window.styled = new GlMap({ container: place, style, ...view });
    window.styled.once('idle', () => { window.styledIdle = true; });
  }, [style, view]);
  await until(() => page.evaluate(() => window.styledIdle === true), 'MapLibre rests', 60_000);
}

export async function styles(check, session) {
  const { base, open, ready } = session;

  await check('MapLibre draws our style: sites by kind, names of divisions', async () => {
    const list = await (await fetch(`${base}/styles`)).json();
    for (const { id, links } of list.styles) {
      const told = await (await fetch(links[0].href)).json();
      const page = await open();
      await ready(page);
      await mapOf(page, links[0].href, { center: told.center, zoom: 11 });
      const seen = await page.evaluate(() => {
        const of = (layers) => window.styled.queryRenderedFeatures({ layers });
        return {
          sites: of(['site-point', 'site-cell', 'site-line', 'site-area']).length,
          names: of(['division-name']).map((each) => each.properties.name_zh),
        };
      });
      assert.ok(seen.sites > 10, `${id}: ${seen.sites} sites are drawn`);
      assert.ok(seen.names.length > 0 && seen.names.every((name) => /\p{Script=Han}/u.test(name)), `${id}: ${seen.names}`);
      await page.close();
    }
  });
}
