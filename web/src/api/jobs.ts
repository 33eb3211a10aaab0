/** Answers that may take long: the service gives them at once, or names a job to ask about. */
import { ask, NoAnswer, Problem, read } from './client';

export interface Job {
  job: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  /** 0..1. */
  progress: number | null;
  detail_zh?: string | null;
  detail_en?: string | null;
  /** Siting: the best answer so far and what no answer can beat, in the solver's own small units. */
  best?: number | null;
  bound?: number | null;
  error?: { title?: string; status?: number; detail?: string; message_zh?: string; message_en?: string } | null;
}

/** Somebody ended the job. */
export class Cancelled extends Error {}

export interface Question {
  path: string;
  /** A POST if there is one. */
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** Told each time the job says how far it is. */
  onJob?: (job: Job) => void;
}

/** How often a job is asked: soon at first, then once a second. */
const WAITS_MS = [250, 400, 600, 800, 1000];

const pause = (ms: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException('stopped', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });

/** Behind a proxy the address may name another host; only path and query are ours to follow. */
const ours = (address: string) => {
  const url = new URL(address, location.href);
  return url.pathname + url.search;
};

function failure({ error }: Job): Problem {
  const detail = error?.detail ?? error?.title ?? '';
  return new Problem(error?.status ?? 500, error?.title ?? 'failed', error?.message_zh ?? detail, error?.message_en ?? detail, []);
}

/** The answer to a question, however long it takes. */
export async function answered<T>({ path, body, signal, onJob }: Question): Promise<T> {
  const first = await ask(path, { ...(body === undefined ? {} : { method: 'POST' as const, body }), signal });
  if (first.status !== 202) return (await first.json()) as T;
  let job = (await first.json()) as Job;
  const named = first.headers.get('Location');
  const at = named ? ours(named) : `/api/v1/jobs/${encodeURIComponent(job.job)}`;
  for (let n = 0; ; n += 1) {
    onJob?.(job);
    if (job.state === 'done') break;
    if (job.state === 'failed') throw failure(job);
    if (job.state === 'cancelled') throw new Cancelled();
    await pause(WAITS_MS[Math.min(n, WAITS_MS.length - 1)]!, signal);
    job = await read<Job>(at, signal);
  }
  const format = new URL(path, location.href).searchParams.get('format');
  return read<T>(`${at}/result${format ? `?format=${format}` : ''}`, signal);
}

/** Ends a job; that it has ended meanwhile is no trouble. */
export async function cancel(job: string): Promise<void> {
  try {
    await ask(`/api/v1/jobs/${encodeURIComponent(job)}`, { method: 'DELETE' });
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
  }
}
