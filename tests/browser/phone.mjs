// The same page in the hand: nothing scrolls sideways, everything can be reached.
import assert from 'node:assert/strict';
import { noSideways, PHONE, rows, until } from './harness.mjs';

export async function phone(check, { open, ready }) {
  const page = await open('/', PHONE);
  await check('on a phone nothing scrolls sideways', async () => {
    await ready(page);
    await noSideways(page, 'page');
    assert.equal(await rows(page).count(), 12);
  });

  await check('on a phone a row chooses its sub-district', async () => {
    const name = rows(page).nth(5).locator('button.title');
    await name.scrollIntoViewIfNeeded();
    await name.click();
    await until(() => page.url().includes('division='), 'the chosen sub-district');
  });

  await check('on a phone the card and the form fit', async () => {
    await rows(page).nth(5).locator('.why button').click();
    await page.getByTestId('why').locator('li button').first().click();
    await page.getByTestId('site-card').locator('h2').waitFor();
    await noSideways(page, 'card');
    await page.getByTestId('site-card').getByRole('button', { name: /在此登记器材/ }).click();
    await page.getByTestId('register').waitFor();
    assert.equal(await page.getByTestId('site-card').count(), 0, 'the card covers the form');
    await noSideways(page, 'form');
    const small = await page.getByTestId('register').locator('button:visible, select:visible').evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().height < 24).length);
    assert.equal(small, 0, 'targets under 24 px');
  });
  await page.close();
}
