/** What the reader studies: conditions, what-if sites and the siting task. */
import type { Conditions, Mode } from '../api/analysis';
import type { Task } from '../api/siting';
import { MOST_PLACED, type Placed, rounded, studiedIn, type Studied, type Tab, unstudied, writeStudied } from './address';

/** Kept apart while it is moved, so that its marker stays the same. */
export type Trial = Placed & { key: number };

class Study implements Studied {
  tab: Tab = $state('reach');
  mode: Mode = $state('line');
  metres: readonly number[] = $state.raw([]);
  minutes: readonly number[] | null = $state.raw(null);
  kinds: readonly string[] = $state.raw([]);
  access: readonly string[] = $state.raw([]);
  gapMetres = $state(0);
  placed: readonly Trial[] = $state.raw([]);
  task: Task = $state.raw(unstudied().task);
  run = $state(false);
  /** The scenario that was opened or saved. */
  scenario: string | null = $state(null);
  /** The address asked for an analysis. */
  readonly asked: boolean;
  #keys = 0;

  constructor(query: URLSearchParams) {
    const found = studiedIn(query);
    this.asked = found !== null;
    const { placed, ...rest } = found ?? unstudied();
    Object.assign(this, rest);
    this.placed = placed.map((each) => this.#keyed(each));
  }

  #keyed = (placed: Placed): Trial => ({ kind: placed.kind, lon: rounded(placed.lon), lat: rounded(placed.lat), key: (this.#keys += 1) });

  /** The conditions on a date. */
  conditions(asOf: string): Conditions {
    const { mode, metres, minutes, kinds, access } = this;
    return { asOf, mode, metres, minutes, kinds, access };
  }

  /** One more what-if site; false when there are enough. */
  put(lon: number, lat: number, kind: string): boolean {
    if (this.placed.length >= MOST_PLACED) return false;
    this.placed = [...this.placed, this.#keyed({ lon, lat, kind })];
    return true;
  }

  /** All what-if sites at once, in the place of those there are. */
  replace(placed: readonly Placed[]) {
    this.placed = placed.slice(0, MOST_PLACED).map((each) => this.#keyed(each));
  }

  move(key: number, lon: number, lat: number) {
    this.placed = this.placed.map((each) => (each.key === key ? { ...each, lon: rounded(lon), lat: rounded(lat) } : each));
  }

  /** Makes it one of another kind. */
  turn(key: number, kind: string) {
    this.placed = this.placed.map((each) => (each.key === key ? { ...each, kind } : each));
  }

  remove(key: number) {
    this.placed = this.placed.filter((each) => each.key !== key);
  }

  write(query: URLSearchParams) {
    writeStudied(this, query);
  }
}

export const study = new Study(new URLSearchParams(location.search));
