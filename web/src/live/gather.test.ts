import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Change } from '../api/changes';
import { type Batch, Gather } from './gather';
import { Seldom } from './seldom';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const change = (seq: number, id: string, collection = 'sites'): Change => ({ seq, id, collection, what: 'changed', parent: null, bbox: null, bbox_before: null });

describe('gathering', () => {
  it('gives what comes close together once, of each thing the newest', async () => {
    const given: Batch[] = [];
    const gather = new Gather((batch) => given.push(batch));
    gather.change(change(1, 'a'));
    gather.change(change(2, 'b'));
    await vi.advanceTimersByTimeAsync(200);
    gather.change(change(3, 'a'));
    gather.change(change(4, 'a', 'equipment'));
    await vi.advanceTimersByTimeAsync(300);
    expect(given.map(({ seq, everything, changes }) => [seq, everything, changes.map((each) => each.seq)])).toEqual([[4, false, [2, 3, 4]]]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(given).toHaveLength(1);
  });

  it('does not wait for ever where changes never stop', async () => {
    const given: Batch[] = [];
    const gather = new Gather((batch) => given.push(batch));
    for (let seq = 1; seq <= 60; seq += 1) {
      gather.change(change(seq, `site ${seq}`));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(given.length).toBeGreaterThanOrEqual(3);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(given.flatMap((batch) => batch.changes.map((each) => each.seq))).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
  });

  it('remembers that everything changed until it is given', async () => {
    const given: Batch[] = [];
    const gather = new Gather((batch) => given.push(batch));
    gather.everything(9, true);
    gather.change(change(10, 'a'));
    await vi.advanceTimersByTimeAsync(400);
    gather.change(change(11, 'a'));
    await vi.advanceTimersByTimeAsync(400);
    expect(given.map(({ seq, everything, anew }) => [seq, everything, anew])).toEqual([[10, true, true], [11, false, false]]);
  });
});

describe('seldom', () => {
  it('acts soon, then at most every so often, and after the last time it was asked', async () => {
    const acted: number[] = [];
    const start = Date.now();
    const seldom = new Seldom(() => acted.push(Date.now() - start), 1_000);
    for (let at = 0; at < 25; at += 1) {
      seldom.ask();
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(5_000);
    expect(acted).toEqual([0, 1_000, 2_000, 3_000]);
  });
});
