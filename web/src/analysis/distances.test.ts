import { describe, expect, it } from 'vitest';
import { distancesOf, distanceText } from './distances';

describe('distances as typed', () => {
  it('are read with any comma, in order, each once', () => {
    expect(distancesOf('1000，300、500 300', 'metres')).toEqual([300, 500, 1000]);
  });

  it('are refused when none, too many, out of range or no number', () => {
    expect(distancesOf('', 'metres')).toBeNull();
    expect(distancesOf('1,2,3,4,5,6', 'metres')).toBeNull();
    expect(distancesOf('0', 'metres')).toBeNull();
    expect(distancesOf('300 m', 'metres')).toBeNull();
    expect(distancesOf('300', 'minutes')).toBeNull();
  });

  it('are told with their unit, with minutes where these were asked for', () => {
    expect(distanceText({ metres: 1000, minutes: null })).toBe('1,000 m');
    expect(distanceText({ metres: 300, minutes: 4.5 })).toBe('300 m');
    expect(distanceText({ metres: 375, minutes: 5 }, true)).toBe('5 min · 375 m');
  });
});
