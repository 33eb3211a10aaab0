/** A place as it was declared; only the service converts between datums. */
export const DATUMS = [
  { id: 'wgs84', label: 'WGS 84 / CGCS2000' },
  { id: 'gcj02', label: 'GCJ-02（高德、腾讯、微信 AMap, Tencent）' },
  { id: 'bd09', label: 'BD-09（百度 Baidu）' },
] as const;
export type Datum = (typeof DATUMS)[number]['id'];

export interface Place {
  lon: number;
  lat: number;
  datum: Datum;
  /** What the device claims, metres. */
  accuracy: number | null;
}

/** A fix worse than this is likely to name the wrong site. */
export const COARSE_METRES = 30;

/** About a centimetre; more digits would only pretend. */
const rounded = (value: number) => Math.round(value * 1e7) / 1e7;

/** Null unless both are numbers within the globe. */
export function placeOf(lon: number, lat: number, datum: Datum, accuracy: number | null): Place | null {
  const valid = Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  return valid ? { lon: rounded(lon), lat: rounded(lat), datum, accuracy } : null;
}
