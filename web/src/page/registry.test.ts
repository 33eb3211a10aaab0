import { beforeEach, describe, expect, it, vi } from 'vitest';

vi.stubGlobal('location', { search: '', href: 'http://localhost/' });
const { lastYearEnd, openingDate, registry, yearEnds } = await import('./registry.svelte');
const { view } = await import('./view.svelte');

const plan = { title_zh: '', title_en: '', target_m2_per_head: 4.5, start: '2021-01-01', end: '2025-12-31' };

describe('the dates offered', () => {
  it('opens with the year end that decides the plan', () => {
    expect(lastYearEnd({ today: '2026-11-23', plan })).toBe('2025-12-31');
    expect(lastYearEnd({ today: '2031-02-01', plan })).toBe('2025-12-31');
    expect(lastYearEnd({ today: '2024-02-01', plan })).toBe('2023-12-31');
    expect(lastYearEnd({ today: '2024-12-31', plan: null })).toBe('2024-12-31');
  });

  it('opens on today without a plan', () => {
    expect(openingDate({ today: '2026-11-23', plan: null })).toBe('2026-11-23');
    expect(openingDate({ today: '2026-11-23', plan })).toBe('2025-12-31');
  });

  it('offers the base year and every year end since', () => {
    expect(yearEnds({ today: '2026-11-23', plan })).toEqual(['2020', '2021', '2022', '2023', '2024', '2025'].map((y) => `${y}-12-31`));
    expect(yearEnds({ today: '2040-01-01', plan: null })).toHaveLength(6);
  });
});

describe('a date of which nothing is on record', () => {
  const row = (sites: number) => ({
    division: { id: null, name_zh: '全部', name_en: 'All', codes: [], level: 'all' }, population: { value: 1000, year: 2022, vintage: null, basis: 'cells', estimate: false },
    area_m2: { all: 0, open: 0, free: 0 }, m2_per_head: { all: 0, open: 0, free: 0 }, met: false, shortfall_m2: 4500, sites, completeness: null, counts: {}, trail_m: 0, flags: [],
  });
  const serve = (plan: unknown, sites: (date: string) => number) =>
    vi.stubGlobal('fetch', async (path: string) => {
      const url = new URL(path, 'http://localhost');
      const date = url.searchParams.get('as_of') ?? '';
      const body = url.pathname.endsWith('/info') ? { today: '2026-11-25', plan }
        : url.pathname.endsWith('/kinds') ? { kinds: [], equipment_kinds: [] }
        : { as_of: date, target_m2_per_head: null, rows: [row(sites(date))] };
      return new Response(JSON.stringify(body));
    });
  beforeEach(() => {
    [view.asOf, registry.opened, registry.coverage] = [null, null, null];
  });

  it('gives way to today when the reader did not choose it, and says why', async () => {
    serve(plan, (date) => (date === '2026-11-25' ? 347 : 0));
    await registry.open();
    expect(view.asOf).toBe('2025-12-31');
    await registry.show(view.asOf!);
    expect([view.asOf, registry.opened]).toEqual(['2026-11-25', 'openedNoRecord']);
    await registry.show(view.asOf!);
    expect(registry.parts?.whole?.sites).toBe(347);
  });

  it('is shown when the reader chose it, with nothing known instead of zeros', async () => {
    serve(null, () => 0);
    await registry.open();
    expect([view.asOf, registry.opened]).toEqual(['2026-11-25', 'openedNoPlan']);
    await registry.show('2024-12-31');
    expect(registry.onRecord).toBe(false);
    const whole = registry.parts!.whole!;
    expect([whole.m2_per_head.all, whole.area_m2.all, whole.met, whole.shortfall_m2, whole.sites]).toEqual([null, null, null, null, null]);
    expect(whole.population?.value).toBe(1000);
  });
});
