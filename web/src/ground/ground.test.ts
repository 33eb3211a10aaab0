import { describe, expect, it } from 'vitest';
import type { Indicator, Part } from '../api/plan';
import { groundDrawn, groundIn, kindSorts, meantBy, onMap, sortOf } from './ground';

const part = (id: string, counts: boolean, list: string | null = 'clusters') => ({ id, list, counts, name_zh: id, name_en: null, value: null }) as Part;
const row = (id: string, year: number | null, parts: Part[]) => ({ id, year, parts }) as Indicator;

describe('the address of what lies on the map', () => {
  it('names a task and a record, and is read back', () => {
    const address = onMap('2025-12-31', { task: 4, indicator: '4.cluster_cells', place: 'c1' });
    expect(address).toBe('/?as_of=2025-12-31&task=4&indicator=4.cluster_cells&place=c1');
    expect(groundIn(address.slice(1))).toEqual({ task: 4, indicator: '4.cluster_cells', layer: null, place: 'c1' });
  });

  it('names a list; what is no task and no list is nothing', () => {
    expect(groundIn(onMap(null, { layer: 'organisations' }).slice(1))).toEqual({ task: null, indicator: null, layer: 'organisations', place: null });
    expect(groundIn('?layer=users&task=0')).toBeNull();
    expect(groundIn('')).toBeNull();
  });
});

describe('the records behind a task', () => {
  it('stand once each, with how many of their parts count', () => {
    const meant = meantBy([row('a', null, [part('c1', true), part('c1', false), part('c2', true), part('x', true, 'milestones')])], null, '2025-12-31');
    expect(meant.map(({ id, counts, of }) => [id, counts, of])).toEqual([['c1', 1, 2], ['c2', 1, 1]]);
    expect(meant.map(sortOf)).toEqual(['some', 'all']);
    expect(sortOf({ counts: 0, of: 2 })).toBe('none');
  });

  it('are of one indicator where one is named, and of the year of the day', () => {
    const rows = [row('a', 2024, [part('old', true)]), row('a', 2025, [part('new', true)]), row('b', null, [part('other', true)])];
    expect(meantBy(rows, 'a', '2025-06-30').map(({ id }) => id)).toEqual(['new']);
    expect(meantBy(rows, 'a', '2024-12-31').map(({ id }) => id)).toEqual(['old']);
    expect(meantBy(rows, null, '2020-12-31').map(({ id }) => id)).toEqual(['other']);
  });
});

it('kinds have numbers in a fixed order', () => {
  expect(kindSorts(['b', 'a', 'b'], (kind) => [kind, kind]).map(({ key, mark }) => [key, mark])).toEqual([['a', '1'], ['b', '2']]);
});

it('a shape is drawn with a point for its mark, a point alone', () => {
  const sort = { key: 'all', mark: '✓', colour: '#000000', name: ['计入', 'counted'] as const };
  const ring = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]];
  const drawn = groundDrawn([
    { id: 'p', name: '点', sort, geometry: { type: 'Point', coordinates: [1, 2] } },
    { id: 'a', name: '面', sort, geometry: { type: 'Polygon', coordinates: [ring] } },
  ]);
  expect(drawn.shapes.features.map((each) => each.properties?.['id'])).toEqual(['a']);
  expect(drawn.points.features.map((each) => each.geometry.coordinates)).toEqual([[1, 2], [1, 1]]);
});
