import { describe, expect, it } from 'vitest';
import { addressOf, dayIn, shownIn } from './address';

const NOTHING = { asOf: null, task: null, only: null, freeze: null, version: null };

describe('the address of the plan’s page', () => {
  it('says the day, the task and the state, and is read back as it was written', () => {
    const shown = { asOf: '2023-12-31', task: 3, only: 'at_risk' as const, freeze: null, version: null };
    expect(addressOf(shown)).toBe('/plan?as_of=2023-12-31&task=3&state=at_risk');
    expect(shownIn('?as_of=2023-12-31&task=3&state=at_risk')).toEqual(shown);
  });

  it('says nothing of what is not chosen', () => {
    expect(addressOf(NOTHING)).toBe('/plan');
    expect(shownIn('')).toEqual(NOTHING);
  });

  it('leaves out what is no day, no task and no state', () => {
    expect(shownIn('?as_of=2021-02-30&task=-1&state=perhaps')).toEqual(NOTHING);
    expect(dayIn('2024-02-29')).toBe('2024-02-29');
    expect(dayIn('2023-02-29')).toBeNull();
    expect(dayIn('31.12.2023')).toBeNull();
  });

  it('names a frozen year and its version; a version of no year says nothing', () => {
    const shown = { ...NOTHING, freeze: 2025, version: 1 };
    expect(addressOf(shown)).toBe('/plan?freeze=2025&version=1');
    expect(shownIn('?freeze=2025&version=1')).toEqual(shown);
    expect(shownIn('?version=1')).toEqual(NOTHING);
    expect(shownIn('?freeze=25&version=0')).toEqual(NOTHING);
    expect(addressOf({ ...NOTHING, version: 2 })).toBe('/plan');
  });
});
