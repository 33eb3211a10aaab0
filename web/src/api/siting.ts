import { type Conditions, fieldsOf, type Head, type Named } from './analysis';
import { answered, type Job } from './jobs';

export type Model = 'most_people' | 'fewest_sites' | 'least_distance';
export const MODELS: readonly Model[] = ['most_people', 'fewest_sites', 'least_distance'];

export interface Task {
  model: Model;
  count: number;
  /** 0..1, of `fewest_sites`. */
  share: number;
  metres: number;
  eachSubdistrict: boolean;
}

export interface Chosen {
  rank: number;
  lon: number;
  lat: number;
  division: Named | null;
  /** Gained by it alone after the ones before it. */
  people: number | null;
  candidate: string | null;
  cost: number | null;
}

export interface Extent {
  people?: number | null;
  share?: number | null;
  mean_m?: number | null;
}

export interface Siting extends Head {
  question?: Record<string, unknown>;
  chosen: Chosen[];
  before: Extent;
  after: Extent;
  objective: number | null;
  bound: number | null;
  gap: number | null;
  /** 0..1. */
  gap_share: number | null;
  proven: boolean;
  stopped_zh: string;
  stopped_en: string;
  candidates: number;
  rows: number;
  rows_merged?: number | null;
  nodes: number | null;
}

/** How long the service may search, seconds. */
const SECONDS = 20;

export const siting = (conditions: Conditions, task: Task, signal: AbortSignal, onJob: (job: Job) => void) =>
  answered<Siting>({
    path: '/api/v1/siting',
    body: {
      ...fieldsOf(conditions, false),
      model: task.model,
      metres: task.metres,
      ...(task.model === 'fewest_sites' ? { share: task.share } : { count: task.count }),
      one_in_each: task.eachSubdistrict ? 'subdistrict' : null,
      seconds: SECONDS,
    },
    signal,
    onJob,
  });
