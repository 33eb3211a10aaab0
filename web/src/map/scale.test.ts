import { describe, expect, it } from 'vitest';
import { barShare, colourOf, NO_DATA, steps } from './scale';

describe('the colour scale', () => {
  it('breaks exactly at the target', () => {
    const met = (value: number) => steps(4.5).find((s) => s.colour === colourOf(value, 4.5))!.met;
    expect(met(4.5)).toBe(true);
    expect(met(4.4999999)).toBe(false);
    expect(met(4.496)).toBe(false);
  });

  it('covers every value with neighbouring steps', () => {
    const all = steps(4.5);
    expect(all[0]!.from).toBeNull();
    expect(all.at(-1)!.to).toBeNull();
    for (let n = 1; n < all.length; n += 1) expect(all[n]!.from).toBe(all[n - 1]!.to);
    expect(new Set(all.map((s) => s.colour)).size).toBe(all.length);
  });

  it('has a colour of its own for no data, and zero is data', () => {
    expect(colourOf(null, 4.5)).toBe(NO_DATA);
    expect(colourOf(1, null)).toBe(NO_DATA);
    expect(colourOf(0, 4.5)).toBe(steps(4.5)[0]!.colour);
  });

  it('puts the target at its tick and never leaves the bar', () => {
    expect(barShare(4.5, 4.5, 0.5)).toBeCloseTo(0.5);
    expect(barShare(90, 4.5, 0.5)).toBe(1);
    expect(barShare(null, 4.5, 0.5)).toBe(0);
  });
});
