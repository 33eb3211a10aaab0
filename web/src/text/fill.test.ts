import { describe, expect, it } from 'vitest';
import { fill } from './fill';

describe('a text with values', () => {
  it('has them in their places', () => {
    expect(fill('≥{k} 类设施，{d} 以内', { k: 3, d: '1,000 m' })).toBe('≥3 类设施，1,000 m 以内');
    expect(fill('另有 {n} 处', {})).toBe('另有 {n} 处');
  });
});
