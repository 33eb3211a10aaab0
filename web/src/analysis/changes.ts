/** Between the sites that stand on the map and the changes that the service computes with. */
import type { Change } from '../api/whatif';
import type { Placed } from './address';

export const changesOf = (placed: readonly Placed[]): Change[] =>
  placed.map(({ lon, lat, kind }) => ({ add: { geometry: { type: 'Point', coordinates: [lon, lat] }, kind } }));

/** A site that is a point and a kind and no more: all of it can be shown and moved. */
function placedOf(change: Change): Placed | null {
  if (!('add' in change) || change.add.geometry.type !== 'Point') return null;
  const { geometry, kind, ...more } = change.add;
  if (Object.keys(more).length > 0) return null;
  const [lon = 0, lat = 0] = geometry.coordinates;
  return { lon, lat, kind };
}

/** The sites of a scenario that can be moved, and its other changes as they are. */
export function partsOf(changes: readonly Change[]): { placed: Placed[]; others: Change[] } {
  const placed: Placed[] = [];
  const others: Change[] = [];
  for (const change of changes) {
    const site = placedOf(change);
    if (site) placed.push(site);
    else others.push(change);
  }
  return { placed, others };
}

/** Sites as one text: the same where nobody could see a difference. */
export const textOf = (placed: readonly Placed[]): string => placed.map(({ lon, lat, kind }) => `${lon.toFixed(6)},${lat.toFixed(6)},${kind}`).join(';');
