/** What a task of the plan, or a list of the register, puts on the map. */
import type { Feature, FeatureCollection, Geometry, Point } from 'geojson';
import type { Indicator, Part } from '../api/plan';
import { pointOf } from '../map/sites';

/** Lists whose records may have a place. */
const PLACED = ['sites', 'divisions', 'clusters', 'organisations', 'institutions'] as const;
export type PlacedList = (typeof PLACED)[number];
export const LAYERS = ['organisations', 'institutions', 'clusters'] as const;
export type Layer = (typeof LAYERS)[number];

/** What is asked for in the address of the map's page. */
export interface Ground {
  /** Records that a task's values are made of, of all indicators or of one. */
  task: number | null;
  indicator: string | null;
  /** Or a whole list. */
  layer: Layer | null;
  /** The record that is marked. */
  place: string | null;
}

export function groundIn(search: string): Ground | null {
  const query = new URLSearchParams(search);
  const task = query.get('task') ?? '';
  const layer = LAYERS.find((each) => each === query.get('layer')) ?? null;
  const number = /^[1-9]\d{0,4}$/.test(task) ? Number(task) : null;
  if (number === null && layer === null) return null;
  return { task: number, indicator: number === null ? null : query.get('indicator'), layer: number === null ? layer : null, place: query.get('place') };
}

export function writeGround(query: URLSearchParams, { task, indicator, layer, place }: Ground): void {
  if (task !== null) query.set('task', String(task));
  if (task !== null && indicator) query.set('indicator', indicator);
  if (task === null && layer) query.set('layer', layer);
  if (place) query.set('place', place);
}

/** The address of the map's page with it, on a day. */
export function onMap(asOf: string | null, ground: Partial<Ground>): string {
  const query = new URLSearchParams(asOf ? { as_of: asOf } : {});
  writeGround(query, { task: null, indicator: null, layer: null, place: null, ...ground });
  return `/?${query}`;
}

export const isPlaced = (list: string | null): list is PlacedList => PLACED.some((each) => each === list);

/** A record that obligations are made of. */
export interface Meant {
  list: PlacedList;
  id: string;
  name_zh: string;
  name_en: string | null;
  /** Parts that stand for it, and those of them that count. */
  counts: number;
  of: number;
}

/** Of a yearly obligation the year that the day is in, else the last before it. */
function ofDay(rows: readonly Indicator[], asOf: string): Indicator[] {
  const year = Number(asOf.slice(0, 4));
  const years = rows.flatMap((row) => (row.year !== null && row.year <= year ? [row.year] : []));
  const last = Math.max(...years);
  return rows.filter((row) => row.year === null || row.year === last);
}

/** The records behind a task's indicators, each once. */
export function meantBy(indicators: readonly Indicator[], only: string | null, asOf: string): Meant[] {
  const found = new Map<string, Meant>();
  for (const id of new Set(indicators.map((each) => each.id))) {
    if (only !== null && id !== only) continue;
    for (const row of ofDay(indicators.filter((each) => each.id === id), asOf)) for (const part of row.parts ?? []) add(found, part);
  }
  return [...found.values()];
}

function add(found: Map<string, Meant>, part: Part) {
  if (!part.id || !isPlaced(part.list)) return;
  const one = found.get(part.id) ?? { list: part.list, id: part.id, name_zh: part.name_zh, name_en: part.name_en, counts: 0, of: 0 };
  one.of += 1;
  one.counts += part.counts ? 1 : 0;
  found.set(part.id, one);
}

/** One entry of the legend; the mark stands on the map too, so colour is not the only sign. */
export interface Sort {
  key: string;
  mark: string;
  colour: string;
  name: readonly [zh: string, en: string];
}

export const SORTS = {
  all: { mark: '✓', colour: '#4a148c' },
  some: { mark: '½', colour: '#8a5200' },
  none: { mark: '✗', colour: '#98221a' },
} as const;
export const sortOf = ({ counts, of }: Pick<Meant, 'counts' | 'of'>): keyof typeof SORTS => (counts === of ? 'all' : counts > 0 ? 'some' : 'none');

/** Numbers on the map and in the legend tell kinds apart, beside these colours. */
const KIND_COLOURS = ['#4a148c', '#8a5200', '#0d47a1', '#98221a', '#1b5e20', '#37474f'];
export const kindSorts = (kinds: readonly string[], nameOf: (kind: string) => readonly [string, string]): Sort[] =>
  [...new Set(kinds)].sort().map((key, n) => ({ key, mark: String(n + 1), colour: KIND_COLOURS[n % KIND_COLOURS.length]!, name: nameOf(key) }));

export interface Placed {
  id: string;
  name: string;
  sort: Sort;
  geometry: Geometry;
}

export interface GroundDrawn {
  shapes: FeatureCollection<Geometry>;
  points: FeatureCollection<Point>;
}

/** Shapes as they are, and one point each for the mark and the name. */
export function groundDrawn(placed: readonly Placed[]): GroundDrawn {
  const shapes: Feature<Geometry>[] = [];
  const points: Feature<Point>[] = [];
  for (const { id, name, sort, geometry } of placed) {
    const properties = { id, _name: name, _mark: sort.mark, _colour: sort.colour };
    if (geometry.type !== 'Point') shapes.push({ type: 'Feature', geometry, properties });
    points.push({ type: 'Feature', geometry: { type: 'Point', coordinates: pointOf(geometry) }, properties });
  }
  return { shapes: { type: 'FeatureCollection', features: shapes }, points: { type: 'FeatureCollection', features: points } };
}
