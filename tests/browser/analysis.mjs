// How far people have, where nothing is near, and what a site more would do: the page tells what the service computes.
import assert from 'node:assert/strict';
import { children, idle, noSideways, PHONE, until } from './harness.mjs';

const AS_OF = '2025-12-31';
const count = (value) => Math.round(value).toLocaleString('en-US');
const percent = (share) => `${((Math.round(share * 1000) >= 1000 && share < 1 ? 999 : Math.round(share * 1000)) / 10).toFixed(1)}%`;

/** Sends a question as the page does, and waits for its job where it takes long. */
async function ask(base, path, body) {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  let response = await fetch(base + path, body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers });
  if (response.status === 202) {
    const at = new URL(response.headers.get('location'), base).href;
    await until(async () => (await (await fetch(at)).json()).state !== 'running', `the job at ${at}`, 60_000);
    response = await fetch(`${at}/result${/format=geojson/.test(path) ? '?format=geojson' : ''}`);
  }
  assert.equal(response.status, 200, `${path} answered ${response.status}`);
  return response.json();
}

/** How many pixels of the map have about this colour. */
const pixels = (page, colour) => page.evaluate(([r, g, b]) => {
  const canvas = document.querySelector('.maplibregl-canvas');
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const context = copy.getContext('2d');
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  let found = 0;
  for (let n = 0; n < data.length; n += 4) if (Math.abs(data[n] - r) + Math.abs(data[n + 1] - g) + Math.abs(data[n + 2] - b) < 45) found += 1;
  return found;
}, colour);
/** The first band over the map's paper, and what is beyond all of them. */
const NEAREST = [11, 84, 77];
const BEYOND = [224, 137, 59];

const panelOf = (page) => page.getByTestId('analysis');
const tab = (page, name) => panelOf(page).getByRole('tab', { name }).click();
const rested = async (page, part) => {
  await page.locator(`[data-testid="${part}"][aria-busy="false"]`).waitFor();
  await idle(page);
};
const tries = (page) => (new URL(page.url()).searchParams.get('try') ?? '').split(';').filter(Boolean).map((each) => each.split(','));

