/** The sites as the map draws them, and which of a view's sites have to be fetched. */
import type { Feature, FeatureCollection, Geometry, Point, Position } from 'geojson';
import type { Box, SiteFeature, SiteProperties } from '../api/sites';
import { boundsOf, positions } from './divisions';

export type SiteClass = 'free' | 'open' | 'restricted' | 'unstated' | 'inactive';

export function classOf(site: Pick<SiteProperties, 'status' | 'access'>): SiteClass {
  if (site.status !== 'operating') return 'inactive';
  if (site.access === 'free_open') return 'free';
  // Nobody has told whether anybody may use it.
  if (site.access === 'unknown') return 'unstated';
  return site.access === 'open' ? 'open' : 'restricted';
}

/** Whether a site stands at a date, by its own opening and closing dates. */
export function standsAt(site: Pick<SiteProperties, 'status' | 'opened_on' | 'closed_on'>, date: string): boolean {
  if (site.opened_on && site.opened_on > date) return false;
  if (site.closed_on) return site.closed_on > date;
  return site.status === 'operating' || site.status === 'temporarily_closed';
}

/** One point that lies on the geometry: a line's middle vertex, else the middle of the box. */
export function pointOf(geometry: Geometry): Position {
  if (geometry.type === 'Point') return geometry.coordinates;
  const all = positions(geometry);
  if (geometry.type === 'LineString' || geometry.type === 'MultiLineString' || geometry.type === 'MultiPoint') {
    return all[Math.floor(all.length / 2)] ?? [0, 0];
  }
  const box = boundsOf([geometry]) ?? [0, 0, 0, 0];
  return [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}

export interface Drawn {
  shapes: FeatureCollection<Geometry>;
  points: FeatureCollection<Point>;
}

/** `onRecord` is false where the registry knew of nothing at the date: then no site stood. */
export function drawn(sites: SiteFeature[], date: string, onRecord: boolean, nameOf: (zh: string, en: string | null | undefined) => string): Drawn {
  const shapes: Feature<Geometry>[] = [];
  const points: Feature<Point>[] = [];
  for (const site of sites) {
    if (!site.geometry) continue;
    const properties = {
      id: String(site.id ?? site.properties.id),
      _name: nameOf(site.properties.name_zh, site.properties.name_en),
      _class: classOf(site.properties),
      _here: onRecord && standsAt(site.properties, date),
    };
    if (site.geometry.type !== 'Point') shapes.push({ type: 'Feature', geometry: site.geometry, properties });
    points.push({ type: 'Feature', geometry: { type: 'Point', coordinates: pointOf(site.geometry) }, properties });
  }
  return { shapes: { type: 'FeatureCollection', features: shapes }, points: { type: 'FeatureCollection', features: points } };
}

/** A view is fetched with a margin, so that small moves need nothing new. */
export function withMargin([west, south, east, north]: Box, share = 0.25): Box {
  const [dx, dy] = [(east - west) * share, (north - south) * share];
  return [Math.max(-180, west - dx), Math.max(-90, south - dy), Math.min(180, east + dx), Math.min(90, north + dy)];
}

export const covers = (outer: Box, inner: Box) =>
  outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
