import type { Feature, FeatureCollection, Geometry } from 'geojson';
import { Problem, read } from './client';
import { type Flat, flat, listed, nextOf } from './records';

/** As the service sends them: what is not known is null or left out. */
export interface SiteProperties {
  name_zh: string;
  name_en?: string | null;
  kind: string;
  status: 'planned' | 'under_construction' | 'operating' | 'temporarily_closed' | 'closed';
  access: 'free_open' | 'open' | 'members' | 'closed_to_public' | 'unknown';
  level?: string | null;
  owner?: string | null;
  operator?: string | null;
  funder?: string | null;
  receiver?: string | null;
  maintainer?: string | null;
  programmes?: string[] | null;
  area_m2?: number | null;
  /** The area that counts, computed by the service: for a trail length x width per segment. */
  venue_area_m2?: number | null;
  /** Geodesic length of a line, metres. */
  length_m?: number | null;
  area_grade?: string | null;
  counts_area?: boolean | null;
  container_id?: string | null;
  segments?: { width_m: number | null; surface: string | null }[] | null;
  opened_on?: string | null;
  closed_on?: string | null;
  capacity?: number | null;
  surface?: string | null;
  lighting?: boolean | null;
  accessible?: boolean | null;
  opening_hours?: string | null;
  address?: string | null;
  photos?: string[] | null;
  source?: string | null;
  external_id?: string | null;
  official_codes?: Record<string, string> | null;
  demo?: boolean | null;
  note?: string | null;
  /** Number of its newest change. */
  version?: number | null;
}

export type Site = Flat<SiteProperties> & { distance_m?: number };
export type SiteFeature = Feature<Geometry, SiteProperties & { id?: string }>;
export type Box = [west: number, south: number, east: number, north: number];

/** The service's page size for a view, and how many sites one view loads at most. */
const PAGE = 1000;
export const VIEW_CAP = 5000;

export interface View {
  features: SiteFeature[];
  /** Sites in the box, where the service says so. */
  matched: number | null;
  /** More sites lie in the box than were loaded. */
  capped: boolean;
}

/** The sites of a box, page by page up to `VIEW_CAP`. */
export async function sitesIn(box: Box, signal: AbortSignal): Promise<View> {
  const features: SiteFeature[] = [];
  let matched: number | null = null;
  let next: string | null = `/ogc/collections/sites/items?bbox=${box.map((n) => n.toFixed(6)).join(',')}&limit=${PAGE}`;
  while (next && features.length < VIEW_CAP) {
    const page: FeatureCollection<Geometry, SiteProperties> & { numberMatched?: number } = await read(next, signal);
    features.push(...page.features);
    matched = page.numberMatched ?? matched;
    next = page.features.length > 0 ? nextOf(page) : null;
  }
  return { features, matched, capped: next !== null };
}

/** One site as the map has it; null where it is not there (any more). */
export async function siteFeature(id: string, signal: AbortSignal): Promise<SiteFeature | null> {
  try {
    return await read<SiteFeature>(`/ogc/collections/sites/items/${encodeURIComponent(id)}`, signal);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}

export const site = async (id: string) => flat<SiteProperties>(await read(`/api/v1/sites/${encodeURIComponent(id)}`)) as Site;

/** Sites within `radius` metres of a place given in `crs` (wgs84, gcj02, bd09), nearest first. */
export const sitesNear = async (lon: number, lat: number, crs: string, radius: number, signal: AbortSignal) =>
  listed<SiteProperties>(await read(`/api/v1/sites?near=${lon},${lat}&radius=${radius}&crs=${crs}&limit=50`, signal)) as Site[];
