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
  sites: number;
  /** Share of the counted sites whose area is known, 0..1. */
  completeness: number | null;
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

export const coverage = (asOf: string, signal?: AbortSignal) =>
  read<Coverage>(`/api/v1/coverage?as_of=${asOf}`, signal);

export interface WhyItem {
  site_id: string;
  name_zh: string;
  name_en?: string | null;
  kind: string;
  area_m2: number | null;
  counted: boolean;
  rule_zh: string;
  rule_en: string;
  /** Part of the site that lies in this division, 0..1 (only trails are split). */
  share: number;
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
