import { describe, expect, it } from 'vitest';
import type { Caused, Reconciliation, TaskDifference } from '../api/freezes';
import { byWeight, isSame, signedArea, signedHead, waterfall } from './moved';

const caused = (cause: string, all: number) => ({ cause, cause_zh: cause, cause_en: cause, sites: 1, area_m2: { all, open: 0, free: 0 }, m2_per_head: null }) as Caused;

describe('areas that moved', () => {
  it('carry their sign, to the cm2', () => {
    expect(signedArea(5200)).toBe('+5,200');
    expect(signedArea(-36706.8004)).toBe('−36,706.8004');
    expect(signedArea(0)).toBe('0');
    expect(signedArea(null)).toBe('—');
  });

  it('per head: a little is not nothing, and unknown is not 0', () => {
    expect(signedHead(-0.04509)).toBe('−0.0451');
    expect(signedHead(0.00001)).toBe('+<0.0001');
    expect(signedHead(0)).toBe('0');
    expect(signedHead(null)).toBe('—');
  });
});

describe('the waterfall', () => {
  it('steps from the frozen area to today’s, each cause where the one before ended', () => {
    const { steps, broken } = waterfall(100, 80, [caused('newly_found', 50), caused('closed', -70)]);
    expect(broken).toBe(false);
    expect(steps.map(({ key, from, to }) => [key, from, to])).toEqual([
      ['frozen', 0, 100 / 150], ['newly_found', 100 / 150, 1], ['closed', 1, 80 / 150], ['best', 0, 80 / 150],
    ]);
  });

  it('breaks its axis where the steps are small beside the whole', () => {
    const { steps, broken } = waterfall(3_700_000, 3_702_000, [caused('newly_found', 2000)]);
    expect(broken).toBe(true);
    expect(steps[1]!.to - steps[1]!.from).toBeGreaterThan(0.5);
    expect(steps[0]!.to).toBeGreaterThan(0);
  });

  it('leaves out a cause that moved no area, and stands where there is none at all', () => {
    expect(waterfall(10, 10, [caused('population', 0)]).steps.map(({ key }) => key)).toEqual(['frozen', 'best']);
    expect(waterfall(0, 0, []).steps.map(({ to }) => to)).toEqual([0, 0]);
  });
});

it('a reconciliation is the same where no row, site or task differs', () => {
  const row = { causes: [] as Caused[], difference_m2: 0, difference_m2_per_head: 0 };
  const told = { rows: [row, { ...row, difference_m2_per_head: null }], sites: [], tasks: [] } as unknown as Reconciliation;
  expect(isSame(told)).toBe(true);
  expect(isSame({ ...told, rows: [{ ...row, causes: [caused('population', 0)] }] as unknown as Reconciliation['rows'] })).toBe(false);
  expect(isSame({ ...told, tasks: [{}] as TaskDifference[] })).toBe(false);
});

it('tasks whose state changed come first', () => {
  const one = (task: number, frozen: string, best: string) => ({ task, state: { frozen, best } }) as TaskDifference;
  expect(byWeight([one(2, 'met', 'met'), one(3, 'missed', 'met'), one(4, 'met', 'met')]).map(({ task }) => task)).toEqual([3, 2, 4]);
});
