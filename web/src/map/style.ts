/** The map's plain style: no base map, no glyph server (labels are drawn with local fonts), no sprite. */
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';

const FONT = ['Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif'];
export const LOCAL_FONTS = FONT.map((name) => (name.includes(' ') ? `"${name}"` : name)).join(', ');

const INK = '#16302e';
const CHOSEN = '#c2185b';
/** Above this zoom sites show their shapes, and single points are no longer gathered. */
export const SHAPE_ZOOM = 12.5;
/** From this zoom on gathered points show how many they are. */
const NUMBER_ZOOM = 11;

const empty = { type: 'FeatureCollection' as const, features: [] };
/** Sites that do not stand at the chosen date are drawn pale. */
const presence = ['case', ['get', '_here'], 1, 0.25] as unknown as number;

/** Colours by what a citizen may do there; `_class` is set by `sites.ts`. */
export const CLASS_COLOURS = { free: '#16324f', open: '#3f7cac', restricted: '#ffffff', unstated: '#e3e7ea', inactive: '#8b9490' } as const;
/** Round what is not stated: muted, but no disc as what does not operate. */
export const UNSTATED_RING = '#8795a1';
const byClass = ['match', ['get', '_class'], 'free', CLASS_COLOURS.free, 'open', CLASS_COLOURS.open, 'restricted', CLASS_COLOURS.restricted, 'unstated', CLASS_COLOURS.unstated, CLASS_COLOURS.inactive] as unknown as string;
/** Lines need contrast where points have an outline. */
const lineByClass = ['match', ['get', '_class'], 'free', '#16324f', 'open', '#3f7cac', 'restricted', '#5d3a6e', 'unstated', UNSTATED_RING, '#8b9490'] as unknown as string;

