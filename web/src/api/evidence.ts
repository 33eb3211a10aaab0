import { read } from './client';
import { flat } from './records';

/** What proves a declaration or a milestone, as its record tells it. */
export interface Evidence {
  date?: string;
  /** Of milestones: whether it was accepted, when and by whom. */
  acceptance?: 'pending' | 'accepted' | 'rejected';
  decided_on?: string | null;
  decided_by?: string | null;
  evidence_text?: string | null;
  evidence_link?: string | null;
  /** SHA-256 of the file. */
  blob?: string | null;
  note?: string | null;
  demo?: boolean;
}

export const evidence = async (list: 'milestones' | 'declarations', id: string, signal?: AbortSignal) =>
  flat<Evidence>(await read(`/api/v1/${list}/${encodeURIComponent(id)}`, signal));
