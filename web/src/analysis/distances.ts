/** Distances as a planner types them: "300, 500, 1000". */

/** GB 50180-2018: the circles of five, ten and fifteen minutes, in metres. */
export const METRES: readonly number[] = [300, 500, 1000];
export const MINUTES: readonly number[] = [5, 10, 15];
/** So many can be told apart on the map. */
export const MOST = 5;
const FARTHEST = { metres: 50_000, minutes: 240 } as const;
export type Unit = keyof typeof FARTHEST;

/** Ascending and each once; null unless every part is a number in range and there are one to five. */
export function distancesOf(text: string, unit: Unit): number[] | null {
  const parts = text.split(/[\s,，、;；]+/).filter(Boolean);
  const numbers = parts.map(Number);
  if (numbers.some((n) => !Number.isFinite(n) || n <= 0 || n > FARTHEST[unit])) return null;
  const found = [...new Set(numbers)].sort((a, b) => a - b);
  return found.length >= 1 && found.length <= MOST ? found : null;
}

const grouped = (value: number, digits: number) => new Intl.NumberFormat('en-US', { maximumFractionDigits: digits }).format(value);

/** "1,000 m"; where minutes were asked for, these and the metres they stand for: "5 min · 375 m". */
export function distanceText({ metres, minutes }: { metres: number; minutes?: number | null }, inMinutes = false): string {
  const length = `${grouped(metres, 0)} m`;
  return inMinutes && minutes != null ? `${grouped(minutes, 1)} min · ${length}` : length;
}
