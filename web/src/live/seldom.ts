/** Does something soon after it is asked for, but at most every so often. */
export class Seldom {
  #last = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly act: () => void,
    private readonly everyMs: number,
    private readonly now: () => number = () => Date.now(),
  ) {}

  ask() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#last = this.now();
      this.act();
    }, Math.max(0, this.#last + this.everyMs - this.now()));
  }
}
