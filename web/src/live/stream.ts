/** Follows the service's changes: one connection while somebody looks, none while nobody does. */
import { type Change, changesAfter } from '../api/changes';

/** `resting`: nobody looks, so nothing is held open. */
export type LiveState = 'connecting' | 'live' | 'lost' | 'resting';

export interface Heard {
  state: (state: LiveState) => void;
  change: (change: Change) => void;
  /** Too much changed to be told one by one, or (`anew`) it is another state than the one that was followed. */
  everything: (seq: number, anew: boolean) => void;
}

/** What is used of an `EventSource`. */
export interface Source {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: { data: string }) => void): void;
  onerror: ((event: Event) => void) | null;
  close(): void;
}

const CLOSED = 2;
/** The service says something every 15 seconds; a longer silence is a dead connection. */
const SILENCE_MS = 45_000;
/** A connection that comes back at once was not lost. */
const PATIENCE_MS = 4_000;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 120_000;

export class LiveStream {
  #source: Source | null = null;
  #seq: number | null = null;
  #database: string | null = null;
  #state: LiveState | null = null;
  #pause = FIRST_PAUSE_MS;
  #timers: Partial<Record<'again' | 'silence' | 'lost', ReturnType<typeof setTimeout>>> = {};

  constructor(
    private readonly heard: Heard,
    private readonly open: (url: string) => Source = (url) => new EventSource(url) as Source,
    private readonly chance: () => number = Math.random,
  ) {}

  /** Follows from a number on. */
  start(seq: number) {
    this.#seq = seq;
    this.#connect();
  }

  /** Lets the connection go; `wake` goes on where it was. */
  rest() {
    if (this.#seq === null) return;
    this.#drop();
    this.#show('resting');
  }

  wake() {
    if (this.#seq !== null && !this.#source) this.#connect();
  }

  #connect() {
    this.#drop();
    // Until something is heard again, what was lost is lost.
    if (this.#state !== 'lost') this.#show('connecting');
    const source = (this.#source = this.open(changesAfter(this.#seq ?? 0)));
    const on = <T>(type: string, act: (data: T) => void) =>
      source.addEventListener(type, ({ data }) => {
        if (this.#source !== source) return;
        this.#alive();
        act(JSON.parse(data) as T);
      });
    on<{ seq: number; database: string }>('now', ({ seq, database }) => {
      const other = this.#database !== null && this.#database !== database;
      this.#database = database;
      this.#pause = FIRST_PAUSE_MS;
      this.#show('live');
      if (other) this.#everything(seq, true);
    });
    on<Change>('change', (change) => {
      this.#seq = change.seq;
      this.heard.change(change);
    });
    on<{ seq: number }>('seen', ({ seq }) => (this.#seq = seq));
    on<{ seq: number }>('jump', ({ seq }) => this.#everything(seq, false));
    on<{ seq: number }>('reset', ({ seq }) => this.#everything(seq, true));
    source.onerror = () => {
      if (this.#source !== source) return;
      this.#timers.lost ??= setTimeout(() => this.#show('lost'), PATIENCE_MS);
      // The browser comes back by itself, except where the service answered something else than a stream.
      if (source.readyState === CLOSED) this.#later();
    };
    this.#listen();
  }

  #show(state: LiveState) {
    this.#state = state;
    this.heard.state(state);
  }

  #everything(seq: number, anew: boolean) {
    this.#seq = seq;
    this.heard.everything(seq, anew);
  }

  #alive() {
    clearTimeout(this.#timers.lost);
    delete this.#timers.lost;
    this.#listen();
  }

  /** A sleeping laptop's connection dies without a word. */
  #listen() {
    clearTimeout(this.#timers.silence);
    this.#timers.silence = setTimeout(() => {
      this.#show('lost');
      this.#connect();
    }, SILENCE_MS);
  }

  /** Not all at once: a service that was gone has many pages to take back. */
  #later() {
    const pause = this.#pause * (0.5 + this.chance());
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
    this.#source?.close();
    clearTimeout(this.#timers.silence);
    clearTimeout(this.#timers.again);
    this.#timers.again = setTimeout(() => this.#connect(), pause);
  }

  #drop() {
    this.#source?.close();
    this.#source = null;
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#timers = {};
  }
}
