import { describe, expect, it } from 'vitest';
import { against, bound, moved, plain, signed } from './value';

describe('a value against its target', () => {
  it('has as many places as it takes to show that 4.496 misses 4.5', () => {
    expect(against(4.496, '>=', 4.5)).toBe('4.496');
    expect(against(4.5, '>=', 4.5)).toBe('4.5');
    expect(against(4.591184887, '>=', 4.5)).toBe('4.59');
    expect(against(99.9999, '>=', 100)).toBe('99.9999');
  });

  it('looks at the side the comparator asks for', () => {
    expect(against(-0.001, '<', 0)).toBe('-0.001');
    expect(against(10.004, '<=', 10)).toBe('10.004');
  });

  it('is never zero where it is not known, and never nothing where it is little', () => {
    expect(against(null, '>=', 1)).toBe('—');
    expect([plain(null), signed(undefined)]).toEqual(['—', '—']);
    expect([plain(0.001), plain(0), plain(-0)]).toEqual(['<0.01', '0', '0']);
  });

  it('is told with the sign of its comparator', () => {
    expect([bound('>=', 4.5), bound('<', 0)]).toEqual(['≥ 4.5', '< 0']);
    expect([signed(1.5), signed(-2)]).toEqual(['+1.5', '-2']);
  });
});

it('a difference keeps as many places as it takes to be seen', () => {
  expect(moved(-0.00341)).toBe('−0.0034');
  expect(moved(1234.567)).toBe('+1,234.57');
  expect(moved(0)).toBe('0');
});
