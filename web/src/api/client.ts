/** One place that speaks HTTP: sequence numbers, problem+json, retries after 503. */

export interface FieldError {
  /** JSON pointer into the body that was sent, e.g. `/kind`. */
  pointer: string;
  message_zh: string;
  message_en: string;
}

/** An answer that says no, as RFC 9457 describes it. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly message_zh: string,
    readonly message_en: string,
    readonly errors: FieldError[],
  ) {
    super(`${status} ${title}`);
  }
}

/** No answer arrived: whether a write took effect is not known. */
export class NoAnswer extends Error {}

/** The newest sequence number of our own writes, and of others' that the page was told; reads wait for it. */
let ownSeq: string | null = null;

/** Reads from now on see at least this state. */
export function atLeast(seq: number) {
  if (ownSeq === null || Number(ownSeq) < seq) ownSeq = String(seq);
}

/** The registry was set back: earlier numbers would be waited for in vain. */
export function startAnew() {
  ownSeq = null;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

async function problemOf(response: Response): Promise<Problem> {
  let body: Record<string, unknown> = {};
  try {
    body = (await response.json()) as Record<string, unknown>;
  } catch {
    // Not JSON (a proxy's page, say): the status line has to do.
  }
  const detail = text(body['detail']) || text(body['title']) || response.statusText;
  const errors = Array.isArray(body['errors']) ? (body['errors'] as Record<string, unknown>[]) : [];
  return new Problem(
    response.status,
    text(body['title']) || response.statusText,
    text(body['message_zh']) || detail,
    text(body['message_en']) || detail,
    errors.map((e) => ({
      pointer: text(e['pointer']) || text(e['parameter']),
      message_zh: text(e['message_zh']) || text(e['detail']),
      message_en: text(e['message_en']) || text(e['detail']),
    })),
  );
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface Sent {
  method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/** A request that writes no record, repeated after 503. An answer that says no is thrown as a `Problem`. */
export async function ask(path: string, { method = 'GET', body, signal }: Sent = {}): Promise<Response> {
  for (let attempt = 0; ; attempt += 1) {
    const headers: Record<string, string> = { Accept: 'application/json, application/geo+json' };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (ownSeq) headers['X-Jiantu-Seq'] = ownSeq;
    let response: Response;
    try {
      response = await fetch(path, { method, headers, signal: signal ?? null, body: body === undefined ? null : JSON.stringify(body) });
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new NoAnswer(String(error));
    }
    if (response.ok) return response;
    if (response.status === 503 && attempt < 3) {
      const seconds = Number(response.headers.get('Retry-After') ?? '1');
      await pause(Math.min(Number.isFinite(seconds) ? seconds : 1, 5) * 1000);
      continue;
    }
    throw await problemOf(response);
  }
}

/** GET as JSON. After a write of ours the answer includes that write. */
export const read = async <T>(path: string, signal?: AbortSignal): Promise<T> => (await (await ask(path, { signal })).json()) as T;

export interface Written<T> {
  body: T;
  /** Where the new record stands. */
  location: string | null;
}

/** POST of a new record; `key` makes repeating it harmless. */
export async function create<T>(path: string, body: unknown, token: string, key: string): Promise<Written<T>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: {
        Accept: 'application/json',
        'Content-Type': 'application/json',
        Authorization: `Bearer ${token}`,
        'Idempotency-Key': key,
      },
      body: JSON.stringify(body),
    });
  } catch (error) {
    throw new NoAnswer(String(error));
  }
  if (!response.ok) throw await problemOf(response);
  const seq = Number(response.headers.get('X-Jiantu-Seq'));
  if (seq > 0) atLeast(seq);
  const text = await response.text();
  return { body: (text ? JSON.parse(text) : null) as T, location: response.headers.get('Location') };
}

/** A random UUID, also where the page is not a secure context (plain http in a LAN). */
export function uuid(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
