/** The colours of m2 per head: two families that meet exactly at the target. */

export interface Step {
  /** Lower bound, included; null below all. */
  from: number | null;
  /** Upper bound, excluded; null above all. */
  to: number | null;
  colour: string;
  met: boolean;
}

export const NO_DATA = '#c9cdca';
const BELOW = ['#9a4a12', '#d98336', '#f5cf9a'] as const;
const ABOVE = ['#b7dcd2', '#5bab9f', '#0f6b63'] as const;

/** Six steps around a target: thirds of it below, 4/3 and 2 times it above. */
export function steps(target: number): Step[] {
  const bounds = [target / 3, (target * 2) / 3, target, (target * 4) / 3, target * 2];
  return [...BELOW, ...ABOVE].map((colour, n) => ({ from: bounds[n - 1] ?? null, to: bounds[n] ?? null, colour, met: n >= 3 }));
}

/** The colour of an unrounded value; 4.496 is on the near side of a target of 4.5. */
export function colourOf(value: number | null | undefined, target: number | null): string {
  if (value === null || value === undefined || target === null) return NO_DATA;
  const step = steps(target).find((s) => s.to === null || value < s.to);
  return step ? step.colour : NO_DATA;
}

/** Where a value sits on a bar whose target tick is at `at` (0..1 of the width), capped at 1. */
export const barShare = (value: number | null, target: number, at: number) =>
  value === null ? 0 : Math.min(1, (Math.max(0, value) / target) * at);
