// What a planner reads: the figures of the page are the service's figures.
import assert from 'node:assert/strict';
import { children, idle, noSideways, perHead, rows, until } from './harness.mjs';

const AS_OF = '2025-12-31';

/** Colours of the map's canvas, coarse, with their counts. */
const colours = (page) => page.evaluate(() => {
  const canvas = document.querySelector('.maplibregl-canvas');
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const context = copy.getContext('2d');
  context.drawImage(canvas, 0, 0);
  const seen = new Set();
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  for (let n = 0; n < data.length; n += 4 * 97) seen.add(`${data[n] >> 4},${data[n + 1] >> 4},${data[n + 2] >> 4}`);
  return seen.size;
});

export async function reading(check, { open, ready, api }) {
  const page = await open('/');
  await check('the page opens and the map comes to rest', () => ready(page));
  const coverage = await api(`/api/v1/coverage?as_of=${AS_OF}`);
  const expected = children(coverage);

  await check('the map is drawn, in several colours', async () => {
    const found = await colours(page);
    assert.ok(found >= 6, `only ${found} colours on the canvas`);
  });

  await check('the table has a row for each of the twelve sub-districts, and the total', async () => {
    assert.equal(expected.length, 12);
    assert.equal(await rows(page).count(), 12);
    assert.equal(await page.locator('tfoot tr.whole').count(), 1);
  });

  await check('each row shows the figures of the service, and its verdict on the unrounded value', async () => {
    for (const row of expected) {
      const line = page.locator(`[data-division="${row.division.id}"]`);
      const text = await line.innerText();
      assert.ok(text.includes(row.division.name_zh), text);
      assert.ok(text.includes(perHead(row.m2_per_head.all)), `${row.division.name_zh}: ${text}`);
      assert.ok(text.includes(row.met ? '✓ 达标' : '▽ 未达标'), `${row.division.name_zh}: ${text}`);
      assert.equal(row.met, row.m2_per_head.all >= coverage.target_m2_per_head);
      if (row.population?.estimate) assert.ok(text.includes('估算'), `${row.division.name_zh} hides that its population is an estimate`);
    }
  });

  await check('demonstration, estimate and schematic are announced as long as the data say so', async () => {
    const flags = new Set(coverage.rows.flatMap((row) => row.flags));
    for (const flag of flags) assert.ok(await page.locator(`[data-flag="${flag}"]`).isVisible(), flag);
  });

  await check('a row chooses its sub-district on the map, and the map a row', async () => {
    const id = expected[2].division.id;
    await page.locator(`[data-division="${id}"] td`).nth(2).click();
    await until(() => page.url().includes(`division=${id}`), 'the address names the sub-district');
    assert.equal(await page.locator(`[data-division="${id}"]`).getAttribute('aria-selected'), 'true');
    await idle(page);
    await page.locator(`[data-division="${id}"] button.title`).press('Enter');
    await until(() => !page.url().includes('division='), 'the keyboard takes the choice back');
    // From afar, a click chooses the sub-district even where a site's dot lies.
    await page.getByRole('button', { name: '回到全区' }).click();
    await page.waitForTimeout(900);
    await idle(page);
    const box = await page.locator('.maplibregl-canvas').boundingBox();
    for (const [x, y] of [[0.5, 0.5], [0.55, 0.62], [0.42, 0.55], [0.6, 0.45], [0.5, 0.7], [0.45, 0.4]]) {
      await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
      await page.waitForTimeout(900);
      if (page.url().includes('division=')) break;
    }
    assert.match(page.url(), /division=/);
    assert.equal(await page.locator('tr[aria-selected="true"]').count(), 1);
  });

  await check('headings sort by unrounded values, unknown last', async () => {
    await page.locator('thead th.all button').click();
    assert.equal(await page.locator('thead th.all').getAttribute('aria-sort'), 'descending');
    const shown = await rows(page).evaluateAll((lines) => lines.map((line) => line.dataset.division));
    const sorted = [...expected].sort((a, b) => (b.m2_per_head.all ?? -1) - (a.m2_per_head.all ?? -1)).map((row) => row.division.id);
    assert.deepEqual(shown, sorted);
  });

  await check('another date shows that date’s figures', async () => {
    const before = await api('/api/v1/coverage?as_of=2021-12-31');
    await page.locator('.years button', { hasText: '2021' }).click();
    const wanted = perHead(before.rows[0].m2_per_head.all);
    await until(async () => (await page.getByTestId('district-per-head').innerText()).startsWith(wanted), `the district shows ${wanted}`);
    assert.match(page.url(), /as_of=2021-12-31/);
    assert.notEqual(before.rows[0].m2_per_head.all, coverage.rows[0].m2_per_head.all);
    const odd = await api('/api/v1/coverage?as_of=2023-06-30');
    await page.locator('header input[type="date"]').fill('2023-06-30');
    await page.locator('header input[type="date"]').dispatchEvent('change');
    await until(async () => (await page.getByTestId('district-per-head').innerText()).startsWith(perHead(odd.rows[0].m2_per_head.all)), 'the figure of 30 June 2023');
    await page.locator('.years button', { hasText: '2025' }).click();
    await idle(page);
  });

  await check('“why” lists the sites and rules, and they add up to the row’s area', async () => {
    const row = expected.find((each) => each.sites > 0);
    const why = await api(`/api/v1/coverage/why?division=${row.division.id}&as_of=${AS_OF}&figure=all`);
    assert.ok(Math.abs(why.total_m2 - row.area_m2.all) < 1e-6, `why ${why.total_m2}, row ${row.area_m2.all}`);
    await page.locator(`[data-division="${row.division.id}"] .why button`).click();
    await page.getByTestId('why').locator('li').first().waitFor();
    const text = await page.getByTestId('why').innerText();
    assert.ok(text.includes(why.total_m2.toLocaleString('en-US', { maximumFractionDigits: 4 })), text.slice(0, 200));
    const item = why.items.find((each) => each.counted && each.area_m2 !== null);
    assert.ok(item.rule_zh && text.includes(why.items.find((each) => each.counted).rule_zh), 'no rule is given');
  });

  await check('the three numbers of “why” are the service’s, and what is unknown is not “not counted”', async () => {
    const row = expected.find((each) => each.completeness !== null && each.completeness < 1);
    const { items } = await api(`/api/v1/coverage/why?division=${row.division.id}&as_of=${AS_OF}&figure=all`);
    const counted = items.filter((item) => item.counted);
    const unknown = items.filter((item) => !item.counted && item.area_m2 === null);
    // Areas that are known in part only count, but leave the area incomplete.
    const partly = counted.filter((item) => /unknown/.test(item.rule_en));
    assert.ok(unknown.length > 0);
    assert.ok(Math.abs((counted.length - partly.length) / (counted.length + unknown.length) - row.completeness) < 0.02, 'the list and the completeness tell two stories');
    if ((await page.getByTestId('why').count()) > 0) await page.getByTestId('why').getByRole('button', { name: /返回/ }).click();
    await page.locator(`[data-division="${row.division.id}"] .why button`).click();
    const panel = page.getByTestId('why');
    await panel.locator('li').first().waitFor();
    const shown = async (group) => Number(await panel.locator(`[data-group="${group}"]`).innerText());
    await until(async () => (await shown('counted')) === counted.length, `${counted.length} counted`);
    assert.deepEqual([await shown('unknown'), await shown('not')], [unknown.length, items.length - counted.length - unknown.length]);
    await panel.locator('button', { has: page.locator('[data-group="unknown"]') }).click();
    assert.match(await panel.locator('li').first().innerText(), /面积未知/);
    assert.match(await panel.locator('li a').first().getAttribute('href'), /site=[0-9a-f-]{36}/);
    await panel.locator('button', { has: page.locator('[data-group="counted"]') }).click();
  });

  await check('a site’s card opens, says what it is, and is a link', async () => {
    await page.getByTestId('why').locator('li a').first().click();
    await page.getByTestId('site-card').locator('h2').waitFor();
    const id = new URL(page.url()).searchParams.get('site');
    const site = (await api(`/api/v1/sites/${id}`));
    const name = site.properties?.name_zh ?? site.name_zh;
    const card = await page.getByTestId('site-card').innerText();
    assert.ok(card.includes(name), card.slice(0, 120));
    if (site.properties?.demo ?? site.demo) assert.ok(card.includes('演示'), 'the card hides that it is a demonstration');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByTestId('site-card').count(), 0);
  });

  await check('English leads on request, Chinese stays beside it', async () => {
    await page.getByRole('button', { name: /English/ }).click();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
    assert.match(await page.locator('header').first().innerText(), /Fitness area per head/);
    await page.getByRole('button', { name: /中文/ }).click();
  });
  await check('every button, legend entry and note says it in both languages', async () => {
    await page.getByTestId('why').getByRole('button', { name: /返回/ }).click();
    const texts = await page.locator('header button, .legend label, .legend li, .legend summary, .banners p, .corner button, td.why button, .verdict, .summary dt, thead th.name button, thead th.met button').evaluateAll((all) => all.map((each) => each.innerText.replace(/\s+/g, ' ').trim()));
    const single = texts.filter((text) => text && text !== 'English' && /\p{Script=Han}/u.test(text) !== /[A-Za-z]{2}/.test(text));
    assert.deepEqual(single, []);
    assert.match(await page.getByTestId('basis').innerText(), /统计日期 As of.*口径版本 Rule version.*人口来源 Population source/s);
  });

  await check('shares have one decimal, “why” fits one line, nothing runs out of the table, no line runs through the numbers', async () => {
    const shares = await page.locator('tbody td:nth-last-child(2)').allInnerTexts();
    assert.ok(shares.every((text) => /^\d+\.\d%$/.test(text.trim())), shares.join(' '));
    const tall = await page.locator('td.why button').evaluateAll((all) => Math.max(...all.map((each) => each.getBoundingClientRect().height)));
    assert.ok(tall < 32, `a button is ${tall} px high`);
    const trend = page.locator('.summary figure svg');
    await trend.waitFor();
    const line = Number(await trend.locator('line').getAttribute('y1'));
    const feet = await trend.locator('text.value').evaluateAll((all) => all.map((each) => Number(each.getAttribute('y'))));
    assert.ok(feet.length > 1 && feet.every((foot) => foot < line), `the target line at ${line}, the numbers at ${feet}`);
    for (const language of [/English/, /中文/]) {
      const [content, width] = await page.locator('.right').evaluate((panel) => [panel.scrollWidth, panel.clientWidth]);
      assert.ok(content <= width, `the table is ${content} px wide in ${width} px`);
      await page.getByRole('button', { name: language }).click();
    }
  });
  await noSideways(page, 'desk');
  await page.close();
}
