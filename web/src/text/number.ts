/** Numbers as a planner reads them. What is not known is "—", never 0. */

export const UNKNOWN = '—';

const grouped = (digits: number) => new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const formats = [0, 1, 2, 3, 4].map(grouped);

function fixed(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined || !Number.isFinite(value) ? UNKNOWN : formats[digits]!.format(value);
}

/** m2 per head with two places; the verdict never comes from this text. A little is not nothing. */
export const perHead = (value: number | null | undefined) =>
  value != null && value > 0 && value < 0.005 ? '<0.01' : fixed(value, 2);

/** m2 as a whole number; the exact value is in `exactArea`. */
export const area = (value: number | null | undefined) => fixed(value, 0);

/** m2 to the cm2, without trailing zeros. */
export const exactArea = (value: number | null | undefined) =>
  value === null || value === undefined ? UNKNOWN : new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 }).format(value);

export const count = (value: number | null | undefined) => fixed(value, 0);

/** A share 0..1 as per cent, always with one place; 0.9996 is not yet 100 %, so the last place is cut, not rounded up. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return UNKNOWN;
  const tenths = Math.round(share * 1000);
  const shown = tenths >= 1000 && share < 1 ? 999 : tenths;
  return `${formats[1]!.format(shown / 10)}%`;
}

/**
 * Rounding hides that the target is missed (4.496 prints as 4.50 against 4.5): then the digits that
 * tell the truth, else null.
 */
export function unroundedIfMisleading(value: number | null, target: number | null, met: boolean | null): string | null {
  if (value === null || target === null || met !== false) return null;
  if (Number(value.toFixed(2)) < target) return null;
  for (let digits = 3; digits <= 9; digits += 1) {
    if (Number(value.toFixed(digits)) < target) return value.toFixed(digits);
  }
  return value.toString();
}

/** Metres as m or km. */
export const metres = (value: number | null | undefined) =>
  value === null || value === undefined ? UNKNOWN : value < 1000 ? `${Math.round(value)} m` : `${formats[2]!.format(value / 1000)} km`;
