import { describe, expect, it } from 'vitest';
import { labelPoint } from './label';

const square = (x: number, y: number, size: number) => [[[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]];

describe('the place of a name', () => {
  it('is the middle of a square, of the largest one of several', () => {
    expect(labelPoint({ type: 'Polygon', coordinates: square(0, 0, 2) })).toEqual([1, 1]);
    expect(labelPoint({ type: 'MultiPolygon', coordinates: [square(50, 50, 1), square(0, 0, 4)] })).toEqual([2, 2]);
  });

  it('lies inside a horseshoe, whose centroid does not', () => {
    const shoe = [[[0, 0], [10, 0], [10, 10], [7, 10], [7, 2], [2, 2], [2, 10], [0, 10], [0, 0]]];
    const [x, y] = labelPoint({ type: 'Polygon', coordinates: shoe })!;
    expect(y).toBeGreaterThan(2);
    expect(x).toBeCloseTo(8.5);
  });

  it('keeps out of a hole', () => {
    const [x] = labelPoint({ type: 'Polygon', coordinates: [square(0, 0, 10)[0]!, square(4, 4, 3)[0]!] })!;
    expect(x! < 4 || x! > 7).toBe(true);
  });

  it('is none for what has no inside', () => {
    expect(labelPoint({ type: 'Point', coordinates: [1, 2] })).toBeNull();
  });
});
