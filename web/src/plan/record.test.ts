import { describe, expect, it } from 'vitest';
import { recordOf } from './record';

describe('the record of a part', () => {
  it('is where its list is served', () => {
    expect(recordOf({ list: 'sites', id: 'a' })).toBe('/api/v1/sites/a');
    expect(recordOf({ list: 'divisions', id: 'b' })).toBe('/ogc/collections/divisions/items/b');
  });
  it('is nothing where the part stands for no single record', () => {
    expect(recordOf({ list: null, id: null })).toBeNull();
    expect(recordOf({ list: 'events', id: null })).toBeNull();
  });
});
