// The analyses in the hand: a sheet over the map's foot.
import assert from 'node:assert/strict';
import { panelOf, rested, tab } from './asking.mjs';
import { noSideways, PHONE, until } from './harness.mjs';

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
