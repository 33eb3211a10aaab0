import { read } from './client';

export interface Info {
  district: { name_zh: string; name_en: string };
  version: string;
  seq: number;
  demo: boolean;
  /** The service's own date, YYYY-MM-DD. */
  today: string;
  plan: { title_zh: string; title_en: string; target_m2_per_head: number; start: string | number; end: string | number } | null;
  database: 'sqlite' | 'postgres';
  map: { attribution: string | null; approval_number: string | null } | null;
}

export const info = () => read<Info>('/api/v1/info');
