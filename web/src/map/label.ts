/** Where a polygon's name is written when the service names no place for it. */
import type { Geometry, Position } from 'geojson';

/** Twice the signed area of a ring, in square degrees. */
const doubleArea = (ring: Position[]) =>
  ring.reduce((sum, [x = 0, y = 0], n) => {
    const [u = 0, v = 0] = ring[(n + 1) % ring.length] ?? [];
    return sum + x * v - u * y;
  }, 0);

/** The latitude of a ring's centroid. */
function middleLatitude(ring: Position[]): number {
  let sum = 0;
  ring.forEach(([x = 0, y = 0], n) => {
    const [u = 0, v = 0] = ring[(n + 1) % ring.length] ?? [];
    sum += (y + v) * (x * v - u * y);
  });
  const area = doubleArea(ring);
  return area === 0 ? (ring[0]?.[1] ?? 0) : sum / (3 * area);
}

/**
 * A point inside the largest part: on the latitude of its centroid, the middle of the widest stretch
 * inside. (A centroid alone lies outside of a crescent.) Null for anything but polygons.
 */
export function labelPoint(geometry: Geometry): Position | null {
  if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return null;
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const size = (part: Position[][]) => Math.abs(doubleArea(part[0] ?? []));
  const [largest] = [...parts].sort((a, b) => size(b) - size(a));
  if (!largest?.[0]) return null;
  const at = middleLatitude(largest[0]);
  const crossings: number[] = [];
  for (const ring of largest) {
    ring.forEach(([x = 0, y = 0], n) => {
      const [u = 0, v = 0] = ring[(n + 1) % ring.length] ?? [];
      if (y > at !== v > at) crossings.push(x + ((at - y) / (v - y)) * (u - x));
    });
  }
  crossings.sort((a, b) => a - b);
  let best: [from: number, to: number] | null = null;
  for (let n = 0; n + 1 < crossings.length; n += 2) {
    const [from, to] = [crossings[n]!, crossings[n + 1]!];
    if (!best || to - from > best[1] - best[0]) best = [from, to];
  }
  return best ? [(best[0] + best[1]) / 2, at] : (largest[0][0] ?? null);
}
