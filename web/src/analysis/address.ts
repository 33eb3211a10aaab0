/** What is studied, as part of the page's address: only what differs from the default is written. */
import { type Mode, MODES } from '../api/analysis';
import { type Model, MODELS, type Task } from '../api/siting';
import { distancesOf, METRES, MINUTES } from './distances';

export type Tab = 'reach' | 'gaps' | 'what-if' | 'siting';
export const TABS: readonly Tab[] = ['reach', 'gaps', 'what-if', 'siting'];

/** A site that might be built, WGS 84. */
export interface Placed {
  lon: number;
  lat: number;
  kind: string;
}

export interface Studied {
  tab: Tab;
  mode: Mode;
  metres: readonly number[];
  /** Instead of metres, where a way of moving has a speed. */
  minutes: readonly number[] | null;
  kinds: readonly string[];
  access: readonly string[];
  gapMetres: number;
  placed: readonly Placed[];
  task: Task;
  /** The siting was asked for, not only filled in. */
  run: boolean;
  scenario: string | null;
}

export const unstudied = (): Studied => ({
  tab: 'reach',
  mode: 'line',
  metres: METRES,
  minutes: null,
  kinds: [],
  access: [],
  gapMetres: 1000,
  placed: [],
  task: { model: 'most_people', count: 5, share: 0.9, metres: 1000, eachSubdistrict: false },
  run: false,
  scenario: null,
});

/** More would neither fit an address nor a head. */
export const MOST_PLACED = 20;
/** About a decimetre. What is computed is what stands in the address, so that a link shows the same. */
export const rounded = (value: number) => Number(value.toFixed(6));
const list = (text: string | null) => (text ?? '').split(',').filter(Boolean);
const same = (a: readonly unknown[], b: readonly unknown[]) => a.join() === b.join();

export function numberIn(text: string | null, least: number, most: number): number | null {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return value >= least && value <= most ? value : null;
}

function placedOf(text: string | null): Placed[] {
  return (text ?? '').split(';').flatMap((part) => {
    const [lon, lat, kind] = part.split(',');
    const [x, y] = [numberIn(lon ?? null, -180, 180), numberIn(lat ?? null, -90, 90)];
    return x !== null && y !== null && kind ? [{ lon: x, lat: y, kind }] : [];
  }).slice(0, MOST_PLACED);
}

/** What an address asks for; null where it asks for no analysis. What it says wrongly is left at the default. */
export function studiedIn(query: URLSearchParams): Studied | null {
  const found = unstudied();
  found.scenario = query.get('scenario') || null;
  const tab = query.get('analysis');
  if (tab === null && found.scenario === null) return null;
  found.tab = TABS.includes(tab as Tab) ? (tab as Tab) : found.scenario ? 'what-if' : 'reach';
  if (MODES.includes(query.get('mode') as Mode)) found.mode = query.get('mode') as Mode;
  found.metres = distancesOf(query.get('metres') ?? '', 'metres') ?? METRES;
  found.minutes = query.has('minutes') ? (distancesOf(query.get('minutes') ?? '', 'minutes') ?? MINUTES) : null;
  found.kinds = list(query.get('kinds'));
  found.access = list(query.get('access'));
  found.gapMetres = numberIn(query.get('gap_m'), 1, 50_000) ?? found.gapMetres;
  found.placed = placedOf(query.get('try'));
  const { task } = found;
  if (MODELS.includes(query.get('model') as Model)) task.model = query.get('model') as Model;
  task.count = Math.round(numberIn(query.get('count'), 1, 100) ?? task.count);
  task.share = numberIn(query.get('share'), 0.01, 1) ?? task.share;
  task.metres = numberIn(query.get('radius'), 1, 50_000) ?? task.metres;
  task.eachSubdistrict = query.get('each') === 'subdistrict';
  found.run = query.get('run') === '1';
  return found;
}

export function writeStudied(studied: Studied, query: URLSearchParams): void {
  const usual = unstudied();
  const { tab, task } = studied;
  query.set('analysis', tab);
  if (studied.mode !== usual.mode) query.set('mode', studied.mode);
  if (studied.minutes) query.set('minutes', studied.minutes.join(','));
  else if (!same(studied.metres, usual.metres)) query.set('metres', studied.metres.join(','));
  if (studied.kinds.length > 0) query.set('kinds', studied.kinds.join(','));
  if (studied.access.length > 0) query.set('access', studied.access.join(','));
  if (studied.gapMetres !== usual.gapMetres) query.set('gap_m', String(studied.gapMetres));
  if (studied.placed.length > 0) query.set('try', studied.placed.map(({ lon, lat, kind }) => `${rounded(lon)},${rounded(lat)},${kind}`).join(';'));
  if (studied.scenario) query.set('scenario', studied.scenario);
  if (tab !== 'siting') return;
  if (task.model !== usual.task.model) query.set('model', task.model);
  if (task.count !== usual.task.count) query.set('count', String(task.count));
  if (task.share !== usual.task.share) query.set('share', String(task.share));
  if (task.metres !== usual.task.metres) query.set('radius', String(task.metres));
  if (task.eachSubdistrict) query.set('each', 'subdistrict');
  if (studied.run) query.set('run', '1');
}
