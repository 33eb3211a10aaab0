import { describe, expect, it } from 'vitest';
import { atMost, cumulative, inUnits } from './proof';

describe('a proof', () => {
  it('never rounds a gap down', () => {
    expect([atMost(0), atMost(0.000_001), atMost(0.0123), atMost(0.012_301), atMost(1)]).toEqual(['0%', '0.01%', '1.23%', '1.24%', '100.00%']);
  });

  it('tells objectives in their unit', () => {
    expect([inUnits(12345, 'most_people'), inUnits(7, 'fewest_sites'), inUnits(431.6, 'least_distance'), inUnits(null, 'most_people')]).toEqual(['12,345 人', '7 处', '432 m', '—']);
  });

  it('adds up, as far as is known', () => {
    expect(cumulative([5, 3, 2])).toEqual([5, 8, 10]);
    expect(cumulative([5, null, 2])).toEqual([5, null, null]);
  });
});
