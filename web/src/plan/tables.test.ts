import { describe, expect, it } from 'vitest';
import type { Indicator } from '../api/plan';
import { anchor, matrix, sheets } from './tables';

const at = (id: string, code: string | null, year: number | null) =>
  ({ id, year, division: code ? { id: `d${code}`, code, name_zh: code, name_en: null } : null }) as Indicator;

describe('the obligations of a task', () => {
  it('stand together by indicator, in the order of the plan', () => {
    const all = [at('3.squares', null, 2021), at('3.pieces', null, 2021), at('3.squares', null, 2022)];
    expect(sheets(all).map(({ head, rows }) => [head.id, rows.length])).toEqual([['3.squares', 2], ['3.pieces', 1]]);
  });

  it('make a matrix where they are expanded over divisions, with a hole where there is none', () => {
    const found = matrix([at('a', '1', 2021), at('a', '1', 2022), at('a', '2', 2022), at('a', null, null)])!;
    expect(found.columns.map(({ key }) => key)).toEqual(['a 2021', 'a 2022']);
    expect(found.rows.map(({ division, cells }) => [division.code, cells.map((cell) => cell?.year ?? null)])).toEqual([['1', [2021, 2022]], ['2', [null, 2022]]]);
    expect(matrix([at('a', null, null), at('a', '1', null)])).toBeNull();
  });

  it('each have a place of their own on the page', () => {
    expect(anchor(at('3.squares', '210112', 2021))).toBe('o-3_squares-210112-2021');
    expect(anchor(at('3.squares', null, null))).toBe('o-3_squares-all-once');
    expect(anchor({ ...at('3.squares', null, null), missing_level: 'subdistrict' })).toBe('o-3_squares-subdistrict-once');
  });
});
