import { describe, expect, it } from 'vitest';
import { dayOf, daysOf } from './series';

const frozen = (year: number, value: number | null) => ({ year, version: 1, at: `${year}-12-31`, value, state: null });

describe('both series of an obligation', () => {
  it('stand side by side, day by day', () => {
    const days = daysOf([{ at: '2024-12-31', value: 3 }, { at: '2025-12-31', value: 5 }], [frozen(2024, 3), frozen(2025, 4)]);
    expect(days.map(({ at, best, frozen, differs }) => [at, best, frozen?.value, differs])).toEqual([['2024-12-31', 3, 3, false], ['2025-12-31', 5, 4, true]]);
  });

  it('keep a day that only one of them has, in order, and call it no difference', () => {
    const days = daysOf([{ at: '2025-12-31', value: 5 }], [frozen(2024, 3)]);
    expect(days.map(({ at, best, differs }) => [at, best, differs])).toEqual([['2024-12-31', undefined, false], ['2025-12-31', 5, false]]);
  });

  it('differ where one side does not know', () => {
    expect(daysOf([{ at: '2025-12-31', value: null }], [frozen(2025, 4)])[0]!.differs).toBe(true);
    expect(daysOf([{ at: '2025-12-31', value: null }], [frozen(2025, null)])[0]!.differs).toBe(false);
  });
});

it('an instant is told as its day; what is none is told as it is', () => {
  expect(dayOf('2026-11-30T12:00:00Z')).toBe('2026-11-30');
  expect(dayOf('sometime')).toBe('sometime');
});
