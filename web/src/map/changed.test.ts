import { describe, expect, it } from 'vitest';
import type { Change } from '../api/changes';
import type { Box, SiteFeature } from '../api/sites';
import { concerned, idOf, merged } from './changed';

const site = (id: string, version: number): SiteFeature => ({
  type: 'Feature', id, geometry: { type: 'Point', coordinates: [1, 1] }, properties: { name_zh: id, kind: 'k', status: 'operating', access: 'open', version },
});
const change = (id: string, bbox: Box | null, what: Change['what'] = 'changed', collection = 'sites'): Change => ({ seq: 1, id, collection, what, parent: null, bbox, bbox_before: null });
const box: Box = [0, 0, 10, 10];
const [inside, outside]: Box[] = [[1, 1, 1, 1], [20, 20, 20, 20]];

describe('what a batch concerns', () => {
  const loaded = new Set(['here']);

  it('is what is shown, wherever it went, and what comes into what is loaded', () => {
    const changes = [change('here', outside!), change('comes', inside!), change('elsewhere', outside!), change('nowhere', null), change('piece', inside!, 'created', 'equipment')];
    expect(concerned(changes, loaded, box)).toEqual({ gone: [], read: ['here', 'comes'] });
  });

  it('adds nothing to a view that is loaded in part', () => {
    expect(concerned([change('here', inside!), change('comes', inside!)], loaded, null)).toEqual({ gone: [], read: ['here'] });
  });

  it('takes off what was removed', () => {
    expect(concerned([change('here', null, 'removed'), change('never seen', null, 'removed')], loaded, box)).toEqual({ gone: ['here'], read: [] });
  });
});

describe('merging', () => {
  const ids = (sites: SiteFeature[]) => sites.map((each) => [idOf(each), each.properties.version]);

  it('replaces, adds and takes off', () => {
    const read = new Map<string, SiteFeature | null>([['a', site('a', 9)], ['b', null], ['d', site('d', 8)], ['e', null]]);
    expect(ids(merged([site('a', 1), site('b', 2), site('c', 3)], read))).toEqual([['a', 9], ['c', 3], ['d', 8]]);
  });

  it('keeps the newer of two readings', () => {
    expect(ids(merged([site('a', 9)], new Map([['a', site('a', 5)]])))).toEqual([['a', 9]]);
  });
});
