/** How good an answer is known to be. */
import type { Model } from '../api/siting';
import { count, metres, UNKNOWN } from '../text/number';

/** A model's objective with its unit: people, sites, or metres a head. */
export function inUnits(value: number | null | undefined, model: Model): string {
  if (value === null || value === undefined) return UNKNOWN;
  if (model === 'least_distance') return metres(value);
  return `${count(value)} ${model === 'fewest_sites' ? '处' : '人'}`;
}

/** A gap as "at most": rounded up, so that what is not proven never reads as 0 %. */
export function atMost(share: number): string {
  if (share <= 0) return '0%';
  const hundredths = Math.ceil(share * 10_000 - 1e-9);
  return `${(hundredths / 100).toFixed(2)}%`;
}

/** Most people is bounded from above, the others from below. */
export const boundedAbove = (model: Model): boolean => model === 'most_people';

/** People gained up to and with each place; unknown from the first unknown one on. */
export function cumulative(people: readonly (number | null)[]): (number | null)[] {
  let sum: number | null = 0;
  return people.map((each) => (sum = sum === null || each === null ? null : sum + each));
}
