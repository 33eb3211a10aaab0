/** A value against its target, written so that rounding never changes the verdict. */
import type { Comparator } from '../api/plan';
import { UNKNOWN } from '../text/number';

export function reaches(value: number, comparator: Comparator, target: number): boolean {
  switch (comparator) {
    case '>=': return value >= target;
    case '>': return value > target;
    case '<=': return value <= target;
    case '<': return value < target;
    case '=': return value === target;
  }
}

const written = (value: number, digits: number) =>
  // Minus zero is zero.
  new Intl.NumberFormat('en-US', { maximumFractionDigits: digits }).format(Number(value.toFixed(digits)) || 0);

/** Two places, or as many as it takes to tell the same as the exact value. */
export function against(value: number | null, comparator: Comparator, target: number): string {
  if (value === null) return UNKNOWN;
  const truth = reaches(value, comparator, target);
  for (let digits = 2; digits <= 9; digits += 1) {
    if (reaches(Number(value.toFixed(digits)), comparator, target) === truth) return written(value, digits);
  }
  return String(value);
}

/** Two places; a little is not nothing. */
export function plain(value: number | null | undefined): string {
  if (value === null || value === undefined) return UNKNOWN;
  if (value !== 0 && Math.abs(value) < 0.005) return value < 0 ? '−<0.01' : '<0.01';
  return written(value, 2);
}

export const signed = (value: number | null | undefined): string =>
  value === null || value === undefined ? UNKNOWN : value > 0 ? `+${plain(value)}` : plain(value);

/** A difference, with as many places as it takes to be seen: a little is not nothing. */
export function moved(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size >= 0.1 ? written(size, 2) : new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 }).format(size);
  return `${value > 0 ? '+' : '−'}${text}`;
}

const SIGNS: Record<Comparator, string> = { '>=': '≥', '>': '>', '<=': '≤', '<': '<', '=': '=' };
export const bound = (comparator: Comparator, target: number) => `${SIGNS[comparator]} ${written(target, 4)}`;
