/** The analyses: what is asked, and what every answer tells of itself. */
import type { FeatureCollection, Geometry } from 'geojson';
import type { Flag } from './coverage';

export type Mode = 'line' | 'walk' | 'cycle';
export const MODES: readonly Mode[] = ['line', 'walk', 'cycle'];

/** How far is far enough, which sites count, and when. */
export interface Conditions {
  asOf: string;
  mode: Mode;
  /** One of the two holds; minutes are turned into metres by the service. */
  metres: readonly number[];
  minutes: readonly number[] | null;
  /** Empty: all. */
  kinds: readonly string[];
  access: readonly string[];
}

export interface Named {
  id: string;
  code?: string | null;
  name_zh: string;
  name_en: string | null;
  level: string;
}

export interface Part {
  /** Null: too few differ from what stands beside it to be told. */
  people: number | null;
  /** 0..1; null where nobody lives. */
  share: number | null;
}

export interface Distance {
  metres: number;
  minutes: number | null;
}

/** What every answer says of itself. */
export interface Head {
  as_of: string;
  known_at: string | null;
  rule_version: string;
  seq?: number;
  method: { mode: Mode; name_zh: string; name_en: string; kmh: number | null; modes_version?: string | null };
  population: {
    name: string;
    year: number | null;
    vintage: string | null;
    estimate: boolean;
    demo: boolean;
    /** How points came to carry people: `cells`, `even`, `dasymetric`, `grid`. */
    method: string;
    /** Metres between the points over which figures are spread. */
    spacing_m?: number;
    people: number;
    points: number;
  };
  sites: { counted: number; without_place: number; access_unknown?: number };
  flags: Flag[];
}

/** What is left out because it would tell of fewer than 10 people. */
export interface Hidden {
  entries: number;
  people: number;
}

export interface Drawn<P> extends FeatureCollection<Geometry, P> {
  hidden?: Hidden | null;
}

/** The conditions as a query; `distances` says whether they belong to it. */
export function queryOf(conditions: Conditions, more: Record<string, string> = {}, distances = true): string {
  const query = new URLSearchParams({ as_of: conditions.asOf });
  if (conditions.mode !== 'line') query.set('mode', conditions.mode);
  if (distances) {
    if (conditions.minutes) query.set('minutes', conditions.minutes.join(','));
    else query.set('metres', conditions.metres.join(','));
  }
  if (conditions.kinds.length > 0) query.set('kinds', conditions.kinds.join(','));
  if (conditions.access.length > 0) query.set('access', conditions.access.join(','));
  for (const [key, value] of Object.entries(more)) query.set(key, value);
  return query.toString();
}

/** The conditions as fields of a body. */
export function fieldsOf(conditions: Conditions, distances = true): Record<string, unknown> {
  return {
    as_of: conditions.asOf,
    ...(conditions.mode === 'line' ? {} : { mode: conditions.mode }),
    ...(!distances ? {} : conditions.minutes ? { minutes: conditions.minutes } : { metres: conditions.metres }),
    ...(conditions.kinds.length > 0 ? { kinds: conditions.kinds } : {}),
    ...(conditions.access.length > 0 ? { access: conditions.access } : {}),
  };
}
