import { describe, expect, it } from 'vitest';
import { studiedIn, unstudied, writeStudied } from './address';

const written = (studied: Parameters<typeof writeStudied>[0]) => {
  const query = new URLSearchParams();
  writeStudied(studied, query);
  return query;
};

describe('the address of a study', () => {
  it('names only the tab as long as nothing was changed', () => {
    expect(written(unstudied()).toString()).toBe('analysis=reach');
    expect(studiedIn(new URLSearchParams('analysis=reach'))).toEqual(unstudied());
  });

  it('asks for nothing where it names no analysis', () => {
    expect(studiedIn(new URLSearchParams('as_of=2025-12-31&metres=300'))).toBeNull();
  });

  it('shows the same again', () => {
    const studied = {
      ...unstudied(), tab: 'siting' as const, mode: 'walk' as const, minutes: [5, 10], kinds: ['basketball', 'trail'], access: ['free_open'], gapMetres: 800,
      placed: [{ lon: 123.45, lat: 41.7, kind: 'trail' }, { lon: 123.5, lat: 41.72, kind: 'basketball' }],
      task: { model: 'fewest_sites' as const, count: 3, share: 0.8, metres: 500, eachSubdistrict: true }, run: true, scenario: 'abc',
    };
    expect(studiedIn(written(studied))).toEqual(studied);
  });

  it('opens a scenario without more words', () => {
    expect(studiedIn(new URLSearchParams('scenario=abc'))).toMatchObject({ tab: 'what-if', scenario: 'abc', placed: [] });
  });

  it('leaves what is wrong at the default', () => {
    const found = studiedIn(new URLSearchParams('analysis=maps&mode=fly&metres=x&gap_m=-3&try=200,41,trail;123,41;123.4,41.7,trail&count=0&share=7'));
    expect(found).toEqual({ ...unstudied(), placed: [{ lon: 123.4, lat: 41.7, kind: 'trail' }] });
  });
});