export async function analysis(check, session) {
  const { open, ready, base, token } = session;
  const page = await open('/', undefined, { expectErrors: true });
  const panel = panelOf(page);

  await check('the reach of everything and of each sub-district is the service’s', async () => {
    await ready(page);
    await page.locator('header').getByRole('button', { name: /可达与选址/ }).click();
    await rested(page, 'reach');
    const answer = await ask(base, `/api/v1/reach?as_of=${AS_OF}&metres=300,500,1000`);
    // Of all levels the page compares one.
    const compared = children(await session.api(`/api/v1/coverage?as_of=${AS_OF}`)).map((row) => row.division.id);
    const rows = answer.rows.filter((row) => row.division === null || compared.includes(row.division.id));
    const lines = panel.getByTestId('reach-rows').locator('tr');
    assert.equal(await lines.count(), rows.length);
    const texts = await lines.allInnerTexts();
    assert.match(texts[0], /全部/);
    rows.forEach((row, n) => {
      for (const part of [count(row.people), ...row.within.flatMap((each) => [count(each.people), each.share === null ? '—' : percent(each.share)])]) {
        assert.ok(texts[n].includes(part), `${part} is missing in: ${texts[n]}`);
      }
    });
    const said = await panel.getByTestId('variety').innerText();
    assert.match(said, /≥3 类设施，1,000 m 以内/);
    assert.ok(said.includes(percent(answer.variety.share)) && said.includes(count(answer.variety.people)), said);
    assert.match(page.url(), /analysis=reach/);
  });

  await check('by what the numbers were made stands beside them', async () => {
    const answer = await ask(base, `/api/v1/reach?as_of=${AS_OF}&metres=300,500,1000`);
    const said = await panel.getByTestId('analysis-basis').innerText();
    for (const part of [answer.method.name_zh, answer.population.name, answer.population.vintage, String(answer.population.year ?? ''), count(answer.population.people), count(answer.sites.counted), AS_OF, answer.rule_version]) {
      assert.ok(part === null || said.includes(part), `${part} is missing in: ${said}`);
    }
    assert.equal(answer.population.estimate, said.includes('估算'), said);
  });

  await check('the cells are on the map in the colours of the legend, and what is hidden is told', async () => {
    await idle(page);
    await until(async () => (await pixels(page, NEAREST)) > 20 && (await pixels(page, BEYOND)) > 20, 'cells of the nearest band and beyond all bands');
    const cells = await ask(base, `/api/v1/reach?as_of=${AS_OF}&metres=300,500,1000&format=geojson`);
    assert.ok(cells.features.every((each) => each.properties.people >= 10), 'a cell under ten people is told');
    const legend = page.getByTestId('analysis-legend');
    assert.match(await legend.innerText(), /≤ 300 m\s+≤ 500 m\s+≤ 1,000 m\s+更远/);
    assert.equal(await panel.getByTestId('hidden').count(), cells.hidden?.entries > 0 ? 1 : 0);
    if (cells.hidden?.entries > 0) assert.ok((await panel.getByTestId('hidden').innerText()).includes(`另有 ${count(cells.hidden.entries)} 处不足 10 人，未显示`));
  });

  await check('other distances are computed and kept in the address; wrong ones are refused in plain words', async () => {
    const field = panel.locator('#field-distances');
    await field.fill('800，400');
    await field.press('Enter');
    await until(() => /metres=400%2C800/.test(page.url()), 'the address has the distances');
    await rested(page, 'reach');
    assert.equal(await panel.locator('thead th i').count(), 2);
    await field.fill('near');
    await field.press('Tab');
    assert.match(await panel.getByRole('alert').innerText(), /请填写 1 至 5 个距离.*Enter one to five distances/s);
    assert.match(page.url(), /metres=400%2C800/);
    await field.fill('300, 500, 1000');
    await field.press('Enter');
    await rested(page, 'reach');
    assert.ok(!page.url().includes('metres='));
  });

  await check('fewer kinds count fewer sites; a way of moving without a network is not offered, and the page says how to import one', async () => {
    const choice = panel.locator('[data-choice="kind"]');
    await choice.locator('summary').click();
    await choice.locator('input').first().check();
    await until(() => page.url().includes('kinds='), 'the address has the kind');
    await page.keyboard.press('Escape');
    await rested(page, 'reach');
    const kinds = new URL(page.url()).searchParams.get('kinds');
    const answer = await ask(base, `/api/v1/reach?as_of=${AS_OF}&metres=300,500,1000&kinds=${kinds}`);
    assert.ok((await panel.getByTestId('analysis-basis').innerText()).includes(`Sites counted: ${count(answer.sites.counted)}`));
    await choice.getByRole('button', { name: /全部类别/ }).click();
    await until(() => !page.url().includes('kinds='), 'all kinds again');
    await panel.locator('h2').click();
    assert.ok(await panel.getByRole('button', { name: /步行/ }).isDisabled());
    assert.match(await panel.getByTestId('network-hint').innerText(), /jiantu import network/);
  });

  await check('the gaps are ranked as the service ranks them; a click frames one and marks its best place', async () => {
    await tab(page, /空白/);
    await rested(page, 'gaps');
    const answer = await ask(base, `/api/v1/gaps?as_of=${AS_OF}&metres=1000`);
    assert.ok((await panel.getByTestId('uncovered').innerText()).includes(count(answer.uncovered.people)));
    assert.ok(answer.gaps.length > 0, 'the demonstration has no gap');
    const gap = answer.gaps[Math.min(1, answer.gaps.length - 1)];
    const line = panel.locator(`[data-gap="${gap.rank}"]`);
    const text = await line.innerText();
    assert.ok(text.includes(count(gap.people)) && text.includes(gap.best.lon.toFixed(5)), text);
    if (gap.nearest) assert.ok(text.includes(gap.nearest.name_zh), text);
    const scale = await page.locator('.maplibregl-ctrl-scale').innerText();
    await line.locator('button.gap').click();
    await page.locator('.mark-best').waitFor();
    await until(async () => (await page.locator('.maplibregl-ctrl-scale').innerText()) !== scale, 'the map goes there');
    await idle(page);
    const [mark, map] = await Promise.all([page.locator('.mark-best').boundingBox(), page.locator('.map').boundingBox()]);
    assert.ok(mark.x > map.x && mark.x < map.x + map.width && mark.y > map.y && mark.y < map.y + map.height, 'the best place is out of sight');
  });

  await check('“try a site here” puts one there, and tells what it does', async () => {
    const answer = await ask(base, `/api/v1/gaps?as_of=${AS_OF}&metres=1000`);
    const gap = answer.gaps[Math.min(1, answer.gaps.length - 1)];
    await panel.locator(`[data-gap="${gap.rank}"]`).getByRole('button', { name: /在此试建/ }).click();
    await page.locator('.mark-trial').waitFor();
    await rested(page, 'try');
    const [[lon, lat, kind]] = tries(page);
    assert.ok(Math.abs(lon - gap.best.lon) < 1e-5 && Math.abs(lat - gap.best.lat) < 1e-5, `${lon}, ${lat}`);
    const body = { as_of: AS_OF, metres: [300, 500, 1000], changes: [{ add: { geometry: { type: 'Point', coordinates: [Number(lon), Number(lat)] }, kind } }] };
    const effect = await ask(base, '/api/v1/what-if', body);
    const table = await panel.getByTestId('before-after').innerText();
    effect.distances.forEach((_, n) => {
      assert.ok(table.includes(count(effect.before.within[n].people)) && table.includes(count(effect.after.within[n].people)), table);
    });
    assert.ok(effect.gained.at(-1) > 0);
    assert.ok((await panel.getByTestId('gained').innerText()).includes(`+${count(effect.gained.at(-1))}`));
  });

  await check('dragging changes the numbers while it lasts: one question at a time, the last place wins', async () => {
    let [inFlight, most, sent] = [0, 0, []];
    const begun = (request) => {
      if (!request.url().endsWith('/what-if')) return;
      sent.push(request);
      most = Math.max(most, (inFlight += 1));
    };
    const ended = (request) => { if (request.url().endsWith('/what-if')) inFlight -= 1; };
    page.on('request', begun);
    page.on('requestfinished', ended);
    page.on('requestfailed', ended);
    const before = await panel.getByTestId('before-after').innerText();
    const box = await page.locator('.mark-trial').boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let n = 1; n <= 24; n += 1) await page.mouse.move(x + n * 5, y + n * 3);
    await until(async () => (await panel.getByTestId('before-after').innerText()) !== before, 'other numbers before the hand lets go');
    await page.mouse.up();
    await rested(page, 'try');
    assert.equal(most, 1, 'more than one question in flight');
    assert.ok(sent.length < 24, `${sent.length} questions for 24 moves`);
    const [lon, lat] = sent.at(-1).postDataJSON().changes[0].add.geometry.coordinates;
    const [[atLon, atLat]] = tries(page);
    assert.ok(Math.abs(lon - atLon) < 2e-6 && Math.abs(lat - atLat) < 2e-6, `asked ${lon}, ${lat}; shown ${atLon}, ${atLat}`);
    for (const [name, listener] of [['request', begun], ['requestfinished', ended], ['requestfailed', ended]]) page.off(name, listener);
  });

  await check('the keyboard moves a site too', async () => {
    const [[before]] = tries(page);
    await page.locator('.mark-trial').focus();
    await page.keyboard.press('ArrowRight');
    await until(() => Number(tries(page)[0][0]) > Number(before), 'it moved east');
    await rested(page, 'try');
  });

  await check('several sites stand beside each other, and can be taken away', async () => {
    await panel.getByRole('button', { name: /在地图上放一处/ }).click();
    const map = await page.locator('.maplibregl-canvas').boundingBox();
    await page.mouse.click(map.x + map.width * 0.7, map.y + map.height * 0.75);
    await until(() => tries(page).length === 2, 'two sites in the address');
    assert.equal(await page.locator('.mark-trial').count(), 2);
    await panel.getByTestId('trials').getByRole('button', { name: /移除/ }).last().click();
    await until(() => tries(page).length === 1, 'one site in the address');
    await rested(page, 'try');
  });

  await check('a service that fails is named in plain words, and trying again works', async () => {
    let broken = true;
    await page.route('**/api/v1/what-if', (route) => (broken ? route.fulfill({ status: 500, contentType: 'application/problem+json', json: { title: 'internal', message_zh: '内部错误', message_en: 'internal error' } }) : route.continue()));
    await page.locator('.mark-trial').focus();
    await page.keyboard.press('ArrowDown');
    const trouble = panel.getByTestId('try').getByRole('alert');
    await trouble.waitFor();
    assert.match(await trouble.innerText(), /内部错误/);
    broken = false;
    await trouble.getByRole('button', { name: /重试/ }).click();
    await panel.getByTestId('before-after').waitFor();
    await page.unroute('**/api/v1/what-if');
  });

  await check('a scenario is saved with a token, and its link shows it again', async () => {
    const form = panel.getByTestId('save-scenario');
    await form.locator('button[type="submit"]').click();
    assert.match(await form.innerText(), /请填写方案名称.*请输入管理员令牌/s);
    await form.locator('input').first().fill('东湖新增一处');
    await form.locator('input[type="password"]').fill('wrong');
    await form.locator('button[type="submit"]').click();
    await form.getByText('令牌无效').waitFor();
    await form.locator('input[type="password"]').fill(token);
    await form.locator('button[type="submit"]').click();
    const link = await panel.getByTestId('saved').locator('a').getAttribute('href');
    assert.match(link, /scenario=/);
    const [wanted] = tries(page);
    const other = await open(new URL(link).pathname + new URL(link).search);
    await ready(other);
    await other.locator('.mark-trial').waitFor();
    await rested(other, 'try');
    assert.match(await other.getByTestId('scenario').innerText(), /东湖新增一处/);
    const [[lon, lat]] = tries(other);
    assert.ok(Math.abs(lon - wanted[0]) < 2e-6 && Math.abs(lat - wanted[1]) < 2e-6);
    await other.getByTestId('before-after').waitFor();
    await other.close();
  });

  await check('the best places come with their proof, numbered on the map', async () => {
    await tab(page, /选址/);
    const part = panel.getByTestId('siting');
    await part.locator('#field-count').fill('3');
    await part.getByRole('button', { name: /计算/ }).click();
    await part.getByTestId('siting-answer').waitFor();
    await idle(page);
    const answer = await ask(base, '/api/v1/siting', { as_of: AS_OF, model: 'most_people', count: 3, metres: 1000, one_in_each: null, seconds: 20 });
    assert.equal(answer.chosen.length, 3);
    assert.equal(await page.locator('.mark-place').count(), 3);
    const lines = await part.getByTestId('chosen').locator('tbody tr').allInnerTexts();
    let sum = 0;
    answer.chosen.forEach((place, n) => {
      sum += place.people;
      assert.ok(lines[n].includes(count(place.people)) && lines[n].includes(count(sum)), `${lines[n]}: not ${place.people}, ${sum}`);
    });
    const proof = await part.getByTestId('proof').innerText();
    assert.ok(proof.includes(answer.proof.proven ? '已证明最优' : '未证明，差距至多'), proof);
    for (const part of [count(answer.proof.objective), count(answer.proof.bound), answer.proof.stopped_zh]) assert.ok(proof.includes(part), `${part} is missing in: ${proof}`);
    assert.match(page.url(), /count=3.*run=1/);
    assert.match(await part.getByTestId('analysis-basis').innerText(), /口径版本/);
  });

  await check('what was not proven says how far from the best it may be, and why the search stopped', async () => {
    const answer = await ask(base, '/api/v1/siting', { as_of: AS_OF, model: 'most_people', count: 2, metres: 1000, one_in_each: null, seconds: 20 });
    await page.route('**/api/v1/siting', async (route) => {
      await route.fulfill({ json: { ...answer, proof: { ...answer.proof, proven: false, bound: answer.proof.objective * 1.0123, gap: answer.proof.objective * 0.0123, gap_share: 0.012_301, stopped_zh: '时间已到', stopped_en: 'time is up' } } });
    });
    const part = panel.getByTestId('siting');
    await part.locator('#field-count').fill('2');
    await part.getByRole('button', { name: /计算/ }).click();
    await part.getByText('未证明，差距至多 1.24%').waitFor();
    assert.match(await part.getByTestId('proof').innerText(), /时间已到\s*time is up/);
    await page.unroute('**/api/v1/siting');
  });

  await check('a long search tells its best and bound, and can be cancelled', async () => {
    let state = 'running';
    const job = () => ({ job: 'long', state, progress: 0.4, detail_zh: '分支定界', detail_en: 'branch and bound', best: 1_200_000, bound: 1_500_000 });
    await page.route('**/api/v1/siting', (route) => route.fulfill({ status: 202, headers: { Location: '/api/v1/jobs/long' }, json: job() }));
    await page.route('**/api/v1/jobs/long', (route) => {
      if (route.request().method() === 'DELETE') state = 'cancelled';
      return route.fulfill({ json: job() });
    });
    const part = panel.getByTestId('siting');
    await part.locator('#field-count').fill('4');
    await part.getByRole('button', { name: /计算/ }).click();
    const progress = part.getByTestId('siting-progress');
    await progress.getByText('1,200 人').waitFor();
    assert.match(await progress.innerText(), /40\.0%.*1,500 人/s);
    await progress.getByRole('button', { name: /取消/ }).click();
    await part.getByText('已取消').waitFor();
    assert.equal(state, 'cancelled');
    await page.unroute('**/api/v1/siting');
    await page.unroute('**/api/v1/jobs/long');
  });

  await check('English leads on request, Chinese stays beside it; the table comes back', async () => {
    await page.getByRole('button', { name: /English/ }).click();
    assert.match(await panel.innerText(), /Reach and siting 可达与选址/);
    await page.getByRole('button', { name: /中文/ }).click();
    for (const name of [/可达/, /空白/, /试建/, /选址/]) {
      await tab(page, name);
      const [content, width] = await page.locator('.right').evaluate((right) => [right.scrollWidth, right.clientWidth]);
      assert.ok(content <= width, `${name}: ${content} px wide in ${width} px`);
    }
    await noSideways(page, 'analyses');
    await panel.getByRole('button', { name: /返回对照表/ }).click();
    await page.getByTestId('rows').waitFor();
    assert.ok(!page.url().includes('analysis='));
    await until(async () => (await page.locator('.mark-trial, .mark-place').count()) === 0, 'no marks of the analyses');
  });
  await page.close();
}

