import { describe, expect, it } from 'vitest';
import { placeOf } from './place';

describe('a declared place', () => {
  it('keeps the coordinate and its datum as they came', () => {
    expect(placeOf(123.463, 41.679, 'gcj02', 12)).toEqual({ lon: 123.463, lat: 41.679, datum: 'gcj02', accuracy: 12 });
  });

  it('refuses what is no place on the globe, swapped axes among it', () => {
    expect(placeOf(Number.NaN, 41, 'wgs84', null)).toBeNull();
    expect(placeOf(41.679, 123.463, 'wgs84', null)).toBeNull();
    expect(placeOf(181, 0, 'wgs84', null)).toBeNull();
  });
});
