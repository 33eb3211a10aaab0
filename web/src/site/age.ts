import type { EquipmentProperties } from '../api/equipment';

/** Whether the service says, or else the dates say, a piece is past its design life on a day (YYYY-MM-DD). Unknown installation: not claimed. */
export function overAge(piece: Pick<EquipmentProperties, 'installed_on' | 'design_life_years' | 'over_age'>, today: string): boolean {
  if (typeof piece.over_age === 'boolean') return piece.over_age;
  if (!piece.installed_on || !today) return false;
  const year = Number(piece.installed_on.slice(0, 4)) + (piece.design_life_years ?? 8);
  return `${String(year).padStart(4, '0')}${piece.installed_on.slice(4)}` <= today;
}
