import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveStream, type Source } from './stream';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Connections that say what they are told to say. */
function bench() {
  const opened: { url: string; closed: boolean; say: (type: string, data: unknown) => void; fail: (state: number) => void }[] = [];
  const states: string[] = [];
  const changes: number[] = [];
  const everything: [number, boolean][] = [];
  const stream = new LiveStream(
    { state: (state) => states.push(state), change: ({ seq }) => changes.push(seq), everything: (seq, anew) => everything.push([seq, anew]) },
    (url) => {
      const listeners = new Map<string, (event: { data: string }) => void>();
      const source = {
        readyState: 0,
        onerror: null as ((event: Event) => void) | null,
        addEventListener: (type: string, listener: (event: { data: string }) => void) => void listeners.set(type, listener),
        close: () => (self.closed = true),
      };
      const self = {
        url, closed: false,
        say: (type: string, data: unknown) => listeners.get(type)?.({ data: JSON.stringify(data) }),
        fail: (state: number) => { source.readyState = state; source.onerror?.({} as Event); },
      };
      opened.push(self);
      return source as Source;
    },
    () => 0.5,
  );
  return { opened, states, changes, everything, stream };
}
const now = { seq: 9, database: 'a' };

describe('following', () => {
  it('starts at the number and is live once the service has spoken', () => {
    const { opened, states, changes, stream } = bench();
    stream.start(7);
    expect(opened[0]!.url).toContain('since=7&');
    expect(states).toEqual(['connecting']);
    opened[0]!.say('now', now);
    opened[0]!.say('change', { seq: 8 });
    expect(states).toEqual(['connecting', 'live']);
    expect(changes).toEqual([8]);
  });

  it('goes on behind what it heard when it was put to rest', () => {
    const { opened, states, stream } = bench();
    stream.start(7);
    opened[0]!.say('now', now);
    opened[0]!.say('change', { seq: 8 });
    opened[0]!.say('seen', { seq: 12 });
    stream.rest();
    expect(opened[0]!.closed).toBe(true);
    opened[0]!.say('change', { seq: 13 });
    stream.wake();
    stream.wake();
    expect(opened).toHaveLength(2);
    expect(opened[1]!.url).toContain('since=12&');
    expect(states).toEqual(['connecting', 'live', 'resting', 'connecting']);
  });

  it('tells a lost connection after a while, not one that comes back at once', async () => {
    const { opened, states, stream } = bench();
    stream.start(7);
    opened[0]!.say('now', now);
    opened[0]!.fail(0);
    await vi.advanceTimersByTimeAsync(1_000);
    opened[0]!.say('now', now);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(states).toEqual(['connecting', 'live', 'live']);
    opened[0]!.fail(0);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(states.at(-1)).toBe('lost');
    opened[0]!.say('now', now);
    expect(states.at(-1)).toBe('live');
    expect(opened).toHaveLength(1);
  });

  it('comes back by itself, later and later, where the service refuses', async () => {
    const { opened, states, stream } = bench();
    stream.start(7);
    for (const pause of [5_000, 10_000, 20_000]) {
      opened.at(-1)!.fail(2);
      const before = opened.length;
      await vi.advanceTimersByTimeAsync(pause - 10);
      expect(opened).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(20);
      expect(opened).toHaveLength(before + 1);
    }
    expect(states.at(-1)).toBe('lost');
  });

  it('takes a long silence for a dead connection', async () => {
    const { opened, states, stream } = bench();
    stream.start(7);
    opened[0]!.say('now', now);
    for (let beat = 0; beat < 5; beat += 1) {
      await vi.advanceTimersByTimeAsync(15_000);
      opened[0]!.say('seen', { seq: 9 });
    }
    expect(opened).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(46_000);
    expect(opened).toHaveLength(2);
    expect([opened[0]!.closed, states.at(-1)]).toEqual([true, 'lost']);
  });

  it('says when everything may have changed, and when another registry answers', () => {
    const { opened, everything, stream } = bench();
    stream.start(7);
    opened[0]!.say('now', now);
    opened[0]!.say('jump', { since: 9, seq: 900 });
    opened[0]!.say('reset', { since: 900, seq: 5 });
    stream.rest();
    stream.wake();
    expect(opened[1]!.url).toContain('since=5&');
    opened[1]!.say('now', { seq: 6, database: 'b' });
    expect(everything).toEqual([[900, false], [5, true], [6, true]]);
  });
});
