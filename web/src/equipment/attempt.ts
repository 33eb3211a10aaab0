/**
 * A registration that was sent and not answered. The same body goes out again under the same key until
 * an answer arrives, also after a reload: a lost answer must not make two records.
 */
import type { NewEquipment } from '../api/equipment';

export interface Attempt {
  key: string;
  body: NewEquipment;
}

const KEPT = 'jiantu.attempt';
type Drawer = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export function pending(drawer: Drawer): Attempt | null {
  const text = drawer.getItem(KEPT);
  if (!text) return null;
  try {
    const found = JSON.parse(text) as Attempt;
    return typeof found.key === 'string' && found.body ? found : null;
  } catch {
    return null;
  }
}

/** Begins an attempt, or takes up the one that still waits for its answer. */
export function begin(drawer: Drawer, body: NewEquipment, newKey: () => string): Attempt {
  const waiting = pending(drawer);
  if (waiting) return waiting;
  const attempt = { key: newKey(), body };
  drawer.setItem(KEPT, JSON.stringify(attempt));
  return attempt;
}

/** An answer arrived (yes or no), or the user gave up. */
export const settle = (drawer: Drawer) => drawer.removeItem(KEPT);
