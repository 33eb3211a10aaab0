/** The small line of a card: where its points are on a given ground. */
import type { Reading } from '../api/plan';

interface Spot {
  x: number;
  y: number;
  at: string;
  value: number;
}

export interface Line {
  /** Runs of known neighbours; a gap stays a gap. */
  runs: Spot[][];
  /** Frozen values; one that nobody knew has no spot. */
  frozen: Spot[];
  /** Height of the target. */
  target: number;
}

const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** From the year end before the plan to its end; x to the right, y downwards, in pixels. */
export function lineFrom(readings: readonly Reading[], target: number, starts: string, ends: string, width: number, height: number, frozen: readonly Reading[] = []): Line {
  const known = [...readings, ...frozen].flatMap((each) => (each.value === null ? [] : [each.value]));
  const [low, high] = [Math.min(target, ...known), Math.max(target, ...known)];
  const [first, last] = [dayNumber(starts) - 1, dayNumber(ends)];
  const x = (day: string) => (width * Math.min(1, Math.max(0, (dayNumber(day) - first) / (last - first))));
  const y = (value: number) => (high === low ? height / 2 : height * (1 - (value - low) / (high - low)));
  const runs: Line['runs'] = [];
  let open = false;
  for (const { at, value } of readings) {
    if (value === null) open = false;
    else {
      if (!open) runs.push([]);
      runs.at(-1)!.push({ x: x(at), y: y(value), at, value });
      open = true;
    }
  }
  const spots = frozen.flatMap(({ at, value }) => (value === null ? [] : [{ x: x(at), y: y(value), at, value }]));
  return { runs, frozen: spots, target: y(target) };
}
