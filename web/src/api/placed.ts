import type { Feature, FeatureCollection, Geometry } from 'geojson';
import { read } from './client';
import { nextOf } from './records';

export interface PlacedProperties {
  id?: string;
  name_zh: string;
  name_en?: string | null;
  kind?: string | null;
  demo?: boolean;
}

export type PlacedFeature = Feature<Geometry | null, PlacedProperties>;

/** At most so many records of a list; no list of a district's grounds is longer. */
const CAP = 20_000;

/** All records of a collection, those that stand on a day where one is named. */
export async function placed(list: string, day: string | null, signal: AbortSignal): Promise<PlacedFeature[]> {
  const features: PlacedFeature[] = [];
  let next: string | null = `/ogc/collections/${encodeURIComponent(list)}/items?limit=1000${day ? `&datetime=${encodeURIComponent(day)}` : ''}`;
  while (next && features.length < CAP) {
    const page: FeatureCollection<Geometry | null, PlacedProperties> = await read(next, signal);
    features.push(...page.features);
    next = page.features.length > 0 ? nextOf(page) : null;
  }
  return features;
}
