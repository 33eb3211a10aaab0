import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Latest, type Told } from './latest';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Answers only when told to. */
function bench(restMs = 100) {
  const asked: number[] = [];
  const answers: ((value: number) => void)[] = [];
  const fails: ((error: unknown) => void)[] = [];
  const told: Told<number>[] = [];
  const latest = new Latest<number, number>(
    (question) => new Promise((resolve, reject) => { asked.push(question); answers.push(resolve); fails.push(reject); }),
    (each) => told.push(each), restMs, () => Date.now());
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return { asked, answers, fails, told, latest, settle };
}

describe('the latest question', () => {
  it('goes out at once, one at a time, and of those that wait only the last', async () => {
    const { asked, answers, told, latest, settle } = bench(0);
    for (const question of [1, 2, 3, 4]) latest.offer(question);
    expect(asked).toEqual([1]);
    answers[0]!(10);
    await settle();
    expect(asked).toEqual([1, 4]);
    answers[1]!(40);
    await settle();
    expect(asked).toEqual([1, 4]);
    expect(told).toEqual([{ kind: 'answer', answer: 10 }, { kind: 'answer', answer: 40 }]);
    expect(latest.busy).toBe(false);
  });

  it('rests between two questions', async () => {
    const { asked, answers, latest, settle } = bench(100);
    latest.offer(1);
    answers[0]!(1);
    await settle();
    latest.offer(2);
    latest.offer(3);
    expect(asked).toEqual([1]);
    await vi.advanceTimersByTimeAsync(99);
    expect(asked).toEqual([1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toEqual([1, 3]);
  });

  it('goes on after an error', async () => {
    const { asked, answers, fails, told, latest, settle } = bench(0);
    latest.offer(1);
    latest.offer(2);
    fails[0]!('no');
    await settle();
    expect(told).toEqual([{ kind: 'error', error: 'no' }]);
    expect(asked).toEqual([1, 2]);
    answers[1]!(2);
    await settle();
    expect(told).toHaveLength(2);
  });

  it('tells nothing after it was stopped', async () => {
    const { answers, told, latest, settle } = bench(0);
    latest.offer(1);
    latest.offer(2);
    latest.stop();
    answers[0]!(1);
    await settle();
    expect(told).toEqual([]);
    expect(latest.busy).toBe(false);
  });
});
