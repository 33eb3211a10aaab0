/** A task's obligations in the order they are read: by indicator, and as a matrix of divisions. */
import type { Indicator } from '../api/plan';

/** One indicator with all its obligations. */
export interface Sheet {
  head: Indicator;
  rows: Indicator[];
}

export function sheets(indicators: readonly Indicator[]): Sheet[] {
  const found = new Map<string, Sheet>();
  for (const each of indicators) {
    const sheet = found.get(each.id);
    if (sheet) sheet.rows.push(each);
    else found.set(each.id, { head: each, rows: [each] });
  }
  return [...found.values()];
}

export interface Matrix {
  columns: { key: string; head: Indicator }[];
  rows: { division: NonNullable<Indicator['division']>; cells: (Indicator | null)[] }[];
}

/** Divisions by indicator and year; null where nothing is expanded over at least two divisions. */
export function matrix(indicators: readonly Indicator[]): Matrix | null {
  const placed = indicators.filter((each) => each.division !== null);
  const keyOf = (each: Indicator) => `${each.id} ${each.year ?? ''}`;
  const columns = new Map<string, Indicator>();
  const rows = new Map<string, { division: NonNullable<Indicator['division']>; cells: Map<string, Indicator> }>();
  for (const each of placed) {
    if (!columns.has(keyOf(each))) columns.set(keyOf(each), each);
    const row = rows.get(each.division!.id) ?? { division: each.division!, cells: new Map<string, Indicator>() };
    row.cells.set(keyOf(each), each);
    rows.set(each.division!.id, row);
  }
  if (rows.size < 2) return null;
  return {
    columns: [...columns].map(([key, head]) => ({ key, head })),
    rows: [...rows.values()].map(({ division, cells }) => ({ division, cells: [...columns.keys()].map((key) => cells.get(key) ?? null) })),
  };
}

/** Where an obligation stands on the page. */
export const anchor = (each: Indicator): string =>
  `o-${each.id}-${each.division?.code ?? each.missing_level ?? 'all'}-${each.year ?? 'once'}`.replace(/[^\w-]/g, '_');
