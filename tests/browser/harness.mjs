// A real browser on a running service: pages, checks, and what must never happen on any page.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

// playwright-core is installed with the front end; nothing else here needs packages.
const { chromium } = createRequire(new URL('../../web/package.json', import.meta.url))('playwright-core');

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
const PATIENCE = 60_000; // software rendering on a shared machine

export async function openBrowser(base, token) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  });
  const origin = new URL(base).origin;
  /** Errors no story asked for: console errors, exceptions, CSP violations, requests to other hosts. */
  const unwanted = [];

  async function open(path = '/', viewport = DESK, { expectErrors = false } = {}) {
    const page = await browser.newPage({ viewport, locale: 'zh-CN' });
    page.setDefaultTimeout(PATIENCE);
    page.on('pageerror', (error) => unwanted.push(`exception: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !expectErrors) unwanted.push(`console: ${message.text()}`);
      if (/Content Security Policy/i.test(message.text())) unwanted.push(`csp: ${message.text()}`);
    });
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== origin) unwanted.push(`other host: ${request.url()}`);
    });
    page.path = path;
    return page;
  }

  /** Goes to the page's path and waits until the map rests with its data. */
  async function ready(page) {
    await page.goto(base + page.path);
    await idle(page);
    return page;
  }

  async function api(path) {
    const response = await fetch(base + path, { headers: { Accept: 'application/json' } });
    assert.equal(response.status, 200, `GET ${path} answered ${response.status}`);
    return response.json();
  }

  return { browser, open, ready, api, unwanted, token, base };
}

export const idle = (page) => page.waitForSelector('.map[data-idle="true"]', { timeout: PATIENCE });

/** Waits until `probe` gives something true, so that no story sleeps a fixed time. */
export async function until(probe, what, patience = 20_000) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) assert.fail(`waited ${patience / 1000} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
}

export const children = (coverage) => coverage.rows.slice(1).filter((row) => row.division?.id && row.division.level !== 'unassigned');
export const perHead = (value) => (value === null ? '—' : value.toFixed(2));
export const rows = (page) => page.locator('[data-testid="rows"] > tr');
export const noSideways = async (page, what) => {
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= screen, `${what}: content is ${content} px wide on a screen of ${screen} px`);
};
