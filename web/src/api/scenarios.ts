import { create, read } from './client';
import type { Change } from './whatif';

export interface Scenario {
  id: string;
  name: string;
  changes: Change[];
}

export const scenario = async (id: string): Promise<Scenario> => read<Scenario>(`/api/v1/scenarios/${encodeURIComponent(id)}`);

/** Keeps changes under a name; gives their id. */
export async function saveScenario(name: string, changes: Change[], token: string, key: string): Promise<string> {
  const written = await create<Partial<Scenario> | null>('/api/v1/scenarios', { name, changes }, token, key);
  return written.body?.id ?? written.location?.split('/').at(-1) ?? '';
}
