/** Records come as GeoJSON features (from `/ogc`) or flat (from `/api/v1`); the page wants them flat. */
import type { Feature, Geometry } from 'geojson';

export type Flat<T> = T & { id: string; geometry: Geometry | null };

export function flat<T>(record: unknown): Flat<T> {
  const value = record as Feature & Record<string, unknown>;
  if (value.type === 'Feature') {
    return { ...(value.properties as object), id: String(value.id ?? value.properties?.['id'] ?? ''), geometry: value.geometry } as Flat<T>;
  }
  return { ...value, geometry: value.geometry ?? null } as unknown as Flat<T>;
}

/** The records of a list answer, in its order. */
export function listed<T>(answer: unknown): Flat<T>[] {
  const value = answer as { items?: unknown[]; features?: unknown[] };
  return (value.items ?? value.features ?? []).map((record) => flat<T>(record));
}

/** The address of the next page, if the answer names one (`links[rel=next]` or `next`). */
export function nextOf(answer: unknown): string | null {
  const value = answer as { links?: { rel: string; href: string }[]; next?: string | null };
  const href = value.links?.find((link) => link.rel === 'next')?.href ?? value.next;
  if (!href) return null;
  // Behind a proxy the link may name another host; only path and query are ours to follow.
  const url = new URL(href, location.href);
  return url.pathname + url.search;
}
