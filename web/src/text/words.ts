/** Names of coded values: [zh, en]. A code that is not here is shown as it is. */
type Pair = readonly [zh: string, en: string];

export const WORDS = {
  status: { planned: ['规划', 'planned'], under_construction: ['在建', 'under construction'], operating: ['运营中', 'operating'], temporarily_closed: ['暂停开放', 'temporarily closed'], closed: ['已关闭', 'closed'] },
  access: { free_open: ['免费开放', 'free and open'], open: ['对外开放（收费）', 'open, paid'], members: ['会员', 'members'], closed_to_public: ['不对公众开放', 'closed to the public'], unknown: ['未说明', 'not stated'] },
  level: { national: ['国家级', 'national'], province: ['省级', 'province'], city: ['市级', 'city'], district: ['区级', 'district'], subdistrict: ['街道级', 'sub-district'], community: ['社区（村）级', 'community'] },
  grade: { measured: ['实测', 'measured'], design: ['设计图', 'design drawing'], polygon: ['按图形量算', 'from polygon'], estimate: ['估计', 'estimate'] },
  state: { working: ['完好', 'working'], faulty: ['故障', 'faulty'], sealed_off: ['封停', 'sealed off'], removed: ['已拆除', 'removed'] },
  target: { general: ['普通人群', 'general'], elderly: ['老年人', 'elderly'], rehabilitation: ['康复', 'rehabilitation'], child: ['儿童', 'child'] },
  programme: { smart: ['智慧', 'smart'], rural_square: ['农村体育健身广场', 'rural fitness square'], sports_park: ['体育公园', 'sports park'], fitness_centre: ['全民健身中心', 'fitness centre'] },
  basis: { resident: ['常住', 'resident'], registered: ['户籍', 'registered'], divisions: ['常住', 'resident'], cells: ['常住', 'resident'], 'sum of divisions': ['常住', 'resident'] },
  reason: { newly_found: ['补登（原已存在）', 'newly found'], new_built: ['新建', 'new-built'] },
  surface: { synthetic: ['合成材料', 'synthetic'], timber: ['木地板', 'timber'], tiles: ['地砖', 'tiles'], suspended_tiles: ['悬浮拼装地板', 'suspended tiles'], grass: ['天然草', 'grass'], mats: ['地垫', 'mats'], snow: ['雪面', 'snow'], asphalt: ['沥青', 'asphalt'], rubber: ['塑胶', 'rubber'], turf: ['草坪', 'turf'], artificial_turf: ['人造草', 'artificial turf'], concrete: ['混凝土', 'concrete'], wood: ['木地板', 'wood'], gravel: ['碎石', 'gravel'], paving: ['铺装', 'paving'], silicon_pu: ['硅 PU', 'silicon PU'], acrylic: ['丙烯酸', 'acrylic'], sand: ['沙地', 'sand'], water: ['水面', 'water'], ice: ['冰面', 'ice'] },
  plan_state: { met: ['已完成', 'met'], on_track: ['按进度', 'on track'], at_risk: ['有风险', 'at risk'], missed: ['未完成', 'missed'], no_data: ['无数据', 'no data'], not_due: ['未到期', 'not due yet'] },
  plan_unit: { categories: ['类', 'categories'], cells: ['格', 'cells'], communities: ['个社区', 'communities'], events: ['场', 'events'], evidence: ['份佐证', 'pieces of evidence'], m2_per_head: ['m²/人', 'm²/head'], meetings: ['次会议', 'meetings'], organisations: ['个组织', 'organisations'], people: ['人', 'people'], per_1000: ['名/千人', 'per 1,000 people'], percent: ['%', '%'], percentage_points: ['个百分点', 'percentage points'], pieces: ['件', 'pieces'], points: ['分', 'points'], ratio: ['比值', 'ratio'], series: ['项系列赛', 'series'], services: ['项服务', 'services'], sites: ['处', 'sites'], stage: ['阶段', 'stage'], stations: ['个站点', 'stations'], subdistricts: ['个街道', 'sub-districts'], years: ['年', 'years'] },
  closing_unit: { m2: ['m²', 'm²'], cells: ['格', 'cells'], divisions: ['个村（社区）', 'divisions'], sites: ['处', 'sites'], people: ['人', 'people'] },
  plan_source: { computed: ['由登记数据计算', 'computed from the register'], reported: ['填报', 'reported'], milestone: ['按佐证认定', 'judged by evidence'], listed: ['由名录统计', 'counted from lists'] },
  freeze_cause: { new_built: ['新建', 'new-built'], newly_found: ['新发现（补登）', 'newly found'], changed: ['实际变化（迟报）', 'changed, told late'], corrected: ['更正', 'corrected'], closed: ['关闭', 'closed'], reclassified: ['重新归类', 'reclassified'], boundary: ['区划或边界调整', 'divisions or boundaries'], population: ['人口数据修订', 'population revision'], method: ['统计规则变化', 'counting rules'] },
} satisfies Record<string, Record<string, Pair>>;

export type Vocabulary = keyof typeof WORDS;

export function word(vocabulary: Vocabulary, code: string | null | undefined): Pair | null {
  if (!code) return null;
  return (WORDS[vocabulary] as Record<string, Pair>)[code] ?? [code, ''];
}
