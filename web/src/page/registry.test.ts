import { describe, expect, it, vi } from 'vitest';

vi.stubGlobal('location', { search: '', href: 'http://localhost/' });
const { lastYearEnd, yearEnds } = await import('./registry.svelte');

const plan = { title_zh: '', title_en: '', target_m2_per_head: 4.5, start: '2021-01-01', end: '2025-12-31' };

describe('the dates offered', () => {
  it('opens with the year end that decides the plan', () => {
    expect(lastYearEnd({ today: '2026-11-23', plan })).toBe('2025-12-31');
    expect(lastYearEnd({ today: '2031-02-01', plan })).toBe('2025-12-31');
    expect(lastYearEnd({ today: '2024-02-01', plan })).toBe('2023-12-31');
    expect(lastYearEnd({ today: '2024-12-31', plan: null })).toBe('2024-12-31');
  });

  it('offers the base year and every year end since', () => {
    expect(yearEnds({ today: '2026-11-23', plan })).toEqual(['2020', '2021', '2022', '2023', '2024', '2025'].map((y) => `${y}-12-31`));
    expect(yearEnds({ today: '2040-01-01', plan: null })).toHaveLength(6);
  });
});
