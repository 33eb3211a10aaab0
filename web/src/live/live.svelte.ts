/** What others change, taken up by the page while it is looked at. */
import { atLeast, startAnew } from '../api/client';
import { registry } from '../page/registry.svelte';
import { view } from '../page/view.svelte';
import { type Batch, Gather } from './gather';
import { Seldom } from './seldom';
import { type LiveState, LiveStream } from './stream';

/** A tab that nobody looks at gives its connection back after so long. */
const HIDDEN_MS = 20_000;
/** The figures of a date are read again at most so often, those of all year ends less often. */
const FIGURES_MS = 10_000;
const TREND_MS = 60_000;

class Live {
  state: LiveState = $state('connecting');
  #takers = new Set<(batch: Batch) => void>();
  #gather = new Gather((batch) => this.#take(batch));
  #stream = new LiveStream({
    state: (state) => (this.state = state),
    change: (change) => this.#gather.change(change),
    everything: (seq, anew) => this.#gather.everything(seq, anew),
  });
  #figures: Seldom = new Seldom(() => {
    // Figures that are being read may be those before the change.
    if (registry.busy) this.#figures.ask();
    else if (view.asOf) void registry.again(view.asOf);
  }, FIGURES_MS);
  #trend = new Seldom(() => (registry.trends += 1), TREND_MS);
  #started = false;

  /** Follows from the number of what was loaded first; everything else was loaded later. */
  start(seq: number) {
    if (this.#started) return;
    this.#started = true;
    atLeast(seq);
    this.#stream.start(seq);
    let hidden: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(hidden);
      if (document.visibilityState === 'visible') this.#stream.wake();
      else hidden = setTimeout(() => this.#stream.rest(), HIDDEN_MS);
    };
    document.addEventListener('visibilitychange', look);
    look();
    // A page that is kept for the way back must not hold a connection.
    addEventListener('pagehide', () => this.#stream.rest());
    addEventListener('pageshow', () => this.#stream.wake());
  }

  /** Calls `take` with what changed, until the returned function is called. */
  follow(take: (batch: Batch) => void): () => void {
    this.#takers.add(take);
    return () => this.#takers.delete(take);
  }

  #take(batch: Batch) {
    if (batch.anew) startAnew();
    atLeast(batch.seq);
    for (const take of this.#takers) take(batch);
    if (batch.anew || batch.everything || batch.changes.some(({ collection }) => collection === 'divisions')) registry.redrawn = true;
    this.#figures.ask();
    this.#trend.ask();
  }
}

export const live = new Live();
