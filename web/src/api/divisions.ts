import type { Feature, FeatureCollection, Geometry } from 'geojson';
import { read } from './client';
import { nextOf } from './records';

export interface DivisionProperties {
  id?: string;
  name_zh: string;
  name_en?: string | null;
  level: string;
  boundary_quality: 'official' | 'surveyed' | 'schematic' | 'placeholder';
  /** Where its name is written, lon, lat. */
  label?: [number, number] | null;
  demo?: boolean;
}

export type DivisionFeature = Feature<Geometry, DivisionProperties>;

/** All divisions of a level; there are never so many that paging would have to stop. */
export async function divisions(level: string): Promise<DivisionFeature[]> {
  const features: DivisionFeature[] = [];
  let next: string | null = `/ogc/collections/divisions/items?level=${encodeURIComponent(level)}&limit=1000`;
  while (next && features.length < 5000) {
    const page: FeatureCollection<Geometry, DivisionProperties> = await read(next);
    features.push(...page.features);
    next = nextOf(page);
  }
  return features;
}
