import { read } from './client';

export type Figure = 'all' | 'open' | 'free';
export const FIGURES: readonly Figure[] = ['all', 'open', 'free'];
export type Flag = 'demo' | 'estimate' | 'schematic';

export interface Code {
  system: string;
  edition: string;
  code: string;
}

export interface CoverageRow {
  /** `id` is null in the row of what lies in no division. */
  division: { id: string | null; name_zh: string; name_en: string | null; codes: Code[]; level: string };
  population: { value: number | null; year: number | null; vintage: string | null; basis: string | null; estimate: boolean } | null;
  area_m2: Record<Figure, number | null>;
  m2_per_head: Record<Figure, number | null>;
  met: boolean | null;
  shortfall_m2: number | null;
  /** Null at a date of which the registry has nothing on record. */
  sites: number | null;
  /** Share of the counted sites whose area is known, 0..1. */
  completeness: number | null;
  /** The same of each figure: a site whose access is not known is known in `all` only. */
  completeness_of?: Record<Figure, number | null>;
  /** Sites that should have an area and whose access is not known; older services do not tell. */
  access_unknown?: number;
  counts: Record<string, number>;
  trail_m: number | null;
  flags: Flag[];
}

export interface Coverage {
  as_of: string;
  known_at: string | null;
  rule_version: string;
  target_m2_per_head: number | null;
  rows: CoverageRow[];
  /** False at a date of which the registry has nothing on record: its figures are unknown, not zero. */
  on_record: boolean;
}

/** The rows by their part: the whole, its children, what lies nowhere. */
export interface Parts {
  whole: CoverageRow | null;
  children: CoverageRow[];
  unassigned: CoverageRow | null;
}

const isUnassigned = (row: CoverageRow) => !row.division || row.division.id === null || row.division.level === 'unassigned';

export function parts(coverage: Coverage): Parts {
  const [whole, ...rest] = coverage.rows;
  return {
    whole: whole ?? null,
    children: rest.filter((row) => !isUnassigned(row)),
    unassigned: rest.find(isUnassigned) ?? null,
  };
}

const UNKNOWN: Record<Figure, null> = { all: null, open: null, free: null };

/** Where nothing is on record the service counts zero; the page must not claim that there was nothing. */
export function known(answer: Omit<Coverage, 'on_record'>): Coverage {
  const on_record = (answer.rows[0]?.sites ?? 0) > 0;
  if (on_record) return { ...answer, on_record };
  const rows = answer.rows.map((row) => ({ ...row, area_m2: UNKNOWN, m2_per_head: UNKNOWN, met: null, shortfall_m2: null, sites: null, completeness: null, trail_m: null }));
  return { ...answer, rows, on_record };
}

export const coverage = async (asOf: string, signal?: AbortSignal) =>
  known(await read<Omit<Coverage, 'on_record'>>(`/api/v1/coverage?as_of=${asOf}`, signal));

export interface WhyItem {
  /** Null in a list that is not about sites. */
  site_id: string | null;
  name_zh: string;
  name_en?: string | null;
  kind: string;
  area_m2: number | null;
  counted: boolean;
  /** Which rule decided, as a code; older services tell it in words only. */
  verdict?: string;
  rule_zh: string;
  rule_en: string;
  /** Part of the site that lies in this division, 0..1 (only trails are split). */
  share: number;
  demo?: boolean;
}

export interface Why {
  division: unknown;
  figure: Figure;
  as_of: string;
  rule_version: string;
  total_m2: number | null;
  items: WhyItem[];
}

/** `everything` is the implicit area of a registry without divisions. */
export const why = (division: string, asOf: string, figure: Figure, signal?: AbortSignal) =>
  read<Why>(`/api/v1/coverage/why?as_of=${asOf}&figure=${figure}${division === 'everything' ? '' : `&division=${encodeURIComponent(division)}`}`, signal);
