import { describe, expect, it } from 'vitest';
import { atMost, cumulative, measured } from './proof';

describe('a proof', () => {
  it('never rounds a gap down', () => {
    expect([atMost(0), atMost(0.000_001), atMost(0.0123), atMost(0.012_301), atMost(1)]).toEqual(['0%', '0.01%', '1.23%', '1.24%', '100.00%']);
  });

  it('tells numbers as long as they have to be', () => {
    expect([measured(12_345.6), measured(7), measured(431.66), measured(null)]).toEqual(['12,346', '7', '431.7', '—']);
  });

  it('adds up, as far as is known', () => {
    expect(cumulative([5, 3, 2])).toEqual([5, 8, 10]);
    expect(cumulative([5, null, 2])).toEqual([5, null, null]);
  });
});
