/** The scenario that is open: its name, and what of it is no site to try. */
import type { Scenario } from '../api/scenarios';
import type { Change } from '../api/whatif';
import { partsOf, textOf } from './changes';
import { study } from './study.svelte';

class Opened {
  id: string | null = $state(null);
  name = $state('');
  others: readonly Change[] = $state.raw([]);
  #saved = $state('');
  changed = $derived(this.id !== null && textOf(study.placed) !== this.#saved);

  /** Shows a scenario; sites that the address names are the reader's own changes to it. */
  take(found: Scenario) {
    const { placed, others } = partsOf(found.changes);
    if (study.placed.length === 0) study.replace(placed);
    this.#saved = textOf(placed);
    [this.id, this.name, this.others] = [study.scenario, found.name, others];
  }

  /** What is on the map was saved under a name. */
  saved(id: string, name: string) {
    this.#saved = textOf(study.placed);
    [this.id, this.name] = [id, name];
    study.scenario = id;
  }

  leave() {
    [this.id, this.name, this.others] = [null, '', []];
    study.scenario = null;
  }
}

export const opened = new Opened();
