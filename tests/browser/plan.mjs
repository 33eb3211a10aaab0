// The page of the plan: the board, its filters and dates, one task with its obligations, paper and phone.
import assert from 'node:assert/strict';
import { noSideways, PHONE, until } from './harness.mjs';

const END = '2025-12-31';
const STATES = ['missed', 'at_risk', 'no_data', 'on_track', 'met'];

const cards = (page) => page.getByTestId('task');
const detail = (page) => page.getByTestId('detail');
const shows = (page, day) => page.waitForSelector(`[data-testid="plan"][data-as-of="${day}"][aria-busy="false"]`);
const query = (page) => new URL(page.url()).searchParams;
/** Number and state of every card, as the page says them. */
const statesOn = (page) =>
  cards(page).evaluateAll((all) => Object.fromEntries(all.map((card) => [card.dataset.number, card.querySelector('.state [data-state]').dataset.state])));
const statesIn = (plan) => Object.fromEntries(plan.tasks.map((task) => [String(task.number), task.state ?? 'not_due']));

export async function plan(check, { open, api, base }) {
  const at = async (day) => api(`/api/v1/plan?as_of=${day}`);
  const page = await open(`/plan?as_of=${END}`);
  await page.goto(base + page.path);
  await shows(page, END);

  await check('the plan: 28 tasks in 6 groups, each in the state the service derives', async () => {
    assert.equal(await cards(page).count(), 28);
    assert.equal(await page.locator('main section h2').count(), 6);
    assert.deepEqual(await statesOn(page), statesIn(await at(END)));
  });

  await check('the plan: a card tells value, target, deadline as printed and as read, and who leads', async () => {
    const [task] = (await at(END)).tasks.filter((each) => each.number === 4);
    const text = await page.locator('[data-testid="task"][data-number="4"]').innerText();
    for (const said of [task.title_zh, task.title_en, '14', '≥ 15', task.deadline.text, task.deadline.read_as, '本系统的理解', task.bodies.lead[0].name]) {
      assert.ok(text.includes(said), `the card of task 4 does not say ${said}`);
    }
    assert.match(await page.locator('[data-testid="task"][data-number="4"] svg[role="img"]').getAttribute('aria-label'), /2025-12-31 14/);
  });

  await check('the plan: demonstration data is said on top', async () => {
    const { flags } = await at(END);
    const said = await page.locator('[data-flag]').evaluateAll((all) => all.map((each) => each.dataset.flag));
    assert.deepEqual(said.sort(), [...flags].sort());
  });

  await check('the plan: counts by state filter the board, and back undoes it', async () => {
    const plan = await at(END);
    for (const state of STATES) {
      const tasks = plan.tasks.filter((task) => task.state === state).length;
      assert.equal(Number(await page.locator(`[data-filter="${state}"] b.number`).innerText()), tasks, state);
    }
    await page.locator('[data-filter="missed"]').click();
    assert.equal(query(page).get('state'), 'missed');
    assert.deepEqual(new Set(Object.values(await statesOn(page))), new Set(['missed']));
    assert.equal(await cards(page).count(), plan.tasks.filter((task) => task.state === 'missed').length);
    await page.goBack();
    await until(async () => (await cards(page).count()) === 28, 'all tasks after going back');
  });

  await check('the plan: another day, other states; the address keeps the day', async () => {
    const before = await statesOn(page);
    await page.locator('header nav a', { hasText: '2022' }).click();
    await shows(page, '2022-12-31');
    const after = await statesOn(page);
    assert.deepEqual(after, statesIn(await at('2022-12-31')));
    assert.notDeepEqual(after, before);
    assert.equal(query(page).get('as_of'), '2022-12-31');
    await page.locator('header input[type="date"]').fill('2023-06-30');
    await page.locator('header input[type="date"]').dispatchEvent('change');
    await shows(page, '2023-06-30');
    assert.deepEqual(await statesOn(page), statesIn(await at('2023-06-30')));
    await page.goBack();
    await shows(page, '2022-12-31');
    await page.goBack();
    await shows(page, END);
    assert.deepEqual(await statesOn(page), before);
  });

  await check('the plan: a task shows every obligation, its sub-districts as a matrix, and its records', async () => {
    const { tasks: [task] } = await api(`/api/v1/plan/tasks/2?as_of=${END}`);
    await page.locator('[data-testid="task"][data-number="2"] h3 a').click();
    await detail(page).waitFor();
    assert.equal(query(page).get('task'), '2');
    assert.equal(await detail(page).getByTestId('obligation').count(), task.indicators.length);
    const places = task.indicators.filter((each) => each.division).length;
    assert.equal(await detail(page).getByTestId('matrix').locator('tbody tr').count(), places);
    const declared = await page.getByTestId('declared').innerText();
    assert.ok(declared.includes(task.declared?.by ?? '尚无申报'), declared);
    const first = detail(page).getByTestId('obligation').first().getByTestId('parts');
    await first.locator('summary').click();
    await first.locator('li').first().waitFor();
    const records = await first.locator('li').count();
    assert.equal(records, task.indicators[0].parts.length);
    const href = await first.locator('li a').last().getAttribute('href');
    await api(href);
    await page.goBack();
    await cards(page).first().waitFor();
    assert.equal(await cards(page).count(), 28);
  });

  await check('the plan: what would close a gap is told with its cost, which is marked as an example', async () => {
    const { tasks: [task] } = await api(`/api/v1/plan/tasks/2?as_of=${END}`);
    const lacking = task.indicators.filter((each) => each.closing?.length > 0);
    assert.ok(lacking.length > 0, 'some sub-district lacks area');
    await page.goto(`${base}/plan?as_of=${END}&task=2`);
    await detail(page).waitFor();
    const closing = detail(page).getByTestId('closing');
    assert.equal(await closing.count(), lacking.length);
    await closing.first().locator('summary').click();
    const ways = closing.first().locator('li[data-way]');
    await ways.first().waitFor();
    assert.equal(await ways.count(), lacking[0].closing.length);
    const [cheapest] = lacking[0].closing;
    const text = await ways.first().innerText();
    for (const said of [cheapest.name_zh, cheapest.name_en, '已证明最优', '示例', 'example', ...cheapest.projects.flatMap((built) => [built.name_zh, built.name_en, String(built.count)])]) {
      assert.ok(text.includes(said), `the cheapest way does not say ${said}: ${text}`);
    }
    assert.match(await closing.first().getByTestId('closing-example').innerText(), /示例造价[^]*example cost/);
    await page.goto(`${base}/plan?as_of=${END}`);
    await shows(page, END);
  });

  await check('the plan: a link to a task opens it; one to a task that is not there says so', async () => {
    const linked = await open(`/plan?as_of=${END}&task=21`, undefined, { expectErrors: true });
    await linked.goto(base + linked.path);
    await detail(linked).waitFor();
    assert.equal(await detail(linked).getAttribute('data-number'), '21');
    await linked.goto(`${base}/plan?task=99`);
    await linked.getByRole('alert').waitFor();
    await linked.close();
  });

  await check('the plan: no sideways scrolling on a phone, on the board and in a task', async () => {
    const phone = await open(`/plan?as_of=${END}`, PHONE);
    await phone.goto(base + phone.path);
    await shows(phone, END);
    await noSideways(phone, 'the board');
    await phone.locator('[data-testid="task"][data-number="3"] h3 a').click();
    await detail(phone).waitFor();
    await noSideways(phone, 'task 3');
    await phone.goto(`${base}/plan?as_of=${END}&task=2`);
    await phone.getByTestId('closing').first().locator('summary').click();
    await phone.locator('li[data-way]').first().waitFor();
    await noSideways(phone, 'task 2 with what would close a gap');
    await phone.close();
  });

  await check('the plan: on paper there are no controls, and the day is told', async () => {
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('header button:visible, header nav:visible').count(), 0);
    assert.ok((await page.locator('header .day').innerText()).includes(END));
    await page.emulateMedia({ media: 'screen' });
  });

  await check('the map leads to the plan and back, on the same day', async () => {
    await page.getByTestId('to-map').click();
    const link = page.locator('header a[href^="/plan"]');
    await link.waitFor();
    assert.equal(await link.getAttribute('href'), `/plan?as_of=${END}`);
    await link.click();
    await shows(page, END);
  });
  await page.close();
}
