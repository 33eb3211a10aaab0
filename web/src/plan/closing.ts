/** Ways to close a gap, as they are read: the ones that close it first, the rest behind them. */
import type { Closing } from '../api/plan';
import { area, count, UNKNOWN } from '../text/number';
import { plain } from './value';

/** What closes the gap before what does not; otherwise as the service orders them. */
export function inOrder(ways: readonly Closing[]): Closing[] {
  return [...ways.filter((way) => way.closes), ...ways.filter((way) => !way.closes)];
}

/** Whole yuan, or in 万 where there are many; exact to the last yuan in `exactCost`. */
export function cost(yuan: number | null): { zh: string; en: string } {
  if (yuan === null) return { zh: UNKNOWN, en: UNKNOWN };
  if (yuan < 10_000) return { zh: `${count(yuan)} 元`, en: `${count(yuan)} yuan` };
  return { zh: `${plain(yuan / 10_000)} 万元`, en: yuan < 1_000_000 ? `${count(yuan)} yuan` : `${plain(yuan / 1_000_000)} M yuan` };
}

/** Square metres whole, other things as they are counted. */
export const amount = (value: number, unit: string): string => (unit === 'm2' ? area(value) : plain(value));
