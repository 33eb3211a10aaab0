/** The sub-districts as the map draws them: geometry joined with the figures of a date. */
import type { Feature, FeatureCollection, Geometry, Point, Position } from 'geojson';
import type { CoverageRow, Figure } from '../api/coverage';
import type { DivisionFeature } from '../api/divisions';
import { perHead } from '../text/number';
import { labelPoint } from './label';
import { colourIn, type Step } from './scale';

export const idOf = (division: DivisionFeature): string => String(division.id ?? division.properties.id);

export interface Joined {
  areas: FeatureCollection<Geometry>;
  labels: FeatureCollection<Point>;
}

/** Areas carry their colour; labels name, value and whether the target is met (not by colour alone). */
export function joined(
  divisions: DivisionFeature[],
  rows: CoverageRow[],
  figure: Figure,
  target: number | null,
  scale: readonly Step[],
  nameOf: (zh: string, en: string | null | undefined) => string,
): Joined {
  const byId = new Map(rows.map((row) => [row.division.id, row]));
  const areas: Feature<Geometry>[] = [];
  const labels: Feature<Point>[] = [];
  for (const division of divisions) {
    const id = idOf(division);
    const value = byId.get(id)?.m2_per_head[figure] ?? null;
    const mark = value === null || target === null ? '' : value >= target ? ' ✓' : ' ▽';
    const properties = {
      id,
      _name: nameOf(division.properties.name_zh, division.properties.name_en),
      _value: perHead(value),
      _mark: mark,
      _colour: colourIn(scale, value),
      _schematic: division.properties.boundary_quality === 'schematic',
    };
    if (division.geometry.type === 'Polygon' || division.geometry.type === 'MultiPolygon') {
      areas.push({ type: 'Feature', geometry: division.geometry, properties });
    }
    const at = division.properties.label ?? (division.geometry.type === 'Point' ? division.geometry.coordinates : labelPoint(division.geometry));
    if (at) labels.push({ type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties });
  }
  return { areas: { type: 'FeatureCollection', features: areas }, labels: { type: 'FeatureCollection', features: labels } };
}

export type Bounds = [west: number, south: number, east: number, north: number];

/** Every position of a geometry, whatever its nesting. */
export function positions(geometry: Geometry): Position[] {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(positions);
  const walk = (part: unknown): Position[] =>
    Array.isArray(part) && typeof part[0] === 'number' ? [part as Position] : (part as unknown[]).flatMap(walk);
  return walk(geometry.coordinates);
}

/** The box around geometries (lon, lat), null around nothing. */
export function boundsOf(geometries: Geometry[]): Bounds | null {
  const all = geometries.flatMap(positions);
  if (all.length === 0) return null;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon = 0, lat = 0] of all) {
    west = Math.min(west, lon);
    south = Math.min(south, lat);
    east = Math.max(east, lon);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}
