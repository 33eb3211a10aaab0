/** Keeps the sites of the current view loaded: waits for the map to rest, drops answers that come too late. */
import { type Box, type SiteFeature, sitesIn } from '../api/sites';
import { covers, withMargin } from './sites';

export type LoadState =
  | { kind: 'loading' }
  | { kind: 'loaded'; shown: number; matched: number | null; capped: boolean }
  | { kind: 'failed'; message: string };

const REST_MS = 180;

export class SiteLoader {
  #have: Box | null = null;
  #request: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly onSites: (sites: SiteFeature[]) => void,
    private readonly onState: (state: LoadState) => void,
  ) {}

  /** Loads the box unless what is loaded already covers it completely. */
  want(box: Box) {
    if (this.#have && covers(this.#have, box)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#load(box), REST_MS);
  }

  /** Forgets what is loaded (something was written) and loads again. */
  again(box: Box) {
    this.#have = null;
    this.want(box);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#request?.abort();
  }

  async #load(view: Box) {
    this.#request?.abort();
    const mine = (this.#request = new AbortController());
    this.onState({ kind: 'loading' });
    const box = withMargin(view);
    try {
      const { features, matched, capped } = await sitesIn(box, mine.signal);
      if (mine.signal.aborted) return;
      // A capped view is incomplete: every move has to ask again.
      this.#have = capped ? null : box;
      this.onSites(features);
      this.onState({ kind: 'loaded', shown: features.length, matched, capped });
    } catch (error) {
      if (!mine.signal.aborted) this.onState({ kind: 'failed', message: String(error) });
    }
  }
}
