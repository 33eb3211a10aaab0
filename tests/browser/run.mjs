// Usage: node tests/browser/run.mjs BASE_URL TOKEN [BARE_URL]
// Opens the page of a running service in Chromium and tells its stories. It registers pieces of
// equipment and sites, saves a scenario and freezes a year, so point it at a database that may be changed. BARE_URL: a registry without plan
// and divisions, with the three undated sites of `browser.sh`. JIANTU_BROWSER_STORIES=plan,freezing tells only these.
import { analysis } from './analysis.mjs';
import { analysisPhone } from './analysis-phone.mjs';
import { bare, untargeted } from './bare.mjs';
import { freezing } from './freezing.mjs';
import { openBrowser } from './harness.mjs';
import { apiPage } from './interface.mjs';
import { live } from './live.mjs';
import { phone } from './phone.mjs';
import { plan } from './plan.mjs';
import { reading } from './reading.mjs';
import { registering } from './registering.mjs';
import { siting } from './siting.mjs';
import { styles } from './styles.mjs';
import { tiles } from './tiles.mjs';
import { trouble } from './trouble.mjs';

const [base, token, bareBase] = process.argv.slice(2);
if (!base || !token) {
  console.error('usage: node tests/browser/run.mjs BASE_URL TOKEN [BARE_URL]');
  process.exit(2);
}

let [passed, failed] = [0, 0];
async function check(name, story) {
  try {
    await story();
    passed += 1;
    console.log(`ok    ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}\n      ${String(error?.message ?? error).split('\n').slice(0, 6).join('\n      ')}`);
  }
}

const session = await openBrowser(base.replace(/\/$/, ''), token);
const other = bareBase ? await openBrowser(bareBase.replace(/\/$/, ''), token) : null;
const told = [reading, plan, analysis, siting, tiles, styles, analysisPhone, registering, phone, trouble, untargeted, freezing, live, apiPage].map((stories) => [stories, session]);
if (other) told.push([bare, other]);
const only = (process.env.JIANTU_BROWSER_STORIES ?? '').split(',').filter(Boolean);
for (const [stories, place] of told) {
  if (only.length > 0 && !only.includes(stories.name)) continue;
  try {
    await stories(check, place);
  } catch (error) {
    // Something between the checks broke: what follows it was not told.
    await check(`${stories.name}: all its stories could be told`, () => Promise.reject(error));
  }
}
await check('no console errors, exceptions, policy violations or foreign hosts', () => {
  const unwanted = [...session.unwanted, ...(other?.unwanted ?? [])];
  if (unwanted.length > 0) throw new Error(unwanted.join('\n'));
});
await session.browser.close();
await other?.browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
