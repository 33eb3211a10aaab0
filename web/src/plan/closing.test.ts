import { describe, expect, it } from 'vitest';
import type { Closing } from '../api/plan';
import { amount, cost, inOrder } from './closing';

const way = (name: Closing['way'], closes: boolean): Closing => ({
  way: name, name_zh: name, name_en: name, projects: [], missing: 1, unit: 'm2', adds: 1, after: null, cost: null, currency: 'CNY',
  example: true, unpriced: 0, proven: true, closes, few_values: false, basis_zh: null, basis_en: null, note_zh: null, note_en: null,
});

describe('ways to close a gap', () => {
  it('are told with those that close it first, each group in the order of the service', () => {
    const ways = [way('cheapest', true), way('alone', false), way('alone', true)];
    expect(inOrder(ways)).toEqual([ways[0], ways[2], ways[1]]);
  });
  it('have a cost that is never zero for what is not known', () => {
    expect(cost(null)).toEqual({ zh: '—', en: '—' });
    expect(cost(9_000)).toEqual({ zh: '9,000 元', en: '9,000 yuan' });
    expect(cost(240_000)).toEqual({ zh: '24 万元', en: '240,000 yuan' });
    expect(cost(12_345_678)).toEqual({ zh: '1,234.57 万元', en: '12.35 M yuan' });
  });
  it('add whole square metres, and other things as they are counted', () => {
    expect(amount(12_345.6, 'm2')).toBe('12,346');
    expect(amount(3, 'cells')).toBe('3');
  });
});
