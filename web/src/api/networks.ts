import type { Mode } from './analysis';
import { Problem, read } from './client';

interface Network {
  mode?: Mode;
  modes?: Mode[];
}

/** The ways of moving for which a street network was imported. A service that knows no networks has none. */
export async function networkModes(): Promise<Mode[]> {
  try {
    const answer = await read<{ networks?: Network[]; items?: Network[] } | Network[]>('/api/v1/networks');
    const list = Array.isArray(answer) ? answer : (answer.networks ?? answer.items ?? []);
    return [...new Set(list.flatMap((network) => network.modes ?? network.mode ?? (['walk', 'cycle'] as const)))];
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return [];
    throw error;
  }
}
