/** Best knowledge and frozen values of one obligation, day by day. */
import type { FrozenReading, Reading } from '../api/plan';

export interface Day {
  at: string;
  /** Undefined: the line has no such day. */
  best: number | null | undefined;
  frozen: FrozenReading | null;
  /** Both sides tell of the day, and not the same. */
  differs: boolean;
}

/** Every day that either side tells of, in order. */
export function daysOf(readings: readonly Reading[], frozen: readonly FrozenReading[]): Day[] {
  const best = new Map(readings.map(({ at, value }) => [at, value]));
  const kept = new Map(frozen.map((each) => [each.at, each]));
  return [...new Set([...best.keys(), ...kept.keys()])].sort().map((at) => {
    const [known, then] = [best.get(at), kept.get(at) ?? null];
    return { at, best: known, frozen: then, differs: known !== undefined && then !== null && known !== then.value };
  });
}

/** The day of an instant, where the reader is. */
export function dayOf(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
