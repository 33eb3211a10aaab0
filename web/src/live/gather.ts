/** Gathers changes that come close together, so that a burst is taken up once. */
import type { Change } from '../api/changes';

export interface Batch {
  /** Reads that are to see all of it carry this number. */
  seq: number;
  /** More changed than is named here. */
  everything: boolean;
  /** Everything, and nothing that was known before holds any more. */
  anew: boolean;
  /** The newest change of each thing. */
  changes: Change[];
}

const QUIET_MS = 250;
const LONGEST_MS = 1_500;

export class Gather {
  #newest = new Map<string, Change>();
  #seq = 0;
  #everything = false;
  #anew = false;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #longest: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly take: (batch: Batch) => void) {}

  change(change: Change) {
    const key = `${change.collection}/${change.id}`;
    // Moved to the end, so that the newest stands last.
    this.#newest.delete(key);
    this.#newest.set(key, change);
    this.#seq = change.seq;
    this.#wait();
  }

  everything(seq: number, anew: boolean) {
    this.#seq = seq;
    this.#everything = true;
    this.#anew ||= anew;
    this.#wait();
  }

  #wait() {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#give(), QUIET_MS);
    this.#longest ??= setTimeout(() => this.#give(), LONGEST_MS);
  }

  #give() {
    clearTimeout(this.#quiet);
    clearTimeout(this.#longest);
    this.#longest = undefined;
    const batch = { seq: this.#seq, everything: this.#everything, anew: this.#anew, changes: [...this.#newest.values()] };
    [this.#newest, this.#everything, this.#anew] = [new Map(), false, false];
    this.take(batch);
  }
}
