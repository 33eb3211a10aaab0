/** The map layers of grounds, above everything else. */
import type { GeoJSONSource, LayerSpecification, Map as GlMap } from 'maplibre-gl';
import type { GroundDrawn } from './ground';

const FONT = ['Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif'];
const SOURCES = { shapes: 'ground-shapes', points: 'ground-points' } as const;

const layers: LayerSpecification[] = [
  { id: 'ground-fill', type: 'fill', source: SOURCES.shapes, filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': ['get', '_colour'], 'fill-opacity': 0.22 } },
  { id: 'ground-line', type: 'line', source: SOURCES.shapes, paint: { 'line-color': ['get', '_colour'], 'line-width': 2.2 } },
  { id: 'ground-point', type: 'circle', source: SOURCES.points,
    paint: { 'circle-color': ['get', '_colour'], 'circle-radius': ['interpolate', ['linear'], ['zoom'], 9, 5, 12, 9], 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 1.4 } },
  { id: 'ground-mark', type: 'symbol', source: SOURCES.points,
    layout: { 'text-field': ['get', '_mark'], 'text-font': FONT, 'text-size': ['interpolate', ['linear'], ['zoom'], 9, 8, 12, 12], 'text-allow-overlap': true, 'text-ignore-placement': true }, paint: { 'text-color': '#ffffff' } },
  { id: 'ground-name', type: 'symbol', source: SOURCES.points, minzoom: 10,
    layout: { 'text-field': ['get', '_name'], 'text-font': FONT, 'text-size': 11.5, 'text-anchor': 'top', 'text-offset': [0, 0.9], 'text-max-width': 9 },
    paint: { 'text-color': '#2a0f52', 'text-halo-color': '#ffffff', 'text-halo-width': 1.8 } },
  { id: 'ground-chosen', type: 'circle', source: SOURCES.points, filter: ['==', ['get', 'id'], ''],
    paint: { 'circle-radius': 15, 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': '#c2185b', 'circle-stroke-width': 3.5 } },
];

export function addLayers(map: GlMap): void {
  for (const source of Object.values(SOURCES)) if (!map.getSource(source)) map.addSource(source, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
  for (const layer of layers) if (!map.getLayer(layer.id)) map.addLayer(layer);
}

export function draw(map: GlMap, { shapes, points }: GroundDrawn): void {
  (map.getSource(SOURCES.shapes) as GeoJSONSource | undefined)?.setData(shapes);
  (map.getSource(SOURCES.points) as GeoJSONSource | undefined)?.setData(points);
}

export const choose = (map: GlMap, id: string | null): void => void map.setFilter('ground-chosen', ['==', ['get', 'id'], id ?? '']);
