/** What the page shows and knows; the address leads, so that back and forward work. */
import { Asked } from '../analysis/asked.svelte';
import { freezes, type Reconciliation, reconciliation, type YearEnd } from '../api/freezes';
import { type Plan, plan, planTask } from '../api/plan';
import { addressOf, type Shown, shownIn } from './address';

class PlanView {
  shown: Shown = $state.raw(shownIn(location.search));
  board = new Asked<Plan>();
  detail = new Asked<Plan>();
  frozen = new Asked<YearEnd[]>();
  reconciled = new Asked<Reconciliation>();
  /** Which question about frozen years is the newest. */
  #freeze = 0;

  /** The day of what is shown. */
  asOf = $derived(this.shown.freeze !== null ? `${this.shown.freeze}-12-31` : (this.shown.asOf ?? this.board.answer?.as_of ?? null));

  /** The frozen year-end that the address names; null: none, or not known yet. */
  chosen: YearEnd | null = $derived.by(() => {
    const { freeze, version } = this.shown;
    return this.frozen.answer?.find((each) => each.year === freeze && (version === null ? each.stands : each.version === version)) ?? null;
  });
  /** What is told about it, not about the one before. */
  compared: Reconciliation | null = $derived(this.chosen && this.reconciled.answer?.frozen.id === this.chosen.id ? this.reconciled.answer : null);

  /** A step of the reader: the address tells of it and the back button undoes it. */
  go(change: Partial<Shown>) {
    const next = { ...this.shown, ...change };
    if (addressOf(next) === addressOf(this.shown)) return;
    history.pushState(null, '', addressOf(next));
    this.shown = next;
  }

  /** The reader went back or forward. */
  follow() {
    this.shown = shownIn(location.search);
  }

  loadBoard(asOf: string | null) {
    void this.board.ask((signal) => plan(asOf, signal));
  }

  loadTask(task: number, asOf: string | null) {
    void this.detail.ask((signal) => planTask(task, asOf, signal));
  }

  /** The frozen years, then the one that is asked for; what is not frozen is not asked. */
  async loadFreeze() {
    const mine = (this.#freeze += 1);
    this.reconciled.stop();
    this.reconciled.trouble = null;
    await this.frozen.ask((signal) => freezes(signal));
    const one = this.chosen;
    if (mine === this.#freeze && one && !this.frozen.trouble) await this.reconciled.ask((signal) => reconciliation(one.year, one.version, signal));
  }

  /** The address of a change, for links that can also be opened elsewhere. */
  href = (change: Partial<Shown>) => addressOf({ ...this.shown, ...change });
}

export const planView = new PlanView();

/** Follows a link within the page, unless the reader wants it in another tab. */
export function within(change: Partial<Shown>) {
  return (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    planView.go(change);
  };
}
