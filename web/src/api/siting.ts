import { type Conditions, type Distance, fieldsOf, type Head, type Named } from './analysis';
import { answered, type Job } from './jobs';
import type { Situation } from './whatif';

export type Model = 'most_people' | 'fewest_sites' | 'least_distance';
export const MODELS: readonly Model[] = ['most_people', 'fewest_sites', 'least_distance'];

export interface Task {
  model: Model;
  count: number;
  /** 0..1, of `fewest_sites`. */
  share: number;
  metres: number;
  /** Every sub-district gets one at least. */
  eachSubdistrict: boolean;
}

export interface Chosen {
  /** From 1, in the order in which each adds most. */
  rank: number;
  lon: number;
  lat: number;
  division: Named | null;
  /** Reached by it and by none before it; null where distances are summed. */
  people: number | null;
  /** Person-kilometres that it saves, where distances are summed. */
  person_km: number | null;
  /** Of a candidate that came from a layer. */
  name: string | null;
  cost: number | null;
}

/** Objective and bound in the unit told; nothing can be better than the bound. */
export interface Proof {
  unit_zh: string;
  unit_en: string;
  objective: number;
  bound: number;
  gap: number;
  /** 0..1. */
  gap_share: number | null;
  proven: boolean;
  stopped_zh: string;
  stopped_en: string;
  nodes: number;
}

export interface Siting extends Head {
  /** The radius; where distances are summed, beyond it a site is no use. */
  limit: Distance;
  chosen: Chosen[];
  before: Situation;
  after: Situation;
  proof: Proof;
  candidates: number;
  /** Points with people whom nothing covers yet. */
  rows: number;
}

/** How long the service may search, seconds. */
const SECONDS = 20;

/** `level` is that of the sub-districts. */
export const siting = (conditions: Conditions, task: Task, level: string | null, signal: AbortSignal, onJob: (job: Job) => void) =>
  answered<Siting>({
    path: '/api/v1/siting',
    body: {
      ...fieldsOf(conditions, false),
      model: task.model,
      // Where distances are summed the service knows how far is too far.
      ...(task.model === 'least_distance' ? {} : { metres: task.metres }),
      ...(task.model === 'fewest_sites' ? { share: task.share } : { count: task.count }),
      one_in_each: task.eachSubdistrict ? level : null,
      seconds: SECONDS,
    },
    signal,
    onJob,
  });
