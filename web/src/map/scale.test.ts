import { describe, expect, it } from 'vitest';
import { barShare, colourIn, NO_DATA, scaleOf, steps } from './scale';

const around = steps(4.5);

describe('the colour scale', () => {
  it('breaks exactly at the target', () => {
    const met = (value: number) => around.find((s) => s.colour === colourIn(around, value))!.met;
    expect(met(4.5)).toBe(true);
    expect(met(4.4999999)).toBe(false);
    expect(met(4.496)).toBe(false);
  });

  it('covers every value with neighbouring steps', () => {
    for (const all of [around, scaleOf(null, [0.2, 3.4, 4.9]), scaleOf(null, [0.028, 0.004])]) {
      expect(all[0]!.from).toBeNull();
      expect(all.at(-1)!.to).toBeNull();
      for (let n = 1; n < all.length; n += 1) expect(all[n]!.from).toBe(all[n - 1]!.to);
      expect(new Set(all.map((s) => s.colour)).size).toBe(all.length);
    }
  });

  it('has a colour of its own for no data, and zero is data', () => {
    expect(colourIn(around, null)).toBe(NO_DATA);
    expect(colourIn([], 1)).toBe(NO_DATA);
    expect(colourIn(around, 0)).toBe(around[0]!.colour);
  });

  it('says nothing of good and bad without a target, and breaks at round numbers', () => {
    const neutral = scaleOf(null, [4.03, 5.31, null, 4.59]);
    expect(neutral.map((s) => s.from)).toEqual([null, 4.5, 5]);
    expect(neutral.every((s) => s.met === null)).toBe(true);
    const judged = new Set(around.map((s) => s.colour));
    expect(neutral.some((s) => judged.has(s.colour))).toBe(false);
    expect(scaleOf(null, [0, 0.0283]).map((s) => s.from)).toEqual([null, 0.01, 0.02]);
    // One value alone can not be compared.
    expect(scaleOf(null, [null, 0])).toEqual([]);
    expect(scaleOf(null, [3, 3])).toEqual([]);
  });

  it('never leaves the bar', () => {
    expect(barShare(4.5, 9)).toBeCloseTo(0.5);
    expect(barShare(90, 9)).toBe(1);
    expect(barShare(null, 9)).toBe(0);
    expect(barShare(1, 0)).toBe(0);
  });
});
