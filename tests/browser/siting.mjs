// Where new sites do most, and how good that is known to be.
import assert from 'node:assert/strict';
import { AS_OF, ask, count, panelOf } from './asking.mjs';
import { idle } from './harness.mjs';

export async function siting(check, { open, ready, base }) {
  const page = await open('/?analysis=siting');
  const panel = panelOf(page);
  await ready(page);

  await check('the best places come with their proof, numbered on the map', async () => {
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
    const job = () => ({ job: 'long', state, progress: 0.4, detail_zh: '分支定界', detail_en: 'branch and bound', best: 1_200, bound: 1_500 });
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
  await page.close();
}
