import { type Conditions, type Drawn, type Head, type Hidden, type Named, type Part, queryOf } from './analysis';
import { answered, type Job } from './jobs';

export interface Gap {
  rank: number;
  people: number;
  share: number | null;
  points: number;
  division: Named | null;
  /** From here most of its people would be within the radius. */
  best: { lon: number; lat: number; people: number };
  nearest: { site: string; name_zh: string; name_en?: string | null; metres: number } | null;
}

export interface Gaps extends Head {
  radius_m: number;
  uncovered: Part & { points: number };
  gaps: Gap[];
  hidden: Hidden | null;
}

/** The gaps beyond one distance; `conditions.metres` are not asked for. */
const query = (conditions: Conditions, metres: number, more: Record<string, string> = {}) => queryOf(conditions, { metres: String(metres), ...more }, false);

export const gaps = (conditions: Conditions, metres: number, signal?: AbortSignal, onJob?: (job: Job) => void) =>
  answered<Gaps>({ path: `/api/v1/gaps?${query(conditions, metres)}`, signal, ...(onJob && { onJob }) });

export const gapOutlines = (conditions: Conditions, metres: number, signal?: AbortSignal) =>
  answered<Drawn<Gap>>({ path: `/api/v1/gaps?${query(conditions, metres, { format: 'geojson' })}`, signal });
