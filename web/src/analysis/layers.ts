/** The map layers of the analyses, below the boundaries and the sites. */
import type { GeoJSONSource, LayerSpecification, Map as GlMap } from 'maplibre-gl';
import { BEYOND, bandColour } from './bands';
import { MOST } from './distances';

export const SOURCES = ['reach-cells', 'gap-outlines'] as const;
export const HATCH = 'beyond-hatch';
export const GAP = '#8e1b4f';
/** Under the first of these everything of the analyses is drawn. */
const ABOVE = 'division-line';

const beyond = ['==', ['get', '_beyond'], true];

const layers: LayerSpecification[] = [
  { id: 'reach-cell', type: 'fill', source: 'reach-cells', paint: { 'fill-color': ['get', '_colour'], 'fill-opacity': 0.9, 'fill-antialias': false } },
  // Colour is not the only sign of what is beyond all distances.
  { id: 'reach-cell-beyond', type: 'fill', source: 'reach-cells', filter: beyond as never, paint: { 'fill-pattern': HATCH, 'fill-opacity': 0.55 } },
  { id: 'reach-cell-edge', type: 'line', source: 'reach-cells', minzoom: 12.5, paint: { 'line-color': '#ffffff', 'line-width': 0.6, 'line-opacity': 0.7 } },
  { id: 'gap-fill', type: 'fill', source: 'gap-outlines', paint: { 'fill-color': BEYOND, 'fill-opacity': 0.55 } },
  { id: 'gap-line', type: 'line', source: 'gap-outlines', paint: { 'line-color': GAP, 'line-width': 1.4 } },
  { id: 'gap-chosen', type: 'line', source: 'gap-outlines', filter: ['==', ['get', 'rank'], -1], paint: { 'line-color': '#c2185b', 'line-width': 4 } },
];
export const IDS = layers.map((layer) => layer.id);

/** Diagonal strokes, drawn here so that no picture has to be fetched. */
function hatch() {
  const size = 8;
  const data = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if ((x + y) % size < 2) data.set([110, 50, 8, 200], (y * size + x) * 4);
    }
  }
  return { width: size, height: size, data };
}

export function addLayers(map: GlMap): void {
  if (!map.hasImage(HATCH)) map.addImage(HATCH, hatch());
  for (const source of SOURCES) if (!map.getSource(source)) map.addSource(source, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
  for (const layer of layers) if (!map.getLayer(layer.id)) map.addLayer(layer, map.getLayer(ABOVE) ? ABOVE : undefined);
}

export const setData = (map: GlMap, source: (typeof SOURCES)[number], features: GeoJSON.Feature[]) =>
  void (map.getSource(source) as GeoJSONSource | undefined)?.setData({ type: 'FeatureCollection', features });

/** Cells carry their colour. */
export const coloured = (features: readonly GeoJSON.Feature[], distances: number): GeoJSON.Feature[] =>
  features.map((feature) => {
    const band = Math.min(Number(feature.properties?.['band'] ?? distances), Math.max(distances, 0), MOST);
    return { ...feature, properties: { ...feature.properties, _colour: bandColour(band, distances), _beyond: band >= distances } };
  });
