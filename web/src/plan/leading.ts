/** Which of a task's obligations its card shows. */
import type { FrozenReading, Indicator, Reading, Task } from '../api/plan';

/** The year of a yearly obligation that a day is in, else the nearest before it, else the first. */
function ofDay(same: readonly Indicator[], asOf: string): Indicator {
  const year = Number(asOf.slice(0, 4));
  return same.filter((each) => each.year !== null && each.year <= year).at(-1) ?? same[0]!;
}

/** The plan's first deciding obligation of the whole district: what the task is about. */
export function leading(task: Task, asOf: string): Indicator | null {
  const deciding = task.indicators.filter((each) => each.decides);
  const all = deciding.length > 0 ? deciding : task.indicators;
  const first = all.find((each) => each.division === null) ?? all[0];
  return first ? ofDay(siblings(task, first), asOf) : null;
}

/** The same obligation of the other years. */
export const siblings = (task: Task, one: Indicator): Indicator[] =>
  task.indicators.filter((each) => each.id === one.id && each.division?.id === one.division?.id);

/** Where the leading one is better than its task, the obligation that holds the task back. */
export function holding(task: Task, asOf: string): Indicator | null {
  const shown = leading(task, asOf);
  if (!shown || task.state === null || shown.state === task.state) return null;
  return task.indicators.find((each) => each.decides && each.state === task.state) ?? null;
}

/** The line of a card: what was known at the year ends; of a yearly obligation, what each year reached. */
export function lineOf(task: Task, one: Indicator): Reading[] {
  if (one.year === null) return one.series;
  return siblings(task, one).filter((each) => each.at !== null || each.series.length > 0).map(({ due, value }) => ({ at: due, value }));
}

/** The same line as it was frozen: of a yearly obligation, each year as its own year-end told it. */
export function frozenOf(task: Task, one: Indicator): FrozenReading[] {
  if (one.year === null) return one.frozen;
  return siblings(task, one).flatMap((each) => each.frozen.filter((reading) => reading.year === each.year));
}

/**
 * Whether what is known since changed a frozen state. A state before the deadline also moves with time, so
 * only a freeze of the day looked at, or of a day on which the task was decided, is compared.
 */
export function frozenMoved(task: Pick<Task, 'frozen' | 'state' | 'deadline'>, asOf: string): boolean {
  if (!task.frozen || task.frozen.state === task.state) return false;
  const day = `${task.frozen.year}-12-31`;
  return day === asOf || (day < asOf && task.deadline.read_as <= day);
}
