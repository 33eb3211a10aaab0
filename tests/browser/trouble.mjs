// What the page says when there is too much, or nothing.
import assert from 'node:assert/strict';
import { until } from './harness.mjs';

export async function trouble(check, { open, ready }) {
  await check('too many sites in view: the page stops at its cap and says so', async () => {
    const page = await open('/');
    let asked = 0;
    await page.route('**/ogc/collections/sites/items*', async (route) => {
      asked += 1;
      const features = Array.from({ length: 1000 }, (_, n) => ({
        type: 'Feature', id: `many-${asked}-${n}`, geometry: { type: 'Point', coordinates: [123.4 + (n % 100) / 400, 41.65 + asked / 100 + n / 50_000] },
        properties: { name_zh: '多', name_en: null, kind: 'x', status: 'operating', access: 'open', opened_on: null, closed_on: null },
      }));
      await route.fulfill({ json: { type: 'FeatureCollection', features, numberMatched: 1_000_000, links: [{ rel: 'next', href: `/ogc/collections/sites/items?cursor=${asked}` }] } });
    });
    await ready(page);
    const state = await page.locator('.map .state').innerText();
    assert.match(state, /5000 \/ 1000000/);
    assert.match(state, /仅载入部分/);
    assert.equal(asked, 5);
    await page.close();
  });

  await check('a service that fails is named, and trying again works', async () => {
    const page = await open('/', undefined, { expectErrors: true });
    let broken = true;
    await page.route('**/api/v1/coverage?*', (route) => (broken ? route.fulfill({ status: 500, json: { title: 'internal' } }) : route.continue()));
    await page.goto(new URL(page.path, process.argv[2]).href);
    await page.getByRole('alert').filter({ hasText: '数据载入失败' }).waitFor();
    broken = false;
    await page.getByRole('button', { name: '重试' }).click();
    await until(async () => (await page.locator('[data-testid="rows"] > tr').count()) === 12, 'the table after trying again');
    await page.close();
  });
}
