/** Where the service has the record that a part of a value stands for. */
import type { Part } from '../api/plan';

/** Grounds that the service tells as features only. */
const FEATURES: readonly string[] = ['divisions', 'clusters'];

/** Null: the part stands for no single record. */
export function recordOf({ list, id }: Pick<Part, 'list' | 'id'>): string | null {
  if (!list || !id) return null;
  return FEATURES.includes(list) ? `/ogc/collections/${list}/items/${id}` : `/api/v1/${list}/${id}`;
}
