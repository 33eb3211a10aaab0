/** Keeps the sites of the current view loaded: waits for the map to rest, drops answers that come too late. */
import type { Change } from '../api/changes';
import { type Box, type SiteFeature, siteFeature, sitesIn } from '../api/sites';
import { concerned, idOf, merged } from './changed';
import { covers, withMargin } from './sites';

export type LoadState =
  | { kind: 'loading' }
  | { kind: 'loaded'; shown: number; matched: number | null; capped: boolean }
  | { kind: 'failed'; message: string };

const REST_MS = 180;
/** So many changed sites are read one by one, a few at once; more of them as a view. */
const FEW = 24;
const AT_ONCE = 6;

export class SiteLoader {
  #have: Box | null = null;
  #request: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sites: SiteFeature[] = [];
  #matched: number | null = null;
  #capped = false;
  /** What changed while something was being read, which may have been answered before the change. */
  #late: Change[] = [];
  #reading = false;

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

  /** Takes up what others changed: reads what it concerns, and nothing else. */
  changed(changes: readonly Change[], view: Box) {
    this.#late.push(...changes);
    if (!this.#reading) void this.#catchUp(view);
  }

  async #catchUp(view: Box) {
    const { gone, read } = concerned(this.#late, new Set(this.#sites.map(idOf)), this.#have);
    this.#late = [];
    if (gone.length + read.length === 0) return;
    if (read.length > FEW) return this.again(view);
    this.#reading = true;
    const mine = this.#request ?? (this.#request = new AbortController());
    const found = new Map<string, SiteFeature | null>(gone.map((id) => [id, null]));
    try {
      for (let n = 0; n < read.length; n += AT_ONCE) {
        const some = read.slice(n, n + AT_ONCE);
        const answers = await Promise.all(some.map((id) => siteFeature(id, mine.signal)));
        some.forEach((id, k) => found.set(id, answers[k] ?? null));
      }
    } catch {
      // Aborted: a view is loading instead. Else the service does not answer: the view says so, or has it.
      if (mine.signal.aborted) return;
      this.#reading = false;
      return this.again(view);
    }
    if (mine.signal.aborted) return;
    this.#reading = false;
    const before = this.#sites.length;
    this.#show(merged(this.#sites, found));
    if (this.#matched !== null) this.#matched += this.#sites.length - before;
    this.#tell();
    if (this.#late.length > 0) await this.#catchUp(view);
  }

  #show(sites: SiteFeature[]) {
    this.#sites = sites;
    this.onSites(sites);
  }

  #tell() {
    this.onState({ kind: 'loaded', shown: this.#sites.length, matched: this.#matched, capped: this.#capped });
  }

  stop() {
    clearTimeout(this.#timer);
    this.#request?.abort();
  }

  async #load(view: Box) {
    this.#request?.abort();
    const mine = (this.#request = new AbortController());
    this.#reading = true;
    this.onState({ kind: 'loading' });
    const box = withMargin(view);
    try {
      const { features, matched, capped } = await sitesIn(box, mine.signal);
      if (mine.signal.aborted) return;
      // A capped view is incomplete: every move has to ask again.
      this.#have = capped ? null : box;
      [this.#matched, this.#capped, this.#reading] = [matched, capped, false];
      this.#show(features);
      this.#tell();
      if (this.#late.length > 0) await this.#catchUp(view);
    } catch (error) {
      if (mine.signal.aborted) return;
      this.#reading = false;
      this.onState({ kind: 'failed', message: String(error) });
    }
  }
}
