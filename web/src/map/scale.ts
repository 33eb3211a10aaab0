/** The colours of m2 per head: two families that meet exactly at the target; without one, a neutral range. */

export interface Step {
  /** Lower bound, included; null below all. */
  from: number | null;
  /** Upper bound, excluded; null above all. */
  to: number | null;
  colour: string;
  /** Null where there is no target to meet. */
  met: boolean | null;
}

export const NO_DATA = '#c9cdca';
const BELOW = ['#9a4a12', '#d98336', '#f5cf9a'] as const;
const ABOVE = ['#b7dcd2', '#5bab9f', '#0f6b63'] as const;
/** One hue that is neither family: more, but neither good nor bad. */
const NEUTRAL = ['#ece9f2', '#d3cce0', '#b3a8ca', '#9182b0', '#6d5c92'] as const;

/** Six steps around a target: thirds of it below, 4/3 and 2 times it above. */
export function steps(target: number): Step[] {
  const bounds = [target / 3, (target * 2) / 3, target, (target * 4) / 3, target * 2];
  return [...BELOW, ...ABOVE].map((colour, n) => ({ from: bounds[n - 1] ?? null, to: bounds[n] ?? null, colour, met: n >= 3 }));
}

/** Up to five equal steps with round bounds over the values there are; none where there is nothing to compare. */
export function neutralSteps(values: readonly (number | null)[]): Step[] {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return [];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (low === high) return [];
  const power = 10 ** Math.floor(Math.log10((high - low) / NEUTRAL.length));
  // The first step may begin below the lowest value, so one of five may be lost to rounding.
  const fits = (width: number) => Math.floor(high / width) - Math.floor(low / width) < NEUTRAL.length;
  const width = [1, 2, 2.5, 5, 10, 20].map((n) => n * power).find(fits) ?? high - low;
  const first = Math.floor(low / width);
  const used = Math.floor(high / width) - first + 1;
  const bound = (n: number) => Number(((first + n) * width).toPrecision(6));
  return NEUTRAL.slice(0, used).map((colour, n) => ({ from: n === 0 ? null : bound(n), to: n === used - 1 ? null : bound(n + 1), colour, met: null }));
}

/** Around the target, else over the values. */
export const scaleOf = (target: number | null, values: readonly (number | null)[]): Step[] =>
  target === null ? neutralSteps(values) : steps(target);

/** The colour of an unrounded value; 4.496 is on the near side of a target of 4.5. */
export function colourIn(scale: readonly Step[], value: number | null | undefined): string {
  if (value === null || value === undefined) return NO_DATA;
  return scale.find((s) => s.to === null || value < s.to)?.colour ?? NO_DATA;
}

/** Where a value sits on a bar that ends at `top` (0..1 of the width). */
export const barShare = (value: number | null, top: number) =>
  value === null || top <= 0 ? 0 : Math.min(1, Math.max(0, value) / top);
