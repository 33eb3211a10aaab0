import { read } from './client';

export interface Kind {
  id: string;
  name_zh: string;
  name_en: string;
  group?: string;
  measure?: string;
  container?: boolean;
  unit_zh?: string;
}

export interface Kinds {
  kinds: Kind[];
  equipment_kinds: Kind[];
  organisation_kinds?: Kind[];
  institution_kinds?: Kind[];
}

export const kinds = () => read<Kinds>('/api/v1/kinds');
