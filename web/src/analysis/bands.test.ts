import { describe, expect, it } from 'vitest';
import { BEYOND, bandColour, bandColours, bandsOf } from './bands';

describe('bands of distance', () => {
  it('have a colour each, all different, for up to five distances', () => {
    for (let distances = 1; distances <= 5; distances += 1) {
      const colours = [...bandColours(distances), BEYOND];
      expect(new Set(colours).size).toBe(distances + 1);
    }
  });

  it('beyond all distances is of another family', () => {
    expect(bandColour(3, 3)).toBe(BEYOND);
    expect(bandColour(2, 3)).not.toBe(BEYOND);
  });

  it('hold everybody once', () => {
    const bands = bandsOf([{ people: 10, share: 0.1 }, { people: 40, share: 0.4 }], 100);
    expect(bands.map((band) => band.people)).toEqual([10, 30, 60]);
    expect(bands.reduce((sum, band) => sum + band.share, 0)).toBeCloseTo(1);
    expect(bandsOf([{ people: 0, share: null }], 0)).toEqual([]);
  });
});
