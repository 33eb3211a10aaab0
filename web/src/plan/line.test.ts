import { describe, expect, it } from 'vitest';
import { lineFrom } from './line';

const line = (values: [string, number | null][], target: number) =>
  lineFrom(values.map(([at, value]) => ({ at, value })), target, '2021-01-01', '2025-12-31', 100, 40);

describe('the small line of a card', () => {
  it('runs from the year end before the plan to its end, and higher is up', () => {
    const { runs, target } = line([['2020-12-31', 0], ['2025-12-31', 4]], 2);
    expect(runs[0]!.map(({ x, y }) => [x, y])).toEqual([[0, 40], [100, 0]]);
    expect(target).toBe(20);
  });

  it('breaks where a value is not known', () => {
    expect(line([['2021-12-31', 1], ['2022-12-31', null], ['2023-12-31', 3]], 2).runs.map((run) => run.length)).toEqual([1, 1]);
    expect(line([['2021-12-31', null]], 2).runs).toEqual([]);
  });

  it('keeps frozen values in the same frame, and leaves out what nobody knew', () => {
    const { runs, frozen } = lineFrom([{ at: '2025-12-31', value: 2 }], 1, '2021-01-01', '2025-12-31', 100, 40, [{ at: '2025-12-31', value: 3 }, { at: '2024-12-31', value: null }]);
    expect(frozen.map(({ x, y }) => [x, y])).toEqual([[100, 0]]);
    expect(runs[0]![0]!.y).toBe(20);
  });

  it('lies in the middle where all values are the target', () => {
    const { runs, target } = line([['2021-12-31', 5]], 5);
    expect([runs[0]![0]!.y, target]).toEqual([20, 20]);
  });
});
