/** What the page knows of the registry: info, kinds, divisions, and the coverage of the chosen date. */
import { type Coverage, coverage, type CoverageRow, parts } from '../api/coverage';
import { type DivisionFeature, divisions } from '../api/divisions';
import { type Info, info } from '../api/info';
import { type Kind, kinds } from '../api/kinds';
import { scaleOf } from '../map/scale';
import { view } from './view.svelte';

class Registry {
  info: Info | null = $state.raw(null);
  kinds: ReadonlyMap<string, Kind> = $state.raw(new Map());
  equipmentKinds: ReadonlyMap<string, Kind> = $state.raw(new Map());
  coverage: Coverage | null = $state.raw(null);
  divisions: DivisionFeature[] = $state.raw([]);
  busy = $state(true);
  error: string | null = $state(null);
  /** Why the page opened on today, where no year end could be shown. */
  opened: 'openedNoPlan' | 'openedNoRecord' | null = $state(null);
  /** Raised when something was written, so that lists read again. */
  writes = $state(0);
  /** Raised when the figures were read again because something was changed elsewhere. */
  figures = $state(0);
  /** Raised when the figures of all year ends are to be read again, for the same reason. */
  trends = $state(0);
  /** Boundaries may have changed: they are read with the next figures. */
  redrawn = false;

  parts = $derived(this.coverage ? parts(this.coverage) : null);
  target = $derived(this.coverage?.target_m2_per_head ?? this.info?.plan?.target_m2_per_head ?? null);
  /** False at a date of which nothing is on record. */
  onRecord = $derived(this.coverage?.on_record ?? true);
  /** The colours of the chosen figure: around the target, else over the sub-districts' values. */
  scale = $derived(scaleOf(this.target, (this.parts?.children ?? []).map((row) => row.m2_per_head[view.figure])));
  /** Whether a row is about one of the sub-districts that the page compares; without any, everything is. */
  compares = (id: string | null | undefined): boolean =>
    this.parts === null || this.parts.children.length === 0 || this.parts.children.some((row) => row.division.id === id);
  flags = $derived(new Set((this.coverage?.rows ?? []).flatMap((row) => row.flags)));

  #latest: AbortController | null = null;
  /** The date was not the reader's choice. */
  #offered: string | null = null;

  /** The row of a division, of the whole, or of `unassigned`. */
  row(id: string): CoverageRow | null {
    const known = this.parts;
    if (!known) return null;
    if (id === 'unassigned') return known.unassigned;
    if (id === 'everything') return known.whole;
    return [known.whole, ...known.children].find((row) => row?.division.id === id) ?? null;
  }

  /** Loads all that does not depend on a date; sets the date if the address named none. */
  async open() {
    this.busy = true;
    this.error = null;
    try {
      const [about, lists] = await Promise.all([info(), kinds()]);
      this.info = about;
      this.kinds = new Map(lists.kinds.map((kind) => [kind.id, kind]));
      this.equipmentKinds = new Map(lists.equipment_kinds.map((kind) => [kind.id, kind]));
      if (!view.asOf) {
        if (!about.plan) this.opened = 'openedNoPlan';
        view.asOf = this.#offered = openingDate(about);
      }
    } catch (error) {
      this.error = String(error);
      this.busy = false;
    }
  }

  /** Reads the figures of a date again without a word: something was changed elsewhere. */
  async again(asOf: string) {
    const mine = this.#latest ?? (this.#latest = new AbortController());
    try {
      const answer = await coverage(asOf, mine.signal);
      const level = this.redrawn ? parts(answer).children[0]?.division.level : undefined;
      const areas = level ? await divisions(level) : this.divisions;
      if (mine.signal.aborted || asOf !== view.asOf) return;
      [this.coverage, this.divisions, this.redrawn] = [answer, areas, false];
      this.figures += 1;
    } catch {
      // What is shown stays; the next change asks again.
    }
  }

  /** Loads the figures of a date; a later call overtakes an earlier one. */
  async show(asOf: string) {
    this.#latest?.abort();
    const mine = (this.#latest = new AbortController());
    this.busy = true;
    try {
      const answer = await coverage(asOf, mine.signal);
      if (mine.signal.aborted) return;
      const today = this.info?.today;
      if (!answer.on_record && asOf === this.#offered && today && asOf !== today) {
        this.opened = 'openedNoRecord';
        // Shows again, by the effect that follows the date.
        view.asOf = this.#offered = today;
        return;
      }
      if (this.divisions.length === 0) {
        const level = parts(answer).children[0]?.division.level;
        if (level) this.divisions = await divisions(level);
      }
      if (mine.signal.aborted) return;
      this.coverage = answer;
      this.error = null;
    } catch (error) {
      if (mine.signal.aborted) return;
      this.error = String(error);
    }
    this.busy = false;
  }
}

/** The year end that decides the plan; without a plan the present says most. */
export const openingDate = (about: Pick<Info, 'today' | 'plan'>): string => (about.plan ? lastYearEnd(about) : about.today);

/** The newest 31 December that has passed, but not after the plan's last year, which decides it. */
export function lastYearEnd(about: Pick<Info, 'today' | 'plan'>): string {
  const thisYear = Number(about.today.slice(0, 4));
  const passed = about.today.endsWith('-12-31') ? thisYear : thisYear - 1;
  const end = about.plan ? Number(String(about.plan.end).slice(0, 4)) : passed;
  return `${Math.min(passed, end)}-12-31`;
}

/** The year ends a reader compares: from the one before the plan to the last that has passed (at most eight). */
export function yearEnds(about: Pick<Info, 'today' | 'plan'>): string[] {
  const thisYear = Number(about.today.slice(0, 4));
  const last = about.today.endsWith('-12-31') ? thisYear : thisYear - 1;
  const first = about.plan ? Number(String(about.plan.start).slice(0, 4)) - 1 : last - 5;
  const years = [];
  for (let year = Math.max(first, last - 7); year <= last; year += 1) years.push(`${year}-12-31`);
  return years;
}

export const registry = new Registry();
