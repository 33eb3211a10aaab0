/** Areas that moved, as they are written and drawn. */
import type { Caused, Reconciliation, TaskDifference } from '../api/freezes';
import { exactArea, UNKNOWN } from '../text/number';

/** With its sign, to the cm2. */
export function signedArea(value: number | null | undefined): string {
  if (value === null || value === undefined) return UNKNOWN;
  return value > 0 ? `+${exactArea(value)}` : value < 0 ? `−${exactArea(-value)}` : '0';
}

/** Four places, as the figures per head move by little; a little is not nothing. */
export function signedHead(value: number | null | undefined): string {
  if (value === null || value === undefined) return UNKNOWN;
  if (value === 0) return '0';
  const size = Math.abs(value);
  return `${value > 0 ? '+' : '−'}${size < 0.00005 ? '<0.0001' : size.toFixed(4)}`;
}

/** Nothing differs at all. */
export const isSame = (told: Reconciliation): boolean =>
  told.sites.length === 0 && told.tasks.length === 0 && told.rows.every((row) => row.causes.length === 0 && row.difference_m2 === 0 && !row.difference_m2_per_head);

export interface Step {
  key: string;
  caused: Caused | null;
  /** Where its bar begins and ends, 0 to 1 of the width. */
  from: number;
  to: number;
  /** What it adds; of the ends, what they are. */
  area: number;
}

export interface Waterfall {
  steps: Step[];
  /** The axis leaves out what both ends share. */
  broken: boolean;
}

/** From the frozen area over the causes that moved some to today's. */
export function waterfall(frozen: number, best: number, causes: readonly Caused[]): Waterfall {
  const moving = causes.filter((caused) => caused.area_m2.all !== 0);
  const levels = [frozen];
  for (const caused of moving) levels.push(levels.at(-1)! + caused.area_m2.all);
  levels.push(best);
  const [low, high] = [Math.min(...levels), Math.max(...levels)];
  // Steps that are small beside the whole would be hairlines on an axis from 0.
  const broken = low > 0 && high - low < low / 4;
  const begin = broken ? low - (high - low || low / 100) * 0.35 : Math.min(0, low);
  const at = (value: number) => (high === begin ? 0 : (value - begin) / (high - begin));
  const steps: Step[] = [{ key: 'frozen', caused: null, from: 0, to: at(frozen), area: frozen }];
  moving.forEach((caused, n) => steps.push({ key: caused.cause, caused, from: at(levels[n]!), to: at(levels[n + 1]!), area: caused.area_m2.all }));
  steps.push({ key: 'best', caused: null, from: 0, to: at(best), area: best });
  return { steps, broken };
}

/** Changed states first, then as they come. */
export const byWeight = (tasks: readonly TaskDifference[]): TaskDifference[] => {
  const weight = (one: TaskDifference) => (one.state.frozen === one.state.best ? 1 : 0);
  return [...tasks].sort((a, b) => weight(a) - weight(b));
};
