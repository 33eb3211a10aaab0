import { describe, expect, it } from 'vitest';
import type { CoverageRow } from '../api/coverage';
import { clicked, sorted } from './sort';

const row = (name_zh: string, name_en: string, value: number | null) =>
  ({ division: { id: name_en, name_zh, name_en, codes: [], level: 'subdistrict' }, m2_per_head: { all: value, open: null, free: null } }) as unknown as CoverageRow;
const rows = [row('五三街道', 'Wusan', 4.496), row('白塔街道', 'Baita', null), row('东湖街道', 'Donghu', 4.5)];
const names = (list: CoverageRow[]) => list.map((r) => r.division.name_en);

describe('the order of rows', () => {
  it('compares unrounded values and keeps unknown last both ways', () => {
    expect(names(sorted(rows, { column: 'all', descending: true }, 'zh'))).toEqual(['Donghu', 'Wusan', 'Baita']);
    expect(names(sorted(rows, { column: 'all', descending: false }, 'zh'))).toEqual(['Wusan', 'Donghu', 'Baita']);
  });

  it('sorts Chinese names by pinyin', () => {
    expect(names(sorted(rows, { column: 'name', descending: false }, 'zh'))).toEqual(['Baita', 'Donghu', 'Wusan']);
  });

  it('leaves the given list alone and can return to its order', () => {
    expect(names(sorted(rows, null, 'en'))).toEqual(['Wusan', 'Baita', 'Donghu']);
    expect(names(rows)).toEqual(['Wusan', 'Baita', 'Donghu']);
  });

  it('turns by clicks: natural, other way, none', () => {
    const first = clicked(null, 'all');
    expect(first).toEqual({ column: 'all', descending: true });
    expect(clicked(first, 'all')).toEqual({ column: 'all', descending: false });
    expect(clicked(clicked(first, 'all'), 'all')).toBeNull();
    expect(clicked(first, 'name')).toEqual({ column: 'name', descending: false });
  });
});
