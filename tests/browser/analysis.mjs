// How far people have, where nothing is near, and what a site more would do: the page tells what the service computes.
import assert from 'node:assert/strict';
import { AS_OF, ask, count, panelOf, percent, rested, tab, tries } from './asking.mjs';
import { children, idle, noSideways, until } from './harness.mjs';

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
    // How many moves share a question depends on the machine's speed; none asks twice, and letting go asks once more.
    assert.ok(sent.length <= 26, `${sent.length} questions for 24 moves`);
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
    // Names of scenarios are unique.
    const name = `东湖新增一处 ${Date.now()}`;
    await form.locator('input').first().fill(name);
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
    assert.ok((await other.getByTestId('scenario').innerText()).includes(name));
    const [[lon, lat]] = tries(other);
    assert.ok(Math.abs(lon - wanted[0]) < 2e-6 && Math.abs(lat - wanted[1]) < 2e-6);
    await other.getByTestId('before-after').waitFor();
    await other.close();
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
