/** Which sites a batch of changes concerns, where some are loaded already. */
import { type Change, isGone } from '../api/changes';
import type { Box, SiteFeature } from '../api/sites';

export const idOf = (site: SiteFeature): string => String(site.id ?? site.properties.id);

const overlap = (a: Box, b: Box) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

export interface Concerned {
  /** To be taken off the map. */
  gone: string[];
  /** To be read again, or for the first time. */
  read: string[];
}

/** `box` is what is loaded completely; null: only some of what is in view, so nothing is added to it. */
export function concerned(changes: readonly Change[], loaded: ReadonlySet<string>, box: Box | null): Concerned {
  const found: Concerned = { gone: [], read: [] };
  for (const change of changes) {
    const { collection, id, bbox } = change;
    if (collection !== 'sites') continue;
    const comes = box !== null && bbox !== null && overlap(box, bbox);
    if (!loaded.has(id) && !comes) continue;
    // A change of the past may stand beside what holds now: only a removal is taken at its word, the rest is read.
    if (isGone(change)) found.gone.push(id);
    else found.read.push(id);
  }
  return found;
}

/** The sites with some read again (null: it is not there any more); the newer of two readings stays. */
export function merged(sites: readonly SiteFeature[], read: ReadonlyMap<string, SiteFeature | null>): SiteFeature[] {
  const rest = new Map(read);
  const kept = sites.flatMap((site) => {
    const id = idOf(site);
    const fresh = rest.get(id);
    rest.delete(id);
    if (fresh === undefined) return [site];
    if (fresh === null) return [];
    return [(fresh.properties.version ?? 0) >= (site.properties.version ?? 0) ? fresh : site];
  });
  return [...kept, ...[...rest.values()].filter((site) => site !== null)];
}
