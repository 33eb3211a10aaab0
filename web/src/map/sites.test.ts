import { describe, expect, it } from 'vitest';
import { classOf, covers, drawn, pointOf, standsAt, withMargin } from './sites';

const site = { status: 'operating' as const, access: 'free_open' as const, opened_on: '2021-05-01', closed_on: null };

describe('a site at a date', () => {
  it('stands from its opening day to the day before its closing day', () => {
    expect(standsAt(site, '2021-04-30')).toBe(false);
    expect(standsAt(site, '2021-05-01')).toBe(true);
    const gone = { ...site, status: 'closed' as const, closed_on: '2024-06-30' };
    expect(standsAt(gone, '2024-06-29')).toBe(true);
    expect(standsAt(gone, '2024-06-30')).toBe(false);
  });

  it('does not stand while planned or being built', () => {
    expect(standsAt({ ...site, status: 'planned', opened_on: null }, '2025-12-31')).toBe(false);
    expect(standsAt({ ...site, status: 'temporarily_closed' }, '2025-12-31')).toBe(true);
  });

  it('is classed by what a citizen may do', () => {
    expect(classOf(site)).toBe('free');
    expect(classOf({ ...site, access: 'open' })).toBe('open');
    expect(classOf({ ...site, access: 'closed_to_public' })).toBe('restricted');
    expect(classOf({ ...site, access: 'unknown' })).toBe('unstated');
    expect(classOf({ ...site, status: 'closed' })).toBe('inactive');
  });
});

describe('the sites that are drawn', () => {
  it('are all pale at a date of which nothing is on record', () => {
    const undated = { type: 'Feature' as const, id: 'a', geometry: { type: 'Point' as const, coordinates: [24.9, 60.2] },
      properties: { name_zh: '甲', kind: 'fitness_path', status: 'operating' as const, access: 'free_open' as const } };
    const here = (onRecord: boolean) => drawn([undated], '2025-12-31', onRecord, (zh) => zh).points.features[0]!.properties!['_here'];
    expect([here(true), here(false)]).toEqual([true, false]);
  });
});

describe('the box that is fetched', () => {
  it('covers the view and stays on the globe', () => {
    const view = [123.3, 41.6, 123.8, 42] as [number, number, number, number];
    expect(covers(withMargin(view), view)).toBe(true);
    expect(covers(view, withMargin(view))).toBe(false);
    expect(withMargin([-180, -90, 180, 90])).toEqual([-180, -90, 180, 90]);
  });
});

describe('the point of a geometry', () => {
  it('lies on a line and inside a box', () => {
    expect(pointOf({ type: 'LineString', coordinates: [[0, 0], [1, 5], [2, 0]] })).toEqual([1, 5]);
    expect(pointOf({ type: 'Polygon', coordinates: [[[0, 0], [4, 0], [4, 2], [0, 2], [0, 0]]] })).toEqual([2, 1]);
  });
});
