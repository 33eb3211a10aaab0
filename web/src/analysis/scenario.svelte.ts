/** The scenario that is open: its name, and what of it is no site to try. */
import type { Scenario } from '../api/scenarios';
import type { Change } from '../api/whatif';
import { study } from './study.svelte';

const placesOf = (placed: readonly { lon: number; lat: number; kind: string }[]) =>
  placed.map(({ lon, lat, kind }) => `${lon.toFixed(6)},${lat.toFixed(6)},${kind}`).join(';');

/** The sites that changes add, and the other changes. */
export function partsOf(changes: readonly Change[]) {
  const placed = changes.flatMap((change) => {
    if (!('add' in change) || change.add.geometry.type !== 'Point') return [];
    const [lon = 0, lat = 0] = change.add.geometry.coordinates;
    return [{ lon, lat, kind: change.add.kind }];
  });
  const others = changes.filter((change) => !('add' in change) || change.add.geometry.type !== 'Point');
  return { placed, others };
}

class Opened {
  id: string | null = $state(null);
  name = $state('');
  others: readonly Change[] = $state.raw([]);
  #saved = $state('');
  changed = $derived(this.id !== null && placesOf(study.placed) !== this.#saved);

  /** Shows a scenario; sites that the address names are the reader's own changes to it. */
  take(found: Scenario) {
    const { placed, others } = partsOf(found.changes);
    if (study.placed.length === 0) study.replace(placed);
    this.#saved = placesOf(placed);
    [this.id, this.name, this.others] = [study.scenario, found.name, others];
  }

  /** What is on the map was saved under a name. */
  saved(id: string, name: string) {
    this.#saved = placesOf(study.placed);
    [this.id, this.name] = [id, name];
    study.scenario = id;
  }

  leave() {
    [this.id, this.name, this.others] = [null, '', []];
    study.scenario = null;
  }
}

export const opened = new Opened();
