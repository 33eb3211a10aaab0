import { describe, expect, it } from 'vitest';
import { NoAnswer, Problem } from '../api/client';
import { toldOf } from './trouble';

describe('trouble', () => {
  it('is told in the service’s own words, the fields with it', () => {
    const problem = new Problem(409, 'no network', '尚无步行路网', 'there is no network for walking', [{ pointer: 'mode', message_zh: '请先导入', message_en: 'import one first' }]);
    expect(toldOf(problem)).toEqual(['尚无步行路网 请先导入', 'there is no network for walking import one first']);
  });

  it('is not told twice where both languages say the same', () => {
    expect(toldOf(new Problem(500, 'internal', 'internal', 'internal', []))).toEqual(['internal', '']);
  });

  it('says that no answer came', () => {
    expect(toldOf(new NoAnswer('TypeError: fetch failed'))[1]).toMatch(/No answer/);
  });
});
