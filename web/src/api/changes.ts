import type { Box } from './sites';

/** What the page follows. Nothing else moves the map or the figures. */
const COLLECTIONS = ['sites', 'equipment', 'divisions', 'population'] as const;
/** Where more changes than this lie ahead, one event tells so: reading everything again is less work. */
const JUMP = 300;

/** One change, as `/api/v1/changes` tells it. */
export interface Change {
  seq: number;
  collection: string;
  id: string;
  what: 'created' | 'changed' | 'removed' | 'erased';
  /** What it hangs on: of equipment its site. */
  parent: string | null;
  /** Where it is now, and where it was. */
  bbox: Box | null;
  bbox_before: Box | null;
}

/** Whether it is not there any more. */
export const isGone = ({ what }: Pick<Change, 'what'>): boolean => what === 'removed' || what === 'erased';

/** The changes after a number, as they come. */
export const changesAfter = (seq: number) => `/api/v1/changes?since=${seq}&collection=${COLLECTIONS.join(',')}&jump=${JUMP}`;
