import { describe, expect, it } from 'vitest';
import { overAge } from './age';

describe('the age of a piece', () => {
  it('is over from the day its design life has passed', () => {
    const piece = { installed_on: '2018-05-01', design_life_years: 8 };
    expect(overAge(piece, '2026-04-30')).toBe(false);
    expect(overAge(piece, '2026-05-01')).toBe(true);
  });

  it('takes eight years where none is given and claims nothing without a date', () => {
    expect(overAge({ installed_on: '2017-12-31', design_life_years: null }, '2025-12-31')).toBe(true);
    expect(overAge({ installed_on: null, design_life_years: 8 }, '2025-12-31')).toBe(false);
  });
});
