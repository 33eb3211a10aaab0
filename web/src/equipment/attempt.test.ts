import { describe, expect, it } from 'vitest';
import type { NewEquipment } from '../api/equipment';
import { begin, pending, settle } from './attempt';

function drawer() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}
const body = (name_zh: string) => ({ name_zh }) as NewEquipment;

describe('an unanswered registration', () => {
  it('goes out again with its first key and its first body', () => {
    const kept = drawer();
    let keys = 0;
    const first = begin(kept, body('甲'), () => `key-${(keys += 1)}`);
    const second = begin(kept, body('乙'), () => `key-${(keys += 1)}`);
    expect(second).toEqual(first);
    expect(keys).toBe(1);
  });

  it('gives the next one a new key once it is settled', () => {
    const kept = drawer();
    begin(kept, body('甲'), () => 'a');
    settle(kept);
    expect(pending(kept)).toBeNull();
    expect(begin(kept, body('乙'), () => 'b')).toEqual({ key: 'b', body: body('乙') });
  });

  it('ignores what it cannot read', () => {
    const kept = drawer();
    kept.setItem('jiantu.attempt', '{broken');
    expect(pending(kept)).toBeNull();
  });
});
