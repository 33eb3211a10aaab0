// A registry without plan and divisions, whose sites have no dates: nothing is claimed that is not known.
import assert from 'node:assert/strict';
import { noSideways, PHONE, rows, until } from './harness.mjs';

export async function bare(check, { open, ready, api }) {
  const { today } = await api('/api/v1/info');
  const now = await api(`/api/v1/coverage?as_of=${today}`);
  const page = await open('/');

  await check('without a plan the page opens on today, and the date line says so', async () => {
    await ready(page);
    assert.equal(now.rows[0].sites, 3);
    assert.match(page.url(), new RegExp(`as_of=${today}`));
    assert.match(await page.getByTestId('basis').innerText(), new RegExp(`${today} \\(今天 Today: 未设规划，故按今天 no plan, hence today\\)`));
    assert.ok((await page.getByTestId('district-per-head').innerText()).startsWith(now.rows[0].m2_per_head.all.toFixed(2)));
  });

  await check('without divisions the table is one row, without a target nothing is judged', async () => {
    assert.equal(await rows(page).count(), 0);
    assert.equal(await page.locator('tfoot tr').count(), 1);
    assert.equal(await page.locator('thead th.met, thead th.shortfall, .bar em, .verdict.good').count(), 0);
    const text = await page.locator('.page').innerText();
    assert.match(text, /未设目标/);
    assert.ok(!text.includes('4.5') && !text.includes('达到目标'), 'a target that nobody set');
    assert.match(text, /尚无分区.*No divisions yet/s);
  });

  await check('a day of which nothing is on record shows no zeros, and says why', async () => {
    await page.locator('.years button').first().click();
    await page.getByTestId('not-on-record').waitFor();
    assert.match(await page.getByTestId('not-on-record').innerText(), /当日尚无登记；无日期的场地自录入日起生效\s*nothing on record for that day; sites without a date hold from the day of entry/);
    assert.ok((await page.getByTestId('district-per-head').innerText()).startsWith('—'));
    assert.ok(!(await page.locator('.right').innerText()).includes('0.00'), await page.locator('.right').innerText());
    assert.match(await page.locator('.map .state').innerText(), /现有登记 on record now/);
    await page.locator('td.why button').click();
    await until(async () => /当日尚无登记/.test(await page.getByTestId('why').innerText()), 'the hint beside the reasons');
    assert.match(await page.getByTestId('why').locator('.formula').innerText(), /^—/);
  });

  await check('the reasons name the area that is unknown', async () => {
    await page.locator('.years button').last().click();
    const shown = (group) => page.getByTestId('why').locator(`[data-group="${group}"]`).innerText();
    await until(async () => (await shown('counted')) === '2', 'two counted');
    assert.equal(await shown('unknown'), '1');
    assert.equal(await shown('not'), '0');
  });
  await page.close();

  await check('on a phone it fits as well', async () => {
    const hand = await open('/', PHONE);
    await ready(hand);
    await noSideways(hand, 'bare page');
    assert.equal(await hand.locator('.order').count(), 0, 'one row can not be sorted');
    await hand.close();
  });
}

/** Told on the demonstration: the same divisions, had nobody set a target. */
export async function untargeted(check, { open, ready }) {
  const page = await open('/?as_of=2025-12-31');
  await page.route('**/api/v1/info', async (route) => {
    const answer = await (await route.fetch()).json();
    await route.fulfill({ json: { ...answer, plan: null } });
  });
  await page.route('**/api/v1/coverage?*', async (route) => {
    const answer = await (await route.fetch()).json();
    const rows = answer.rows.map((row) => ({ ...row, met: null, shortfall_m2: null }));
    await route.fulfill({ json: { ...answer, rows, target_m2_per_head: null } });
  });
  await check('without a target the map has neutral steps over the values, and no 4.5', async () => {
    await ready(page);
    assert.equal(await rows(page).count(), 12);
    const legend = page.locator('.legend');
    assert.ok((await legend.locator('.step').count()) >= 2);
    assert.equal(await legend.locator('.target').count(), 0);
    assert.match(await legend.innerText(), /未设目标/);
    const colours = await rows(page).locator('.track i').evaluateAll((bars) => [...new Set(bars.map((bar) => bar.style.background))]);
    assert.ok(colours.length >= 2, `all bars are ${colours}`);
    assert.equal(await page.locator('thead th.met').count(), 0);
  });
  await page.close();
}
