// Registering a piece of equipment: from a site's card to the piece on that card.
import assert from 'node:assert/strict';
import { children, until } from './harness.mjs';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const list = (answer) => answer.items ?? answer.features ?? [];

export async function registering(check, { open, ready, api, token }) {
  const coverage = await api('/api/v1/coverage?as_of=2025-12-31');
  const row = children(coverage).find((each) => each.sites > 0);
  const why = await api(`/api/v1/coverage/why?division=${row.division.id}&as_of=2025-12-31&figure=all`);
  const site = why.items.find((item) => item.counted).site_id;
  const piecesOf = async () => list(await api(`/api/v1/equipment?site=${site}&limit=200`));
  const before = (await piecesOf()).length;

  const page = await open(`/?site=${site}`, undefined, { expectErrors: true });
  const sent = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request));
  await ready(page);
  const form = page.getByTestId('register');
  const submit = () => form.locator('button[type="submit"]').click();

  await check('the form opens on the site, which is among what stands nearby', async () => {
    await page.getByTestId('site-card').getByRole('button', { name: /在此登记器材/ }).click();
    await form.locator(`input[type="radio"][value="${site}"]`).waitFor();
    assert.ok(await form.locator(`input[type="radio"][value="${site}"]`).isChecked());
  });

  await check('what is missing is named before anything is sent', async () => {
    await submit();
    assert.match(await form.innerText(), /请选择器材类别/);
    assert.equal(sent.length, 0);
  });

  await check('a wrong token is refused and asked for again', async () => {
    await form.locator('#field-kind').selectOption({ index: 1 });
    await form.locator('input[type="date"]').fill('2025-05-01');
    await form.locator('#field-token').fill('wrong');
    await submit();
    await form.getByText('令牌无效').waitFor();
    assert.equal((await piecesOf()).length, before);
  });

  await check('the service’s objections stand at their fields, in both languages', async () => {
    const objection = { type: 'about:blank', title: 'invalid', status: 422, message_zh: '有字段需要更正', message_en: 'fields need correction',
      errors: [{ pointer: '/kind', message_zh: '没有这种器材', message_en: 'no such kind' }] };
    await page.route('**/api/v1/equipment', (route) => route.request().method() === 'POST'
      ? route.fulfill({ status: 422, contentType: 'application/problem+json', json: objection }) : route.continue());
    await form.locator('#field-token').fill(token);
    await submit();
    await form.getByText('有字段需要更正').waitFor();
    assert.match(await form.innerText(), /没有这种器材 no such kind/);
    assert.equal(await form.locator('#field-kind').getAttribute('aria-invalid'), 'true');
    await page.unroute('**/api/v1/equipment');
  });

  await check('an answer that is lost makes one record, not two', async () => {
    let lost = 0;
    await page.route('**/api/v1/equipment', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      lost += 1;
      await route.fetch(); // the service has it; the browser never hears of it
      await route.abort('connectionreset');
    });
    sent.length = 0;
    await submit();
    await form.getByText('没有收到服务器的答复').waitFor();
    assert.ok(await form.locator('#field-kind').isDisabled(), 'what was sent can be changed before it is answered');
    await form.getByRole('button', { name: /重试/ }).click();
    await page.getByTestId('done').waitFor();
    await page.unroute('**/api/v1/equipment');
    assert.equal(sent.length, 2);
    const [first, second] = await Promise.all(sent.map((request) => request.allHeaders()));
    assert.match(first['idempotency-key'], UUID);
    assert.equal(second['idempotency-key'], first['idempotency-key']);
    assert.equal(sent[1].postData(), sent[0].postData());
    assert.equal((await piecesOf()).length, before + 1);
  });

  await check('the new piece appears on the site’s card, read with the write’s sequence number', async () => {
    const id = (await page.getByTestId('done').locator('a').innerText()).trim();
    const waiting = page.waitForRequest((request) => request.method() === 'GET' && request.url().includes('/api/v1/'));
    if ((await page.getByTestId('site-card').count()) > 0) await page.keyboard.press('Escape');
    await page.getByTestId('done').locator('button.primary').click();
    assert.match((await waiting).headers()['x-jiantu-seq'] ?? '', /^\d+$/);
    await until(async () => (await page.locator(`[data-piece="${id}"]`).count()) === 1, 'the piece on the card');
    await page.keyboard.press('Escape');
  });

  await check('the next one needs no token again, gets a key of its own, and keeps its datum', async () => {
    await page.getByTestId('done').locator('button.plain').click();
    assert.equal(await form.locator('#field-token').count(), 0);
    const near = page.waitForRequest((request) => request.url().includes('/api/v1/sites?near=') && request.url().includes('crs=gcj02'));
    await form.locator('select').first().selectOption('gcj02');
    const url = new URL((await near).url());
    assert.equal(url.searchParams.get('radius'), '50');
    await form.locator('select').first().selectOption('wgs84');
    await form.locator(`input[type="radio"][value="${site}"]`).check();
    const first = (await sent[0].allHeaders())['idempotency-key'];
    sent.length = 0;
    await submit();
    await page.getByTestId('done').waitFor();
    assert.notEqual((await sent[0].allHeaders())['idempotency-key'], first);
    const body = sent[0].postDataJSON();
    assert.equal(body.crs, 'wgs84');
    assert.equal(body.site_id, site);
    assert.equal((await piecesOf()).length, before + 2);
  });

  await check('a place can be picked on the map', async () => {
    await page.getByTestId('done').locator('button.plain').click();
    await form.getByRole('button', { name: /在地图上点选/ }).click();
    const box = await page.locator('.maplibregl-canvas').boundingBox();
    const before = await form.locator('#field-lon').inputValue();
    await page.mouse.click(box.x + box.width * 0.62, box.y + box.height * 0.6);
    await until(async () => (await form.locator('#field-lon').inputValue()) !== before, 'the clicked longitude');
    await page.locator('.maplibregl-marker').waitFor();
  });
  await page.close();
}
