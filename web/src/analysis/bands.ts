/** The colours of distance: near is dark, far is pale, and beyond all is of another family. */
import type { Part } from '../api/analysis';

const NEAR = ['#0b544d', '#2f8479', '#6db3a6', '#a9d6cb', '#d7ece6'] as const;
export const BEYOND = '#e0893b';
/** A cell that no site of any distance reaches, as far as the answer tells. */
const PICKS = [[], [1], [0, 2], [0, 2, 3], [0, 1, 2, 3], [0, 1, 2, 3, 4]] as const;

/** One colour a distance, nearest first; `BEYOND` comes after them. */
export function bandColours(distances: number): string[] {
  const picks = PICKS[Math.min(distances, PICKS.length - 1)]!;
  return Array.from({ length: distances }, (_, n) => NEAR[picks[Math.min(n, picks.length - 1)]!]!);
}

/** The colour of a band; the number of distances stands for beyond all of them. */
export const bandColour = (band: number, distances: number): string => bandColours(distances)[band] ?? BEYOND;

export interface Band {
  /** In this band and in none nearer. */
  people: number;
  share: number;
  colour: string;
}

/** People by band, beyond last: the differences of what is within each distance. Nobody, no bands. */
export function bandsOf(within: readonly Part[], people: number): Band[] {
  if (!(people > 0)) return [];
  const ends = [...within.map((part) => part.people ?? 0), people];
  return ends.map((end, n) => {
    const inBand = Math.max(0, end - (ends[n - 1] ?? 0));
    return { people: inBand, share: inBand / people, colour: bandColour(n, within.length) };
  });
}
