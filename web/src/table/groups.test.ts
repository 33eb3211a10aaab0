import { describe, expect, it } from 'vitest';
import type { WhyItem } from '../api/coverage';
import { grouped, groupOf, lacks } from './groups';

const item = (some: Partial<WhyItem>): WhyItem => ({ site_id: 'a', name_zh: '甲', kind: 'x', area_m2: 10, counted: true, rule_zh: '', rule_en: 'counts with its surveyed venue area', share: 1, ...some });
const UNKNOWN_AREA = 'should count, but its area is unknown (not taken as zero)';

describe('what the rules say of an item', () => {
  it('goes by the code where the service sends one', () => {
    expect(groupOf(item({ verdict: 'surveyed' }))).toBe('counted');
    expect(groupOf(item({ verdict: 'area_unknown', counted: false, area_m2: null, rule_en: 'reworded' }))).toBe('unknown');
    expect(groupOf(item({ verdict: 'access_unknown', counted: false }))).toBe('unknown');
    expect(groupOf(item({ verdict: 'declared_overlap', counted: false, area_m2: null, rule_en: UNKNOWN_AREA }))).toBe('not');
  });

  it('goes by the rule’s words where it sends none', () => {
    expect(groupOf(item({ counted: false, area_m2: null, rule_en: UNKNOWN_AREA }))).toBe('unknown');
    expect(groupOf(item({ counted: false, area_m2: 40, rule_en: 'who may use it is not known: not in this figure' }))).toBe('unknown');
    expect(groupOf(item({ counted: false, area_m2: null, rule_en: 'its access class is not in this figure' }))).toBe('not');
    expect(groupOf(item({ counted: false, area_m2: 0, rule_en: 'its kind has no venue area' }))).toBe('not');
  });

  it('counts a trail with the part that is known, and says that a part is not', () => {
    const trail = item({ area_m2: 50, rule_en: UNKNOWN_AREA });
    expect([groupOf(trail), lacks(trail)]).toEqual(['counted', true]);
    expect(lacks(item({}))).toBe(false);
  });

  it('puts the largest first', () => {
    expect(grouped([item({ site_id: 'b' }), item({ site_id: 'c', area_m2: 30 })]).counted.map((each) => each.site_id)).toEqual(['c', 'b']);
  });
});
