import type { Point } from 'geojson';
import { create, read } from './client';
import { type Flat, flat, listed, nextOf } from './records';

/** As the service sends them: what is not known is null or left out. */
export interface EquipmentProperties {
  external_id?: string | null;
  site_id: string;
  kind: string;
  name_zh?: string | null;
  name_en?: string | null;
  maker?: string | null;
  model?: string | null;
  standard_edition?: string | null;
  installed_on?: string | null;
  removed_on?: string | null;
  design_life_years?: number | null;
  target_group?: string | null;
  wheelchair?: boolean | null;
  smart?: boolean | null;
  state: 'working' | 'faulty' | 'sealed_off' | 'removed';
  demo?: boolean | null;
  note?: string | null;
  /** Past its design life today, as the service reckons it. */
  over_age?: boolean | null;
}

export type Equipment = Flat<EquipmentProperties> & { distance_m?: number };

/** The pieces on a site, all of them (a site has tens, not thousands). */
export async function equipmentOn(siteId: string): Promise<Equipment[]> {
  const pieces: Equipment[] = [];
  let next: string | null = `/api/v1/equipment?site=${encodeURIComponent(siteId)}&limit=200`;
  while (next && pieces.length < 2000) {
    const page: unknown = await read(next);
    pieces.push(...(listed<EquipmentProperties>(page) as Equipment[]));
    next = nextOf(page);
  }
  return pieces;
}

/** Pieces within `radius` metres of a place given in `crs`, nearest first. */
export const equipmentNear = async (lon: number, lat: number, crs: string, radius: number, signal: AbortSignal) =>
  listed<EquipmentProperties>(await read(`/api/v1/equipment?near=${lon},${lat}&radius=${radius}&crs=${crs}&limit=50`, signal)) as Equipment[];

/** What the form sends; the place stays in the datum it was declared in, the service converts. */
export interface NewEquipment {
  site_id: string;
  kind: string;
  name_zh: string | null;
  standard_edition: string | null;
  installed_on: string | null;
  target_group: string;
  smart: boolean;
  wheelchair: boolean;
  maker: string | null;
  model: string | null;
  state: 'working';
  note: string | null;
  geometry: Point;
  crs: string;
  accuracy_m: number | null;
  reason: 'new_built' | 'newly_found';
}

export const register = async (piece: NewEquipment, token: string, key: string) => {
  // What is not known is left out, not sent as null.
  const known = Object.fromEntries(Object.entries(piece).filter(([, value]) => value !== null));
  const written = await create<unknown>('/api/v1/equipment', known, token, key);
  return { piece: flat<EquipmentProperties>(written.body ?? {}) as Equipment, location: written.location };
};
