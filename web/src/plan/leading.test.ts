import { describe, expect, it } from 'vitest';
import type { Indicator, State, Task } from '../api/plan';
import { frozenMoved, frozenOf, holding, leading, lineOf } from './leading';

const division = { id: 'd1', code: '1', name_zh: '东湖街道', name_en: null };
const obligation = (id: string, state: State | null, more: Partial<Indicator> = {}) =>
  ({ id, division: null, year: null, due: '2025-12-31', value: 1, at: '2025-12-31', state, decides: true, series: [], frozen: [], ...more }) as Indicator;
const task = (state: State | null, indicators: Indicator[]) => ({ state, indicators }) as Task;

describe('the obligation on a task’s card', () => {
  it('is the district’s, and the sub-district that missed is told beside it', () => {
    const missed = obligation('a', 'missed', { division });
    const whole = obligation('a', 'met');
    expect(leading(task('missed', [missed, whole]), '2025-12-31')).toBe(whole);
    expect(holding(task('missed', [missed, whole]), '2025-12-31')).toBe(missed);
    expect(holding(task('met', [whole]), '2025-12-31')).toBeNull();
  });

  it('is one that decides, where any does', () => {
    const asides = [obligation('aside', 'missed', { decides: false }), obligation('a', 'met')];
    expect(leading(task('met', asides), '2025-12-31')?.id).toBe('a');
    expect(leading(task(null, []), '2025-12-31')).toBeNull();
  });

  it('is of the year the day is in, and its line has one point a year that has begun', () => {
    const years = [2021, 2022, 2023].map((year) =>
      obligation('a', year === 2023 ? null : 'met', { year, due: `${year}-12-31`, value: year === 2021 ? 7 : null, at: year === 2023 ? null : `${year}-12-31` }));
    const yearly = task('met', years);
    expect(leading(yearly, '2022-06-30')?.year).toBe(2022);
    expect(leading(yearly, '2020-12-31')?.year).toBe(2021);
    expect(lineOf(yearly, years[0]!)).toEqual([{ at: '2021-12-31', value: 7 }, { at: '2022-12-31', value: null }]);
  });
});

describe('what was frozen', () => {
  const reading = (year: number, value: number) => ({ year, version: 1, at: `${year}-12-31`, value, state: null });

  it('of a yearly obligation is what each year told of itself', () => {
    const years = [2024, 2025].map((year) => obligation('a', 'met', { year, frozen: [reading(2024, 1), reading(2025, 2)].filter((each) => each.year >= year) }));
    expect(frozenOf(task('met', years), years[0]!).map(({ year, value }) => [year, value])).toEqual([[2024, 1], [2025, 2]]);
    expect(frozenOf(task('met', []), obligation('b', 'met', { frozen: [reading(2024, 7)] }))).toEqual([reading(2024, 7)]);
  });

  it('is moved by what is known since, not by time', () => {
    const told = (year: number, frozen: State, state: State, due: string) =>
      ({ frozen: { year, version: 1, state: frozen }, state, deadline: { read_as: due } }) as Task;
    expect(frozenMoved(told(2025, 'met', 'missed', '2025-12-31'), '2025-12-31')).toBe(true);
    expect(frozenMoved(told(2025, 'met', 'met', '2025-12-31'), '2025-12-31')).toBe(false);
    expect(frozenMoved(told(2024, 'at_risk', 'met', '2025-12-31'), '2025-12-31')).toBe(false);
    expect(frozenMoved(told(2025, 'met', 'missed', '2025-12-31'), '2026-06-30')).toBe(true);
    expect(frozenMoved({ ...told(2025, 'met', 'missed', '2025-12-31'), frozen: null }, '2025-12-31')).toBe(false);
  });
});
