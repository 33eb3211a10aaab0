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

  await check('on a phone the sort box says what it sorts by, and every value has both its names', async () => {
    const box = page.locator('.order');
    assert.match(await box.innerText(), /排序\s+Sort by/);
    const said = () => box.locator('select').evaluate((select) => select.selectedOptions[0].textContent);
    assert.match(await said(), /默认顺序 as listed/);
    await box.locator('select').selectOption('completeness');
    assert.match(await said(), /面积完整度 Area known/);
    await box.locator('select').selectOption('');
    const label = await rows(page).first().locator('td.population').evaluate((cell) => getComputedStyle(cell, '::before').content);
    assert.match(label, /常住人口.*Residents/s);
  });

  await check('on a phone the warnings name themselves in both languages and explain on a tap', async () => {
    const banner = page.locator('[data-flag="demo"]');
    assert.match(await banner.innerText(), /演示数据\s*Demonstration data/);
    await page.getByRole('button', { name: /显示更多/ }).click();
    assert.match(await banner.innerText(), /不是真实登记.*not real records/s);
    await page.getByRole('button', { name: /收起/ }).click();
  });

  await check('on a phone a row chooses its sub-district', async () => {
    const name = rows(page).nth(5).locator('button.title');
    await name.scrollIntoViewIfNeeded();
    await name.click();
    await until(() => page.url().includes('division='), 'the chosen sub-district');
  });

  await check('on a phone the card and the form fit', async () => {
    await rows(page).nth(5).locator('.why button').click();
    await page.getByTestId('why').locator('li a').first().click();
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
