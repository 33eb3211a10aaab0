/** The order of the table's rows. Unknown values come last, whichever way it is sorted. */
import type { CoverageRow } from '../api/coverage';

export type Column = 'name' | 'population' | 'all' | 'open' | 'free' | 'met' | 'area' | 'shortfall' | 'sites' | 'completeness';
export interface Order {
  column: Column;
  descending: boolean;
}

const VALUES: Record<Exclude<Column, 'name'>, (row: CoverageRow) => number | null> = {
  population: (row) => row.population?.value ?? null,
  all: (row) => row.m2_per_head.all,
  open: (row) => row.m2_per_head.open,
  free: (row) => row.m2_per_head.free,
  met: (row) => (row.met === null ? null : Number(row.met)),
  area: (row) => row.area_m2.all,
  shortfall: (row) => row.shortfall_m2,
  sites: (row) => row.sites,
  completeness: (row) => row.completeness,
};

/** Null keeps the service's own order. */
export function sorted(rows: CoverageRow[], order: Order | null, language: 'zh' | 'en'): CoverageRow[] {
  if (!order) return rows;
  const sign = order.descending ? -1 : 1;
  if (order.column === 'name') {
    const names = new Intl.Collator(language === 'zh' ? 'zh-Hans-u-co-pinyin' : 'en');
    const name = (row: CoverageRow) => (language === 'zh' ? row.division.name_zh : (row.division.name_en ?? row.division.name_zh));
    return [...rows].sort((a, b) => sign * names.compare(name(a), name(b)));
  }
  const value = VALUES[order.column];
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (x - y);
  });
}

/** A click on a heading: first its natural direction, then the other, then the service's order. */
export function clicked(order: Order | null, column: Column): Order | null {
  const natural = column !== 'name';
  if (order?.column !== column) return { column, descending: natural };
  return order.descending === natural ? { column, descending: !natural } : null;
}
