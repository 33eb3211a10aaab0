/** What the analyses show on the map. */
import type { Geometry } from 'geojson';
import type { Drawn } from '../api/analysis';
import type { Gap } from '../api/gaps';
import type { CellProperties } from '../api/reach';
import type { Chosen } from '../api/siting';

class Overlay {
  cells: Drawn<CellProperties> | null = $state.raw(null);
  /** The distances of the cells' bands, as words. */
  bands: string[] = $state.raw([]);
  gaps: Drawn<Gap> | null = $state.raw(null);
  /** The rank of the gap that is looked at. */
  gap: number | null = $state(null);
  /** The best place of that gap. */
  best: { lon: number; lat: number } | null = $state.raw(null);
  places: Chosen[] = $state.raw([]);
  /** The map goes here, once. */
  target: Geometry | null = $state.raw(null);
  /** The cell under the pointer. */
  pointed: Pick<CellProperties, 'people' | 'metres' | 'band'> | null = $state.raw(null);

  go(to: Geometry) {
    this.target = to;
  }

  clear() {
    [this.cells, this.gaps, this.gap, this.best, this.places, this.target, this.pointed] = [null, null, null, null, [], null, null];
  }
}

export const overlay = new Overlay();
