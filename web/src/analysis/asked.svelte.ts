/** A question and its answer, as a component shows them; a later question overtakes an earlier one. */
import type { Job } from '../api/jobs';
import { type Told, toldOf } from './trouble';

export class Asked<T> {
  /** The last answer stays until the next one is there. */
  answer: T | null = $state.raw(null);
  trouble: Told | null = $state.raw(null);
  busy = $state(false);
  /** How far the service is, where it takes long. */
  job: Job | null = $state.raw(null);
  #mine: AbortController | null = null;

  async ask(question: (signal: AbortSignal, onJob: (job: Job) => void) => Promise<T>): Promise<void> {
    this.stop();
    const mine = (this.#mine = new AbortController());
    [this.busy, this.trouble, this.job] = [true, null, null];
    try {
      const answer = await question(mine.signal, (job) => { if (!mine.signal.aborted) this.job = job; });
      if (mine.signal.aborted) return;
      this.answer = answer;
    } catch (error) {
      if (mine.signal.aborted) return;
      this.trouble = toldOf(error);
    }
    [this.busy, this.job] = [false, null];
  }

  /** Lets go of what is asked; nothing of it will be told. */
  stop() {
    this.#mine?.abort();
    [this.busy, this.job] = [false, null];
  }
}
