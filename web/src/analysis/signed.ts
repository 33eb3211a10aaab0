/** Differences, with their sign. */
import { count, metres, UNKNOWN } from '../text/number';

const MINUS = '\u2212';

/** "+1,234", "−5", "0". A part of a person is not nobody. */
export function signed(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  if (value === 0) return '0';
  const sign = value > 0 ? '+' : MINUS;
  const much = Math.abs(value);
  return much < 0.5 ? `${sign}<1` : `${sign}${count(much)}`;
}

/** Metres that became fewer or more. */
export function signedMetres(before: number | null, after: number | null): string {
  if (before === null || after === null) return UNKNOWN;
  const change = after - before;
  if (change === 0) return '0 m';
  const much = Math.abs(change);
  return `${change > 0 ? '+' : MINUS}${much < 1 ? '<1 m' : metres(much)}`;
}

/** Percentage points of two shares 0..1, two places: a site more moves little in a city. */
export function signedPoints(before: number | null, after: number | null): string {
  if (before === null || after === null) return UNKNOWN;
  const points = (after - before) * 100;
  if (points === 0) return '0';
  const much = Math.abs(points);
  return `${points > 0 ? '+' : MINUS}${much < 0.005 ? '<0.01' : much.toFixed(2)}`;
}
