/** The items behind a number, by what the rules say of them. */
import type { WhyItem } from '../api/coverage';

export type Group = 'counted' | 'unknown' | 'not';
export const GROUPS: readonly Group[] = ['counted', 'unknown', 'not'];

/** Codes of what should count but can not, because something about it is not known. */
const UNKNOWN = new Set(['unknown', 'area_unknown', 'access_unknown']);
/** A service that sends no codes says it in words. */
const UNKNOWN_WORDS = /\bis unknown\b|\bis not known\b/;

/** Something of the item is not known; it may count in part (a trail of which some widths are known). */
export const lacks = (item: WhyItem): boolean =>
  item.verdict === undefined ? UNKNOWN_WORDS.test(item.rule_en) : UNKNOWN.has(item.verdict);

export const groupOf = (item: WhyItem): Group => (item.counted ? 'counted' : lacks(item) ? 'unknown' : 'not');

/** Every item in its group, the largest first. */
export function grouped(items: readonly WhyItem[]): Record<Group, WhyItem[]> {
  const lists: Record<Group, WhyItem[]> = { counted: [], unknown: [], not: [] };
  for (const item of items) lists[groupOf(item)].push(item);
  for (const list of Object.values(lists)) list.sort((a, b) => (b.area_m2 ?? 0) - (a.area_m2 ?? 0));
  return lists;
}
