/** Which kind a what-if site has before somebody says. */
import { registry } from '../page/registry.svelte';
import { study } from './study.svelte';

/** What most districts build most; any other kind serves where it is not known. */
const USUAL = 'fitness_path';

export function usualKind(): string {
  const last = study.placed.at(-1)?.kind;
  if (last) return last;
  // A kind that the conditions leave out would change nothing.
  if (study.kinds.length > 0) return study.kinds[0]!;
  return registry.kinds.has(USUAL) ? USUAL : ([...registry.kinds.values()].find((kind) => !kind.container)?.id ?? USUAL);
}
