import { read } from './client';
import type { YearEnd } from './freezes';

export type State = 'met' | 'on_track' | 'at_risk' | 'missed' | 'no_data';
/** What asks for attention first. */
export const STATES: readonly State[] = ['missed', 'at_risk', 'no_data', 'on_track', 'met'];
export type Comparator = '>=' | '>' | '<=' | '<' | '=';

export interface Reading {
  at: string;
  /** Null: nobody knows. */
  value: number | null;
}

/** A value in a frozen year-end. */
export interface FrozenReading {
  year: number;
  version: number;
  /** 31 December of the year. */
  at: string;
  value: number | null;
  /** Null: not due then. */
  state: State | null;
}

export interface Part {
  name_zh: string;
  name_en: string | null;
  /** The list of the service that has the record, with its id. */
  list: string | null;
  id: string | null;
  value: number | null;
  counts: boolean;
}

/** One way to close a gap by building. */
export interface Closing {
  way: 'cheapest' | 'fewest' | 'alone' | 'all' | 'carry_on' | 'siting';
  name_zh: string;
  name_en: string;
  /** Area is that of one of them, cost that of all. */
  projects: { project: string; name_zh: string; name_en: string; count: number; area_m2: number | null; cost: number | null }[];
  missing: number;
  unit: string;
  adds: number;
  /** The value once all of it stands. */
  after: number | null;
  /** Null: none of the projects has a typical cost. */
  cost: number | null;
  currency: string;
  /** Costs or limits are made up. */
  example: boolean;
  unpriced: number;
  proven: boolean;
  closes: boolean;
  few_values: boolean;
  /** The same of all ways. */
  basis_zh: string | null;
  basis_en: string | null;
  note_zh: string | null;
  note_en: string | null;
}

export interface Indicator {
  id: string;
  name_zh: string;
  name_en: string;
  /** Null: the whole district. */
  division: { id: string; code: string; name_zh: string; name_en: string | null } | null;
  /** The level of divisions that it is asked of, where there is none of it. */
  missing_level?: string | null;
  year: number | null;
  due: string;
  value: number | null;
  at: string | null;
  target: number;
  gap: number | null;
  comparator: Comparator;
  unit: string;
  source: string;
  metric: string;
  /** Null: not due yet. */
  state: State | null;
  why_zh: string;
  why_en: string;
  /** The plan prints no such number. */
  our_reading: boolean;
  decides: boolean;
  /** Best knowledge. */
  series: Reading[];
  /** The same as it was frozen. */
  frozen: FrozenReading[];
  base: number | null;
  pace_needed: number | null;
  forecast: { on: string; value: number; low: number | null; high: number | null; per_year: number; values: number; too_few: boolean } | null;
  basis_zh: string | null;
  basis_en: string | null;
  note_zh: string | null;
  note_en: string | null;
  flags: string[];
  /** Told of one task only. */
  parts?: Part[];
  /** Told of one task, where building closes a gap. */
  closing?: Closing[];
}

export interface Body {
  name: string;
  name_en: string | null;
  read_as: string | null;
}

/** What a responsible body says; the whole record is `/api/v1/declarations/ID`. */
export interface Declared {
  id: string;
  state: State;
  on: string;
  by: string;
  evidence: string | null;
  file: string | null;
  demo: boolean;
}

export interface Task {
  number: number;
  group: string;
  title_zh: string;
  title_en: string;
  deadline: { text: string; read_as: string; strict: string | null; our_reading: boolean };
  cadence: string;
  expand: string;
  state: State | null;
  declared: Declared | null;
  disagrees: boolean;
  /** The newest frozen state, up to the day. */
  frozen: { year: number; version: number; state: State | null } | null;
  bodies: { lead: Body[]; support: Body[] };
  progress: { met: number; of: number };
  indicators: Indicator[];
}

export interface Plan {
  as_of: string;
  known_at: string | null;
  plan: { id: string; name_zh: string; name_en: string; starts: string; ends: string; source: string; source_mark: string | null };
  rule_version: string;
  seq: number;
  flags: string[];
  groups: { id: string; name_zh: string; name_en: string }[];
  /** Frozen year-ends up to the day, each in the version that stands. */
  freezes: YearEnd[];
  tasks: Task[];
}

const dated = (asOf: string | null) => (asOf ? `?as_of=${encodeURIComponent(asOf)}` : '');

/** All tasks on a day; without one, on the day that the service takes: the plan's end. */
export const plan = (asOf: string | null, signal?: AbortSignal) => read<Plan>(`/api/v1/plan${dated(asOf)}`, signal);

/** One task, with the records that its values are made of. */
export const planTask = (number: number, asOf: string | null, signal?: AbortSignal) =>
  read<Plan>(`/api/v1/plan/tasks/${number}${dated(asOf)}`, signal);
