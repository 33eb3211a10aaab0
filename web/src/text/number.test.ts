import { describe, expect, it } from 'vitest';
import { area, exactArea, metres, percent, perHead, unroundedIfMisleading, UNKNOWN } from './number';

describe('numbers', () => {
  it('rounds 4.496 to 4.50 and says that it misses 4.5', () => {
    expect(perHead(4.496)).toBe('4.50');
    expect(unroundedIfMisleading(4.496, 4.5, false)).toBe('4.496');
    expect(unroundedIfMisleading(4.49996, 4.5, false)).toBe('4.49996');
  });

  it('does not round a little to nothing', () => {
    expect(perHead(0.0049)).toBe('<0.01');
    expect(perHead(0.005)).toBe('0.01');
    expect(perHead(0)).toBe('0.00');
  });

  it('adds no digits where two places already tell the truth', () => {
    expect(unroundedIfMisleading(4.49, 4.5, false)).toBeNull();
    expect(unroundedIfMisleading(4.5, 4.5, true)).toBeNull();
    expect(unroundedIfMisleading(null, 4.5, null)).toBeNull();
  });

  it('never shows unknown as zero', () => {
    for (const format of [perHead, area, exactArea, percent, metres]) {
      expect(format(null)).toBe(UNKNOWN);
      expect(format(undefined)).toBe(UNKNOWN);
    }
    expect(area(0)).toBe('0');
  });

  it('keeps cm2 and groups thousands', () => {
    expect(exactArea(34658.7)).toBe('34,658.7');
    expect(exactArea(0.0001)).toBe('0.0001');
    expect(area(3594600)).toBe('3,594,600');
  });

  it('does not round an incomplete share up to 100 %', () => {
    expect(percent(0.9999)).toBe('99.9%');
    expect(percent(1)).toBe('100.0%');
    expect(percent(0.93)).toBe('93.0%');
    expect(percent(232 / 347)).toBe('66.9%');
  });

  it('writes lengths in m and km', () => {
    expect(metres(999)).toBe('999 m');
    expect(metres(12345)).toBe('12.35 km');
  });
});