const layers: LayerSpecification[] = [
  { id: 'paper', type: 'background', paint: { 'background-color': '#eceeea' } },
  { id: 'division-fill', type: 'fill', source: 'divisions',
    paint: { 'fill-color': ['get', '_colour'], 'fill-opacity': ['interpolate', ['linear'], ['zoom'], 11.5, 0.92, 14, 0.35] } },
  { id: 'division-line', type: 'line', source: 'divisions', filter: ['!', ['get', '_schematic']],
    paint: { 'line-color': INK, 'line-width': 1.2 } },
  { id: 'division-line-schematic', type: 'line', source: 'divisions', filter: ['get', '_schematic'],
    paint: { 'line-color': INK, 'line-width': 1.2, 'line-dasharray': [3, 2.5] } },
  { id: 'division-hover', type: 'line', source: 'divisions', filter: ['==', ['get', 'id'], ''], paint: { 'line-color': INK, 'line-width': 3 } },
  { id: 'division-chosen-halo', type: 'line', source: 'divisions', filter: ['==', ['get', 'id'], ''], paint: { 'line-color': '#fff', 'line-width': 6 } },
  { id: 'division-chosen', type: 'line', source: 'divisions', filter: ['==', ['get', 'id'], ''], paint: { 'line-color': CHOSEN, 'line-width': 3 } },
  { id: 'site-area', type: 'fill', source: 'site-shapes', filter: ['==', ['geometry-type'], 'Polygon'], minzoom: SHAPE_ZOOM,
    paint: { 'fill-color': byClass, 'fill-opacity': ['case', ['get', '_here'], 0.65, 0.2], 'fill-outline-color': INK } },
  { id: 'site-line-casing', type: 'line', source: 'site-shapes', filter: ['==', ['geometry-type'], 'LineString'], minzoom: 11.5,
    layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': '#fff', 'line-width': 5, 'line-opacity': presence } },
  { id: 'site-line', type: 'line', source: 'site-shapes', filter: ['==', ['geometry-type'], 'LineString'], minzoom: 11.5,
    layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': lineByClass, 'line-width': 2.6, 'line-opacity': presence } },
  // From afar a fine dot each, so that names and values stay readable; closer, numbers to click.
  { id: 'site-dot', type: 'circle', source: 'site-dots', maxzoom: NUMBER_ZOOM,
    paint: { 'circle-color': lineByClass, 'circle-radius': ['interpolate', ['linear'], ['zoom'], 8, 1.2, 11, 2.4], 'circle-opacity': ['case', ['get', '_here'], 0.75, 0.15] } },
  { id: 'site-cluster', type: 'circle', source: 'site-points', filter: ['has', 'point_count'], minzoom: NUMBER_ZOOM,
    paint: { 'circle-color': '#ffffff', 'circle-opacity': 0.88, 'circle-stroke-color': CLASS_COLOURS.free, 'circle-stroke-width': 1.5,
      'circle-radius': ['step', ['get', 'point_count'], 9, 10, 11, 50, 14, 200, 18, 1000, 22] } },
  { id: 'site-cluster-count', type: 'symbol', source: 'site-points', filter: ['has', 'point_count'], minzoom: NUMBER_ZOOM,
    layout: { 'text-field': ['get', 'point_count_abbreviated'], 'text-font': FONT, 'text-size': 11, 'text-allow-overlap': true }, paint: { 'text-color': CLASS_COLOURS.free } },
  { id: 'site-point', type: 'circle', source: 'site-points', filter: ['!', ['has', 'point_count']], minzoom: NUMBER_ZOOM,
    paint: { 'circle-color': byClass, 'circle-radius': ['interpolate', ['linear'], ['zoom'], 11, 4, 14, 6.5, 17, 9],
      'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 9, 0.6, 12, 1.4], 'circle-stroke-color': ['match', ['get', '_class'], 'restricted', '#16324f', 'unstated', UNSTATED_RING, '#ffffff'] as unknown as string,
      'circle-opacity': presence, 'circle-stroke-opacity': presence } },
  { id: 'site-chosen', type: 'circle', source: 'chosen', paint: { 'circle-radius': 13, 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': CHOSEN, 'circle-stroke-width': 3 } },
  { id: 'site-label', type: 'symbol', source: 'site-points', filter: ['!', ['has', 'point_count']], minzoom: 14.2,
    layout: { 'text-field': ['get', '_name'], 'text-font': FONT, 'text-size': 11.5, 'text-anchor': 'top', 'text-offset': [0, 0.8], 'text-optional': true, 'text-max-width': 9 },
    paint: { 'text-color': INK, 'text-halo-color': '#fff', 'text-halo-width': 1.5, 'text-opacity': presence } },
  { id: 'schematic-label', type: 'symbol', source: 'divisions', filter: ['get', '_schematic'],
    layout: { 'symbol-placement': 'line', 'symbol-spacing': 520, 'text-field': '示意边界 schematic', 'text-font': FONT, 'text-size': 10, 'text-letter-spacing': 0.05, 'text-max-angle': 25 },
    paint: { 'text-color': '#3c4b47', 'text-halo-color': '#fff', 'text-halo-width': 1.6 } },
  { id: 'division-label', type: 'symbol', source: 'labels', maxzoom: 14.2,
    layout: { 'text-field': ['format', ['get', '_name'], { 'font-scale': 1 }, '\n', {}, ['get', '_value'], { 'font-scale': 1.08 }, ['get', '_mark'], { 'font-scale': 0.85 }],
      'text-font': FONT, 'text-size': ['interpolate', ['linear'], ['zoom'], 9, 9, 10.2, 12.5, 12, 14.5], 'text-overlap': 'always', 'text-padding': 0,
      'text-variable-anchor': ['center', 'bottom', 'top', 'left', 'right'], 'text-radial-offset': 0.4, 'text-justify': 'center', 'text-line-height': 1.2 },
    paint: { 'text-color': '#10201e', 'text-halo-color': '#ffffff', 'text-halo-width': 2.2 } },
];

export function style(): StyleSpecification {
  return {
    version: 8,
    sources: {
      divisions: { type: 'geojson', data: empty },
      labels: { type: 'geojson', data: empty },
      'site-shapes': { type: 'geojson', data: empty },
      'site-points': { type: 'geojson', data: empty, cluster: true, clusterRadius: 34, clusterMaxZoom: Math.floor(SHAPE_ZOOM) },
      'site-dots': { type: 'geojson', data: empty },
      chosen: { type: 'geojson', data: empty },
    },
    layers,
  };
}
