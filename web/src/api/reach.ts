import { type Conditions, type Distance, type Drawn, type Head, type Named, type Part, queryOf } from './analysis';
import { answered, type Job } from './jobs';

export interface ReachRow {
  /** Null for everything. */
  division: Named | null;
  unassigned: boolean;
  people: number;
  within: Part[];
  mean_m: number | null;
  median_m: number | null;
  p90_m: number | null;
}

export interface Variety {
  metres: number;
  /** So many different kinds. */
  least: number;
  people: number;
  share: number | null;
}

export interface Reach extends Head {
  distances: Distance[];
  rows: ReachRow[];
  variety: Variety | null;
}

export interface CellProperties {
  people: number;
  metres: number | null;
  site: string | null;
  division: string | null;
  /** The first distance within which it has a site; the number of distances if there is none. */
  band: number;
}

export const reach = (conditions: Conditions, signal?: AbortSignal, onJob?: (job: Job) => void) =>
  answered<Reach>({ path: `/api/v1/reach?${queryOf(conditions)}`, signal, ...(onJob && { onJob }) });

export const reachCells = (conditions: Conditions, signal?: AbortSignal) =>
  answered<Drawn<CellProperties>>({ path: `/api/v1/reach?${queryOf(conditions, { format: 'geojson' })}`, signal });
