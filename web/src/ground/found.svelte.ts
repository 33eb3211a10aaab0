/** The records that lie on the map, as the service tells them. */
import { Asked } from '../analysis/asked.svelte';
import { kinds } from '../api/kinds';
import { placed, type PlacedFeature } from '../api/placed';
import { planTask } from '../api/plan';
import { speech } from '../text/language.svelte';
import { en } from '../text/en';
import { zh } from '../text/zh';
import { type Ground, kindSorts, meantBy, type Placed, type PlacedList, type Sort, SORTS, sortOf } from './ground';
import { ground } from './shown.svelte';

export interface GroundAnswer {
  /** Of a task its title. */
  title: readonly [zh: string, en: string] | null;
  sorts: (Sort & { records: number })[];
  records: { feature: PlacedFeature; sort: Sort }[];
  /** Records that have no place. */
  unplaced: number;
  /** `demo`, `estimate`. */
  flags: string[];
}

const WORDS = { all: [zh.meantCounts, en.meantCounts], some: [zh.meantSome, en.meantSome], none: [zh.meantNot, en.meantNot] } as const;

function answerOf(title: GroundAnswer['title'], sorts: Sort[], found: { feature: PlacedFeature | undefined; sort: Sort | undefined }[], flags: string[]): GroundAnswer {
  const records = found.flatMap(({ feature, sort }) => (feature?.geometry && sort ? [{ feature, sort }] : []));
  return {
    title,
    sorts: sorts.map((sort) => ({ ...sort, records: records.filter((each) => each.sort === sort).length })).filter((sort) => sort.records > 0),
    records,
    unplaced: found.length - records.length,
    flags: [...new Set([...flags, ...(records.some(({ feature }) => feature.properties.demo) ? ['demo'] : [])])],
  };
}

async function ofTask(number: number, indicator: string | null, asOf: string, signal: AbortSignal): Promise<GroundAnswer> {
  const { tasks: [task] } = await planTask(number, asOf, signal);
  const meant = meantBy(task?.indicators ?? [], indicator, asOf);
  const lists: PlacedList[] = [...new Set(meant.map((each) => each.list))];
  // Grounds are those of now: a record that was counted then may have been moved since, never lost.
  const features = new Map((await Promise.all(lists.map((list) => placed(list, null, signal)))).flat().map((feature) => [String(feature.id), feature]));
  const sorts = (['all', 'some', 'none'] as const).map((key) => ({ key, ...SORTS[key], name: WORDS[key] }));
  const found = meant.map((each) => ({ feature: features.get(each.id), sort: sorts.find((sort) => sort.key === sortOf(each))! }));
  const flags = (task?.indicators ?? []).flatMap((each) => (indicator === null || each.id === indicator ? each.flags : []));
  return answerOf(task ? [task.title_zh, task.title_en] : null, sorts, found, flags);
}

async function ofLayer(layer: NonNullable<Ground['layer']>, asOf: string, signal: AbortSignal): Promise<GroundAnswer> {
  const [features, lists] = await Promise.all([placed(layer, layer === 'clusters' ? null : asOf, signal), kinds()]);
  const known = [...(lists.organisation_kinds ?? []), ...(lists.institution_kinds ?? [])];
  const nameOf = (kind: string): readonly [string, string] => {
    const named = known.find((each) => each.id === kind);
    return named ? [named.name_zh, named.name_en] : kind === 'clusters' ? [zh.layerClusters, en.layerClusters] : [kind, kind];
  };
  const kindOf = (feature: PlacedFeature) => feature.properties.kind ?? layer;
  const sorts = kindSorts(features.filter((feature) => feature.geometry).map(kindOf), nameOf);
  return answerOf(null, sorts, features.map((feature) => ({ feature, sort: sorts.find((sort) => sort.key === kindOf(feature)) })), []);
}

class Found {
  asked = new Asked<GroundAnswer>();

  placed: Placed[] = $derived(
    ground.shown === null ? [] : (this.asked.answer?.records ?? []).map(({ feature, sort }) => ({
      id: String(feature.id), name: speech.name(feature.properties.name_zh, feature.properties.name_en), sort, geometry: feature.geometry!,
    })),
  );

  load({ task, indicator, layer }: Ground, asOf: string) {
    void this.asked.ask((signal) => (task !== null ? ofTask(task, indicator, asOf, signal) : ofLayer(layer!, asOf, signal)));
  }

  close() {
    this.asked.stop();
    ground.shown = null;
  }
}

export const found = new Found();
