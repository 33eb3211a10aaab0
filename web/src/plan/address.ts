/** What the plan's page shows, as part of its address, so that a link and the back button show the same. */
import { type State, STATES } from '../api/plan';

export type Filter = State | 'not_due';
export const FILTERS: readonly Filter[] = [...STATES, 'not_due'];

export interface Shown {
  /** Null: the day the service takes. */
  asOf: string | null;
  /** The task whose detail is open. */
  task: number | null;
  /** Only tasks in this state; null: all. */
  only: Filter | null;
  /** The frozen year that is compared with best knowledge; before a task. */
  freeze: number | null;
  /** Its version; null: the one that stands. */
  version: number | null;
}

/** A day that is in the calendar: 2021-02-30 is none. */
export function dayIn(text: string | null): string | null {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? text : null;
}

const whole = (text: string | null): number | null => (text && /^[1-9]\d{0,4}$/.test(text) ? Number(text) : null);
const yearIn = (text: string | null): number | null => (text && /^[12]\d{3}$/.test(text) ? Number(text) : null);

/** What an address says wrongly is left out. */
export function shownIn(search: string): Shown {
  const query = new URLSearchParams(search);
  const only = query.get('state');
  const freeze = yearIn(query.get('freeze'));
  return {
    asOf: dayIn(query.get('as_of')),
    task: whole(query.get('task')),
    only: FILTERS.includes(only as Filter) ? (only as Filter) : null,
    freeze,
    version: freeze === null ? null : whole(query.get('version')),
  };
}

export function addressOf({ asOf, task, only, freeze, version }: Shown): string {
  const query = new URLSearchParams();
  if (asOf) query.set('as_of', asOf);
  if (task !== null) query.set('task', String(task));
  if (only) query.set('state', only);
  if (freeze !== null) query.set('freeze', String(freeze));
  if (freeze !== null && version !== null) query.set('version', String(version));
  const text = query.toString();
  return text ? `/plan?${text}` : '/plan';
}
