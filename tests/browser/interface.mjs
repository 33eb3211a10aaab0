// The page that reads the service's own OpenAPI document.
import assert from 'node:assert/strict';
import { DESK, noSideways, PHONE, until } from './harness.mjs';

export async function apiPage(check, { open, api, base }) {
  const document = await api('/ogc/api?f=openapi31');
  const operations = Object.entries(document.paths).flatMap(([path, item]) => ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'].filter((method) => item[method]).map((method) => ({ path, method, ...item[method] })));
  const page = await open('/ogc/api.html', DESK);
  const opened = async (on) => {
    await on.goto(`${base}/ogc/api.html`);
    await on.locator('[data-operation]').first().waitFor();
  };

  await check('the interface is there to be read: each operation of the document', async () => {
    await opened(page);
    assert.equal(await page.locator('[data-operation]').count(), operations.length);
    assert.match(await page.title(), /接口说明/);
    for (const { operationId } of operations.filter((each) => each.operationId).slice(0, 5)) {
      assert.equal(await page.locator(`[data-operation="${operationId}"]`).count(), 1, operationId);
    }
  });

  const items = operations.find(({ path, method }) => method === 'get' && path === '/ogc/collections/{collectionId}/items')
    ?? operations.find(({ path, method }) => method === 'get' && path.endsWith('/items'));
  await check('parameters and answers are told, and a link tries it', async () => {
    const one = page.locator(`[data-operation="${items.operationId}"]`);
    await one.locator('summary').first().click();
    await one.getByTestId('try').or(one.locator('.try')).first().waitFor();
    const text = await one.innerText();
    for (const word of ['bbox', 'limit', '400', 'application/geo+json']) assert.ok(text.includes(word), `${word} is missing: ${text.slice(0, 400)}`);
    if (items.path.includes('{')) await one.locator('input[aria-label="collectionId"]').fill('sites');
    await one.locator('input[aria-label="limit"]').fill('3');
    const href = await one.getByTestId('try').getAttribute('href');
    const answer = await api(href);
    assert.equal(answer.features.length, 3, href);
  });

  await check('it is found by words, leads in English on request, and links to one operation hold', async () => {
    await page.getByRole('searchbox').fill('conformance');
    await until(async () => (await page.locator('[data-operation]').count()) < operations.length, 'fewer operations');
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: /English/ }).click();
    assert.match(await page.locator('h1').innerText(), /^\s*API/);
    await page.getByRole('button', { name: /中文/ }).click();
    const link = await open('/', DESK);
    await link.goto(`${base}/ogc/api.html#${items.operationId}`);
    await until(() => link.locator(`[data-operation="${items.operationId}"][open]`).count(), 'the operation is open');
    await link.close();
  });

  await check('schemas open, also those that hold themselves', async () => {
    const schema = page.locator('[data-schema]').filter({ has: page.locator('details') }).first();
    await schema.locator('summary').first().click();
    await until(() => schema.locator('li').count(), 'its members');
  });

  await check('it reads on a phone', async () => {
    const phone = await open('/', PHONE);
    await opened(phone);
    await phone.locator('[data-operation] summary').nth(5).click();
    await noSideways(phone, 'interface');
    await phone.close();
  });
  await page.close();
}