export async function analysisPhone(check, { open, ready }) {
  const page = await open('/', PHONE);
  const panel = panelOf(page);
  const sheet = page.locator('.right');

  await check('on a phone the analyses are a sheet over the map’s foot', async () => {
    await ready(page);
    await page.locator('header').getByRole('button', { name: /可达与选址/ }).click();
    await rested(page, 'reach');
    await noSideways(page, 'reach');
    await until(async () => (await page.locator('.map').boundingBox()).y < 2, 'the map at the top');
    const [map, box] = [await page.locator('.map').boundingBox(), await sheet.boundingBox()];
    assert.ok(map.height > 300 && Math.abs(map.y + map.height - box.y) < 2, `the map ends at ${map.y + map.height}, the sheet begins at ${box.y}`);
    assert.ok(Math.abs(box.y + box.height - PHONE.height) < 2);
  });

  await check('on a phone the sheet grows and shrinks, and every value has its name', async () => {
    const low = (await sheet.boundingBox()).height;
    await panel.getByRole('button', { name: /展开面板/ }).click();
    await until(async () => (await sheet.boundingBox()).height > low + 100, 'a taller sheet');
    const label = await panel.getByTestId('reach-rows').locator('td').first().evaluate((cell) => getComputedStyle(cell, '::before').content);
    assert.match(label, /人口.*Population/s);
    await panel.getByRole('button', { name: /收起面板/ }).click();
    await until(async () => (await sheet.boundingBox()).height < low + 2, 'the sheet as before');
  });

  await check('on a phone a gap leads to a site to try, and nothing runs out of the screen', async () => {
    await tab(page, /空白/);
    await rested(page, 'gaps');
    await panel.locator('[data-gap="1"] button.gap').click();
    await page.locator('.mark-best').waitFor();
    await noSideways(page, 'gaps');
    await panel.getByRole('button', { name: /在此试建/ }).click();
    await panel.getByTestId('before-after').waitFor();
    await noSideways(page, 'try');
    await tab(page, /选址/);
    await noSideways(page, 'siting');
    for (const name of [/可达/, /空白/, /试建/, /选址/]) {
      await tab(page, name);
      const small = await panel.locator('button:visible, select:visible, summary:visible').evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().height < 24).map((each) => each.outerHTML.slice(0, 80)));
      assert.deepEqual(small, [], `${name}: targets under 24 px`);
    }
  });
  await page.close();
}
