import type { State } from './plan';
import { read } from './client';

/** A frozen year-end, in one of its versions. */
export interface YearEnd {
  id: string;
  year: number;
  version: number;
  /** It is the year's newest version. */
  stands: boolean;
  as_of: string;
  frozen_at: string;
  /** Number of the log up to which it knows. */
  seq: number;
  by: string | null;
  /** Why the year was opened again. */
  reason: string | null;
  rule_version: string;
  boundary_version: string;
  population: { value: number; year: number; vintage: string; estimate: boolean } | null;
  plan: string | null;
  sites: number;
  area_m2: number;
  m2_per_head: number | null;
  hash: string;
  flags: string[];
}

/** The same on both sides. */
export interface Two<T> {
  frozen: T;
  best: T;
}

export interface Caused {
  cause: string;
  cause_zh: string;
  cause_en: string;
  sites: number;
  area_m2: { all: number; open: number; free: number };
  m2_per_head: number | null;
}

export interface RowDifference {
  /** Null: everything, or what lies in no division. */
  division: string | null;
  name_zh: string;
  name_en: string | null;
  level: string;
  area_m2: Two<number | null>;
  population: Two<number | null>;
  m2_per_head: Two<number | null>;
  difference_m2: number;
  difference_m2_per_head: number | null;
  causes: Caused[];
}

export interface SiteStep {
  cause: string;
  cause_zh: string;
  cause_en: string;
  /** Null of boundaries and rules. */
  change: { seq: number; recorded_at: string; effective_from: string; actor: string } | null;
  difference_m2: number;
}

export interface SiteDifference {
  id: string;
  name_zh: string | null;
  area_m2: Two<number>;
  steps: SiteStep[];
}

export interface PartChanged {
  name_zh: string;
  name_en: string | null;
  list: string | null;
  id: string | null;
  value: Two<number | null>;
  counts: Two<boolean>;
  causes: string[];
}

export interface TaskDifference {
  task: number;
  title_zh: string;
  title_en: string;
  indicator: string;
  name_zh: string;
  name_en: string;
  /** Null: the whole district. */
  division: { id: string; code: string; name_zh: string; name_en: string | null } | null;
  year: number | null;
  unit: string;
  value: Two<number | null>;
  state: Two<State | null>;
  parts: PartChanged[];
}

export interface Reconciliation {
  as_of: string;
  frozen: YearEnd;
  /** Number of the log up to which best knowledge knows. */
  seq: number;
  rule_version: string;
  flags: string[];
  method_zh: string;
  method_en: string;
  /** The whole first, then its divisions, then what lies in none. */
  rows: RowDifference[];
  sites: SiteDifference[];
  tasks: TaskDifference[];
}

/** Every version of every year. */
export const freezes = async (signal?: AbortSignal) => (await read<{ freezes: YearEnd[] }>('/api/v1/freezes', signal)).freezes;

/** Where the service has a frozen year-end. */
export const freezePath = (year: number, version: number, part: '' | '/sites' | '/reconciliation' = '') => `/api/v1/freezes/${year}${part}?version=${version}`;

export const reconciliation = (year: number, version: number, signal?: AbortSignal) =>
  read<Reconciliation>(freezePath(year, version, '/reconciliation'), signal);
