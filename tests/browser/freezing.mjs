// Frozen year-ends on the plan's page: nothing frozen yet, a frozen year, what is known since, both series, evidence, what lies on
// the map, reports, paper and phone. It freezes a year, registers a site and corrects an event, so it is told last.
import assert from 'node:assert/strict';
import { idle, noSideways, PHONE, until } from './harness.mjs';

const YEAR = 2025;
const END = `${YEAR}-12-31`;
/** Area of the site that is found late, m2. */
const FOUND = 23_456.5;

const signed = (value) => `${value < 0 ? '−' : '+'}${new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 }).format(Math.abs(value))}`;
const quiet = (page) => page.waitForSelector('[data-testid="plan"][aria-busy="false"]');
const head = (page) => page.getByTestId('freeze-head');
const district = (page) => page.getByTestId('difference').first();

export async function freezing(check, { open, api, base, token }) {
  async function send(method, path, body, headers = {}) {
    const response = await fetch(base + path, { method, headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path} answered ${response.status}: ${text}`);
    return text ? JSON.parse(text) : null;
  }
  async function correct(path, change) {
    const etag = (await fetch(base + path)).headers.get('ETag');
    return send('PATCH', path, change, { 'If-Match': etag });
  }
  const page = await open('/plan');
  async function show(path) {
    await page.goto(base + path);
    await quiet(page);
  }

  await check('frozen years: where nothing is frozen, the page says so and how to freeze', async () => {
    await show('/plan');
    await page.getByTestId('to-freezes').click();
    await page.getByTestId('not-frozen').waitFor();
    assert.equal(new URL(page.url()).searchParams.get('freeze'), String(YEAR));
    assert.match(await page.getByTestId('not-frozen').innerText(), /尚无封存.*Nothing is frozen yet/s);
    assert.match(await page.locator('pre[data-testid="how-to-freeze"]').innerText(), /^jiantu freeze 2025 --by/);
    assert.equal(await page.getByTestId('differences').count(), 0);
  });

  const one = await send('POST', '/api/v1/freezes', { year: YEAR, by: '区体育局' });

  await check('a frozen year: its head tells version, office, people and hash; nothing differs, in words', async () => {
    await show(`/plan?freeze=${YEAR}`);
    await head(page).waitFor();
    const text = await head(page).innerText();
    for (const said of [END, '第 1 版', '区体育局', one.hash, one.rule_version, one.population.vintage]) assert.ok(text.includes(said), `the head does not say ${said}`);
    assert.match(await page.getByTestId('no-difference').innerText(), /没有差额.*no difference/s);
    assert.equal(await page.getByTestId('waterfall').count(), 0);
    assert.equal(await page.getByTestId('freeze-list').locator('tbody tr').count(), 1);
  });

  const kind = 'fitness_square';
  const [near] = (await api('/api/v1/sites?limit=1')).features;
  const box = near.geometry.coordinates.flat(9);
  const found = await send('POST', '/api/v1/sites', {
    external_id: 'found-late', source: 'browser', name_zh: '补登老广场', name_en: 'Square found late', kind, access: 'free_open', status: 'operating',
    lon: box[0], lat: box[1], area_m2: FOUND, opened_on: '2019-05-01', effective_from: '2019-05-01', reason: 'newly_found',
  });
  // The online events were no online events: with its only tag each leaves its task.
  const { tasks: [events] } = await api(`/api/v1/plan/tasks/20?as_of=${END}`);
  const [event] = events.indicators[0].parts;
  await correct(`/api/v1/events/${event.id}`, { tags: [], reason: 'corrected' });

  await check('a site found late: its cause and its m2 stand in the table, the waterfall and its own steps', async () => {
    const told = await api(`/api/v1/freezes/${YEAR}/reconciliation`);
    const [whole] = told.rows;
    assert.deepEqual(whole.causes.map(({ cause, area_m2 }) => [cause, area_m2.all]), [['newly_found', FOUND]]);
    await show(`/plan?freeze=${YEAR}&version=1`);
    await district(page).waitFor();
    assert.equal(await page.getByTestId('difference').count(), told.rows.length);
    const row = await district(page).innerText();
    for (const said of [signed(whole.difference_m2), '新发现（补登）', 'newly found', `${signed(FOUND)} m²`]) assert.ok(row.includes(said), `the row of the district does not say ${said}: ${row}`);
    assert.equal(await page.getByTestId('difference').filter({ hasText: '无差额' }).count(), told.rows.filter((each) => each.causes.length === 0).length);
    assert.deepEqual(await page.getByTestId('waterfall').locator('li').evaluateAll((all) => all.map((each) => each.dataset.cause)), ['frozen', 'newly_found', 'best']);
    const site = page.locator(`[data-testid="site-moved"][data-id="${found.id}"]`);
    const steps = await site.innerText();
    for (const said of ['补登老广场', signed(FOUND), '新发现（补登）', '2019-05-01']) assert.ok(steps.includes(said), `the site does not say ${said}: ${steps}`);
    await api(await site.locator('a', { hasText: '登记数据' }).getAttribute('href'));
    assert.ok((await page.locator('article').innerText()).includes(told.method_zh));
  });

  await check('a frozen year: tasks whose state moved stand first, with the parts that changed', async () => {
    const told = await api(`/api/v1/freezes/${YEAR}/reconciliation`);
    const moved = told.tasks.find((each) => each.task === 20);
    assert.notEqual(moved.state.best, moved.state.frozen);
    const first = page.getByTestId('task-moved').first();
    assert.equal(await first.getAttribute('data-number'), '20');
    const states = await first.locator('[data-state]').evaluateAll((all) => all.map((each) => each.dataset.state));
    assert.deepEqual(states, [moved.state.frozen, moved.state.best ?? 'not_due']);
    assert.ok((await first.innerText()).includes(event.name_zh));
    assert.ok((await page.getByTestId('task-moved').count()) > 1, 'the area per head moved too');
  });

  await check('the board marks a task whose frozen state differs from today’s, and leads to the reconciliation', async () => {
    await show(`/plan?as_of=${END}`);
    const { tasks } = await api(`/api/v1/plan?as_of=${END}`);
    const differ = tasks.filter((task) => task.frozen && task.frozen.state !== task.state).map((task) => String(task.number));
    const marked = await page.locator('[data-testid="task"]:has([data-testid="frozen-moved"])').evaluateAll((all) => all.map((each) => each.dataset.number));
    assert.deepEqual(marked, differ);
    assert.ok(differ.includes('20'));
    const mark = page.locator('[data-testid="task"][data-number="20"]').getByTestId('frozen-moved');
    assert.match(await mark.innerText(), /封存.*已完成.*→.*现在所知/s);
    await mark.locator('a').click();
    await head(page).waitFor();
    await page.goBack();
    await page.getByTestId('task').first().waitFor();
  });

  await check('a task shows frozen values beside best knowledge, with version and day', async () => {
    await show(`/plan?as_of=${END}&task=2`);
    const { tasks: [task] } = await api(`/api/v1/plan/tasks/2?as_of=${END}`);
    const [frozen] = task.indicators[0].frozen;
    const days = page.getByTestId('series-day');
    await days.first().waitFor();
    assert.equal(await days.count(), task.indicators[0].series.length);
    const last = page.locator(`[data-testid="series-day"][data-at="${END}"]`);
    const text = await last.innerText();
    for (const said of [task.indicators[0].value.toFixed(2), frozen.value.toFixed(2), '第 1 版', '封存于', '不同']) assert.ok(text.includes(said), `the year end does not say ${said}: ${text}`);
    assert.equal(await page.getByTestId('series').locator('svg[role="img"] rect').count(), 1);
    assert.match(await page.getByTestId('series').locator('svg[role="img"]').getAttribute('aria-label'), /封存 Frozen: 2025-12-31/);
    assert.equal(await page.getByTestId('row-frozen').count(), task.indicators.length);
  });

  await check('evidence: a declaration with its text and link, a milestone with its own', async () => {
    const file = await fetch(`${base}/api/v1/blobs`, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body: '会议纪要第 7 号' });
    const { sha256 } = await file.json();
    await send('POST', '/api/v1/declarations', {
      external_id: 'd-browser', source: 'browser', task: 1, state: 'missed', date: '2025-12-20', declared_by: '区体育局', evidence_text: '会议纪要第 7 号', evidence_link: 'https://example.org/minutes/7', blob: sha256,
    });
    await show(`/plan?as_of=${END}&task=1`);
    const declared = page.getByTestId('declared');
    await declared.getByText('会议纪要第 7 号').waitFor();
    assert.equal(await declared.locator('a[target="_blank"]').getAttribute('href'), 'https://example.org/minutes/7');
    assert.match(await declared.innerText(), /推算与申报不一致/);
    const kept = await fetch(base + (await declared.locator('a', { hasText: sha256 }).getAttribute('href')));
    assert.equal(await kept.text(), '会议纪要第 7 号');
    const { tasks: [task] } = await api(`/api/v1/plan/tasks/1?as_of=${END}`);
    const [stone] = task.indicators.flatMap((each) => each.parts).filter((part) => part.list === 'milestones');
    const parts = page.getByTestId('parts').filter({ has: page.locator('summary') }).nth(task.indicators.findIndex((each) => each.parts.includes(stone)));
    await parts.locator('summary').click();
    await parts.getByTestId('evidence').getByText('已认定').waitFor();
    assert.ok((await api(await parts.locator(`a[href="/api/v1/milestones/${stone.id}"]`).getAttribute('href'))).properties.evidence_text);
  });

  await check('reports: one link a form, on the day that is shown, in the language that is chosen', async () => {
    await show('/plan?as_of=2024-12-31');
    const menu = page.getByTestId('reports');
    await menu.locator('summary').click();
    const links = () => menu.locator('a').evaluateAll((all) => all.map((each) => each.getAttribute('href')));
    const wanted = (language) => ['xlsx', 'docx', 'html', 'json', 'csv'].map((form) => `/api/v1/plan/report?format=${form}&as_of=2024-12-31&language=${language}`);
    assert.deepEqual(await links(), wanted('both'));
    await menu.locator('input[value="en"]').check();
    assert.deepEqual(await links(), wanted('en'));
    for (const [n, type] of ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'text/html', 'application/json', 'text/csv'].entries()) {
      const answer = await fetch(base + wanted('en')[n]);
      assert.deepEqual([answer.status, answer.headers.get('Content-Type').split(';')[0]], [200, type]);
      assert.ok((await answer.arrayBuffer()).byteLength > 10_000, `${type} has something in it`);
    }
    assert.equal(await menu.locator('a[data-form="html"]').getAttribute('target'), '_blank');
    await page.keyboard.press('Escape');
    assert.equal(await menu.locator('a').first().isVisible(), false);
    assert.ok(await menu.locator('summary').evaluate((summary) => summary === document.activeElement), 'Escape leads back to the button');
  });

  await check('the map opens with the clusters of task 4, each with how much of it counts, on the same day', async () => {
    await show(`/plan?as_of=${END}&task=4`);
    const link = page.getByTestId('on-map').first();
    assert.equal(await link.getAttribute('href'), `/?as_of=${END}&task=4&indicator=4.cluster_cells`);
    await link.click();
    await idle(page);
    const legend = page.locator('[data-testid="ground"][data-busy="false"]');
    await legend.waitFor();
    const { tasks: [task] } = await api(`/api/v1/plan/tasks/4?as_of=${END}`);
    const clusters = new Set(task.indicators[0].parts.map((part) => part.id));
    await until(async () => (await legend.getAttribute('data-places')) === String(clusters.size), `${clusters.size} clusters on the map`);
    assert.ok((await legend.innerText()).includes(task.title_zh));
    assert.match(await legend.innerText(), /演示/);
    const address = new URL(page.url()).searchParams;
    assert.deepEqual([address.get('as_of'), address.get('task')], [END, '4']);
    await legend.locator('button').click();
    await until(async () => !new URL(page.url()).searchParams.has('task'), 'an address without the layer');
  });

  await check('the map tells kinds of stations apart, and how many have no place', async () => {
    await page.goto(`${base}/?as_of=${END}&layer=organisations`);
    await idle(page);
    const legend = page.locator('[data-testid="ground"][data-busy="false"]');
    await legend.locator('[data-sort]').first().waitFor();
    const { features } = await api(`/ogc/collections/organisations/items?limit=1000&datetime=${END}`);
    const placed = features.filter((each) => each.geometry);
    assert.equal(await legend.getAttribute('data-places'), String(placed.length));
    assert.equal(await legend.locator('[data-sort]').count(), new Set(placed.map((each) => each.properties.kind)).size);
    assert.ok((await legend.innerText()).includes(`另有 ${features.length - placed.length} 条记录没有位置`));
  });

  await check('a year that is opened again: both versions stand in the list, the first stays readable', async () => {
    await send('POST', '/api/v1/freezes', { year: YEAR, by: '区体育局', reopen: true, reason: '补登老广场' });
    await show(`/plan?freeze=${YEAR}`);
    await page.getByTestId('no-difference').waitFor();
    assert.match(await head(page).innerText(), /第 2 版.*补登老广场/s);
    await page.getByTestId('freeze-list').locator('a', { hasText: '第 1 版' }).click();
    await page.getByTestId('waterfall').waitFor();
    assert.equal(new URL(page.url()).searchParams.get('version'), '1');
    assert.match(await head(page).innerText(), /已有更新版本/);
  });

  await check('frozen years on paper: no controls, the whole table on the sheet, marks keep their colour', async () => {
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('button:visible, nav:visible, pre:visible').count(), 0);
    await page.setViewportSize({ width: 690, height: 980 }); // A4 upright within its margins
    await noSideways(page, 'the reconciliation on A4');
    assert.equal(await page.locator('.mark').first().evaluate((mark) => getComputedStyle(mark).printColorAdjust), 'exact');
    await page.emulateMedia({ media: 'screen' });
  });

  await check('frozen years on a phone: no sideways scrolling', async () => {
    const phone = await open('/plan', PHONE);
    for (const [path, what] of [[`/plan?freeze=${YEAR}&version=1`, 'the reconciliation'], [`/plan?as_of=${END}&task=2`, 'both series'], [`/plan?as_of=${END}`, 'the board']]) {
      await phone.goto(base + path);
      await quiet(phone);
      await noSideways(phone, what);
    }
    await phone.getByTestId('reports').locator('summary').click();
    await noSideways(phone, 'the open menu of reports');
    await phone.close();
  });
  await page.close();
}
