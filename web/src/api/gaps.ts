import { type Conditions, type Distance, type Drawn, type Head, type Named, type Part, queryOf } from './analysis';
import { answered, type Job } from './jobs';

export interface Gap {
  rank: number;
  people: number;
  share: number | null;
  points: number;
  division: Named | null;
  /** From here most of its people would be within the radius. */
  best: { lon: number; lat: number; people: number | null };
  nearest: { site: string; name_zh: string; name_en?: string | null; metres: number } | null;
}

/** The ranked gaps as outlines, with what is said of them all beside. */
export interface Gaps extends Head, Drawn<Gap> {
  radius: Distance;
  uncovered: Part & { points: number };
}

/** The gaps beyond one distance; the conditions' own distances are not asked for. */
export const gaps = (conditions: Conditions, metres: number, signal?: AbortSignal, onJob?: (job: Job) => void) =>
  answered<Gaps>({ path: `/api/v1/gaps?${queryOf(conditions, { metres: String(metres), format: 'geojson' }, false)}`, signal, ...(onJob && { onJob }) });
