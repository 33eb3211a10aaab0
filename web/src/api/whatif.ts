import type { Point } from 'geojson';
import { type Conditions, type Distance, fieldsOf, type Head, type Named, type Part } from './analysis';
import { answered } from './jobs';

/** A site that might be built. */
export interface Change {
  add: { geometry: Point; kind: string };
}

export interface Situation {
  people: number;
  within: Part[];
  mean_m: number | null;
  median_m: number | null;
  p90_m: number | null;
}

export interface WhatIf extends Head {
  distances: Distance[];
  before: Situation;
  after: Situation;
  /** People newly within, and no longer within, by distance; null: some, but too few to be told. */
  gained: (number | null)[];
  lost: (number | null)[];
  /** Only where something differs. */
  rows: { division: Named | null; before: Part[]; after: Part[] }[];
  changed_points: number;
}

export const whatIf = (conditions: Conditions, changes: Change[], signal?: AbortSignal) =>
  answered<WhatIf>({ path: '/api/v1/what-if', body: { ...fieldsOf(conditions), changes }, signal });
