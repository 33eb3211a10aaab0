/** How good an answer is known to be. */
import type { Model } from '../api/siting';
import { count, UNKNOWN } from '../text/number';

/** Large numbers whole, small ones with a digit more. */
export function measured(value: number | null | undefined): string {
  if (value === null || value === undefined) return UNKNOWN;
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return count(value);
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 }).format(value);
}

/** A gap as "at most": rounded up, so that what is not proven never reads as 0 %. */
export function atMost(share: number): string {
  if (share <= 0) return '0%';
  const hundredths = Math.ceil(share * 10_000 - 1e-9);
  return `${(hundredths / 100).toFixed(2)}%`;
}

/** Most people is bounded from above, the others from below. */
export const boundedAbove = (model: Model): boolean => model === 'most_people';

/** Gains up to and with each place; unknown from the first unknown one on. */
export function cumulative(gains: readonly (number | null)[]): (number | null)[] {
  let sum: number | null = 0;
  return gains.map((each) => (sum = sum === null || each === null ? null : sum + each));
}
