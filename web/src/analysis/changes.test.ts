import { describe, expect, it } from 'vitest';
import type { Change } from '../api/whatif';
import { changesOf, partsOf, textOf } from './changes';

const site = { lon: 123.4, lat: 41.7, kind: 'trail' };

describe('changes', () => {
  it('are sites on the map, there and back', () => {
    expect(partsOf(changesOf([site]))).toEqual({ placed: [site], others: [] });
  });

  it('that no marker could show stay as they are', () => {
    const others = [
      { close: { site: 'x' } },
      { add: { geometry: { type: 'Polygon', coordinates: [] }, kind: 'trail' } },
      { add: { geometry: { type: 'Point', coordinates: [123.4, 41.7] }, kind: 'trail', area_m2: 600 } },
    ] as unknown as Change[];
    expect(partsOf([...others, ...changesOf([site])])).toEqual({ placed: [site], others });
  });

  it('are the same within a decimetre', () => {
    expect(textOf([site])).toBe(textOf([{ ...site, lon: 123.400_000_04 }]));
    expect(textOf([site])).not.toBe(textOf([{ ...site, lon: 123.4001 }]));
  });
});
