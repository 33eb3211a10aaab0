// What the stories of the analyses share: the service's own answers, and the panel's parts.
import assert from 'node:assert/strict';
import { idle, until } from './harness.mjs';

export const AS_OF = '2025-12-31';
export const count = (value) => Math.round(value).toLocaleString('en-US');
export const percent = (share) => `${((Math.round(share * 1000) >= 1000 && share < 1 ? 999 : Math.round(share * 1000)) / 10).toFixed(1)}%`;

/** Sends a question as the page does, and waits for its job where it takes long. */
export async function ask(base, path, body) {
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

export const panelOf = (page) => page.getByTestId('analysis');
export const tab = (page, name) => panelOf(page).getByRole('tab', { name }).click();
export const rested = async (page, part) => {
  await page.locator(`[data-testid="${part}"][aria-busy="false"]`).waitFor();
  await idle(page);
};
export const tries = (page) => (new URL(page.url()).searchParams.get('try') ?? '').split(';').filter(Boolean).map((each) => each.split(','));
