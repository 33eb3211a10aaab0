// The page moves with the registry: what one client writes, another's page shows, without a reload.
import assert from 'node:assert/strict';
import { connect, createServer } from 'node:net';
import { DESK, noSideways, openBrowser, PHONE, until } from './harness.mjs';

const AS_OF = '2025-12-31';

/** A wire to the service that can be cut. */
async function wire(base) {
  const { hostname, port } = new URL(base);
  const open = new Set();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return near.destroy();
    const far = connect(Number(port), hostname);
    for (const [one, other] of [[near, far], [far, near]]) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => { open.delete(one); other.destroy(); });
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    cut: () => { whole = false; for (const socket of open) socket.destroy(); },
    mend: () => { whole = true; },
    close: () => { for (const socket of open) socket.destroy(); server.close(); },
  };
}

export async function live(check, { open, ready, api, token, base }) {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'If-Match': '*' };
  async function write(method, path, body) {
    const response = await fetch(base + path, { method, headers: method === 'POST' && !path.endsWith('/close') ? { ...headers, 'If-Match': undefined } : headers, body: body && JSON.stringify(body) });
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`);
    return response;
  }
  const court = (name, [lon, lat], more = {}) => ({ name_zh: name, kind: 'basketball', access: 'free_open', opened_on: '2024-05-01', geometry: { type: 'Point', coordinates: [lon, lat] }, ...more });
  const create = async (body) => (await (await write('POST', '/api/v1/sites', body)).json()).id;
  const shown = async (page) => Number((await page.locator('.map .state').innerText()).match(/(\d+)(?: \/ \d+)? 处场地/)?.[1] ?? NaN);
  const isLive = (page) => until(() => page.locator('[data-live="live"]').count(), 'the page follows');
  const first = (await api('/ogc/collections/sites/items?limit=50')).features.find((site) => site.geometry?.type === 'Point');
  const [lon, lat] = first.geometry.coordinates;

  const page = await open(`/?as_of=${AS_OF}`);
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname + new URL(request.url()).search));
  const lists = () => asked.filter((path) => path.includes('/collections/sites/items?'));
  await ready(page);
  await page.evaluate(() => { window.sameDocument = true; });

  await check('the page says quietly that it is live', async () => {
    await isLive(page);
    assert.match(await page.locator('.map .state').innerText(), /● 实时 live/);
  });

  let id;
  await check('what another page writes appears here: the site, then the figures; nothing else is read', async () => {
    const [before, per] = [await shown(page), await page.getByTestId('district-per-head').innerText()];
    asked.length = 0;
    const other = await open('/');
    await ready(other);
    const body = court('实时篮球场', [lon + 0.001, lat], { area_m2: 300_000, area_grade: 'measured' });
    id = await other.evaluate(async ([token, body]) => {
      const response = await fetch('/api/v1/sites', { method: 'POST', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
      return (await response.json()).id;
    }, [token, body]);
    await other.close();
    await until(async () => (await shown(page)) === before + 1, `${before + 1} sites`);
    const coverage = await api(`/api/v1/coverage?as_of=${AS_OF}`);
    const wanted = coverage.rows[0].m2_per_head.all.toFixed(2);
    assert.ok(!per.startsWith(wanted), 'the figure did not move, so nothing would be shown');
    await until(async () => (await page.getByTestId('district-per-head').innerText()).startsWith(wanted), `the district shows ${wanted}`);
    assert.ok(asked.includes(`/ogc/collections/sites/items/${id}`), asked.join('\n'));
    assert.deepEqual(lists(), [], 'the view was read again as a whole');
    assert.ok(await page.evaluate(() => window.sameDocument), 'the page was loaded again');
  });

  const card = await open(`/?as_of=${AS_OF}&site=${id}`);
  await ready(card);
  const text = () => card.getByTestId('site-card').innerText();
  await check('a site that moves moves in its open card, and the view stays where the reader put it', async () => {
    await isLive(card);
    await until(async () => (await text()).includes((lon + 0.001).toFixed(6)), 'where it was');
    const zoomed = await card.locator('.maplibregl-ctrl-scale').innerText();
    await write('PATCH', `/api/v1/sites/${id}`, { geometry: { type: 'Point', coordinates: [lon + 0.02, lat + 0.01] }, reason: 'corrected' });
    await until(async () => (await text()).includes((lon + 0.02).toFixed(6)), 'where it is');
    assert.equal(await card.locator('.maplibregl-ctrl-scale').innerText(), zoomed);
  });

  await check('a piece that is registered on it, and its closing, show in the card', async () => {
    const piece = await (await write('POST', '/api/v1/equipment', { site_id: id, kind: 'walker', name_zh: '实时漫步机' })).json();
    await until(async () => (await text()).includes('实时漫步机'), 'the piece');
    await write('DELETE', `/api/v1/equipment/${piece.id}`);
    await until(async () => !(await text()).includes('实时漫步机'), 'it is taken away');
    await write('POST', `/api/v1/sites/${id}/close`, { closed_on: '2026-01-31' });
    await until(async () => (await text()).includes('已关闭'), 'closed');
  });

  await check('what somebody is typing is left alone', async () => {
    await page.getByRole('button', { name: /登记器材/ }).click();
    const name = page.locator('[data-testid="register"] input[placeholder*="选填"]').first();
    await name.fill('正在填写');
    const before = await shown(page);
    const more = await create(court('打字时', [lon - 0.001, lat]));
    await until(async () => (await shown(page)) === before + 1, 'the site of the other');
    assert.equal(await name.inputValue(), '正在填写');
    assert.ok(await name.evaluate((input) => document.activeElement === input), 'the focus was taken away');
    await write('DELETE', `/api/v1/sites/${more}`);
    await until(async () => (await shown(page)) === before, 'it goes again');
    await page.getByRole('button', { name: /返回/ }).click();
  });

  await check('a burst is taken up at once, not one by one', async () => {
    const before = await shown(page);
    asked.length = 0;
    const ids = await Promise.all(Array.from({ length: 60 }, (_, n) => create(court(`一批 ${n}`, [lon + n / 20_000, lat + 0.002]))));
    await until(async () => (await shown(page)) === before + 60, `${before + 60} sites`, 40_000);
    const one = asked.filter((path) => /\/sites\/items\/[0-9a-f-]{36}$/.test(path)).length;
    assert.ok(one + lists().length < 60 + 5, `${one} sites and ${lists().length} views were read`);
    await Promise.all(ids.map((each) => write('DELETE', `/api/v1/sites/${each}`)));
    await until(async () => (await shown(page)) === before, `${before} sites again`, 40_000);
  });

  await check('a site that is removed leaves the map, and its open card says so', async () => {
    const before = await shown(page);
    await write('DELETE', `/api/v1/sites/${id}`);
    await until(async () => (await shown(page)) === before - 1, `${before - 1} sites`);
    await until(async () => (await text()).includes('已被移除'), 'the card says so');
    assert.ok((await text()).includes('实时篮球场'), 'what it was can still be read');
    await card.close();
    await page.close();
  });

  const line = await wire(base);
  const session = await openBrowser(line.base, token);
  await check('cut off, the page says so; back again, it has what it missed and reads nothing twice', async () => {
    const far = await session.open(`/?as_of=${AS_OF}`, DESK, { expectErrors: true });
    const read = [];
    far.on('request', (request) => read.push(new URL(request.url()).pathname + new URL(request.url()).search));
    await session.ready(far);
    await isLive(far);
    const before = await shown(far);
    line.cut();
    await until(() => far.locator('[data-live="lost"]').count(), 'the page says that it was cut off', 60_000);
    assert.match(await far.locator('.map .state').innerText(), /实时更新中断，正在重连/);
    const missed = [await create(court('断线时一', [lon, lat + 0.001])), await create(court('断线时二', [lon, lat - 0.001]))];
    read.length = 0;
    line.mend();
    await until(async () => (await shown(far)) === before + 2, 'what it missed', 90_000);
    await isLive(far);
    assert.deepEqual(read.filter((path) => path.includes('/sites/items?')), [], 'the view was read again as a whole');
    for (const each of missed) assert.equal(read.filter((path) => path.endsWith(each)).length, 1);
    await Promise.all(missed.map((each) => write('DELETE', `/api/v1/sites/${each}`)));
    await until(async () => (await shown(far)) === before, 'they go again');
    await far.close();
  });
  await session.browser.close();
  line.close();
  await check('nothing unwanted while the wire was cut', () => assert.deepEqual(session.unwanted, []));

  await check('on a phone the sign fits', async () => {
    const phone = await open('/', PHONE);
    await ready(phone);
    await isLive(phone);
    assert.ok(await phone.locator('[data-live="live"]').isVisible());
    await noSideways(phone, 'live page');
    await phone.close();
  });
}
