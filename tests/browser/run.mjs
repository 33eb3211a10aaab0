// Usage: node tests/browser/run.mjs BASE_URL TOKEN
// Opens the page of a running service in Chromium and tells its stories. It registers two pieces of
// equipment, so point it at a database that may be changed.
import { openBrowser } from './harness.mjs';
import { phone } from './phone.mjs';
import { reading } from './reading.mjs';
import { registering } from './registering.mjs';
import { trouble } from './trouble.mjs';

const [base, token] = process.argv.slice(2);
if (!base || !token) {
  console.error('usage: node tests/browser/run.mjs BASE_URL TOKEN');
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
for (const stories of [reading, registering, phone, trouble]) {
  try {
    await stories(check, session);
  } catch (error) {
    // Something between the checks broke: what follows it was not told.
    await check(`${stories.name}: all its stories could be told`, () => Promise.reject(error));
  }
}
await check('no console errors, exceptions, policy violations or foreign hosts', () => {
  if (session.unwanted.length > 0) throw new Error(session.unwanted.join('\n'));
});
await session.browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
