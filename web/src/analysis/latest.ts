/**
 * Asks about a value that changes faster than answers come: one question in flight, never two within
 * `restMs`, and of those that came meanwhile only the last is asked.
 */
export type Told<A> = { kind: 'answer'; answer: A } | { kind: 'error'; error: unknown };

export class Latest<Q, A> {
  #waiting: { question: Q } | null = null;
  #inFlight: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastStart = -Infinity;

  constructor(
    private readonly ask: (question: Q, signal: AbortSignal) => Promise<A>,
    private readonly tell: (told: Told<A>) => void,
    private readonly restMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Something is asked or waits to be. */
  get busy(): boolean {
    return this.#inFlight !== null || this.#waiting !== null;
  }

  offer(question: Q) {
    this.#waiting = { question };
    this.#next();
  }

  /** Forgets what waits; what is in flight is not told any more. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = null;
    this.#inFlight?.abort();
    this.#inFlight = null;
  }

  #next() {
    if (!this.#waiting || this.#inFlight || this.#timer !== undefined) return;
    const rest = this.#lastStart + this.restMs - this.now();
    if (rest > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#next();
      }, rest);
      return;
    }
    const { question } = this.#waiting;
    this.#waiting = null;
    void this.#send(question);
  }

  async #send(question: Q) {
    const mine = (this.#inFlight = new AbortController());
    this.#lastStart = this.now();
    let told: Told<A>;
    try {
      told = { kind: 'answer', answer: await this.ask(question, mine.signal) };
    } catch (error) {
      told = { kind: 'error', error };
    }
    if (this.#inFlight !== mine) return;
    this.#inFlight = null;
    this.tell(told);
    this.#next();
  }
}
