// Development only: a small generated district for the mock server.
const OUTLINE = `123.55,41.88 123.58,41.89 123.59,41.88 123.61,41.89 123.63,41.88 123.63,41.93 123.69,41.96 123.73,41.95 123.72,41.92
123.74,41.92 123.71,41.89 123.74,41.87 123.70,41.84 123.67,41.84 123.68,41.81 123.66,41.79 123.71,41.77 123.76,41.78 123.75,41.79 123.76,41.80
123.78,41.78 123.77,41.77 123.78,41.76 123.78,41.75 123.81,41.71 123.78,41.66 123.75,41.64 123.75,41.61 123.71,41.62 123.67,41.60 123.64,41.62
123.59,41.61 123.57,41.63 123.54,41.64 123.52,41.62 123.48,41.61 123.44,41.63 123.39,41.63 123.37,41.64 123.41,41.70 123.37,41.71 123.37,41.73
123.41,41.72 123.45,41.75 123.50,41.76 123.52,41.78 123.58,41.81`.split(/\s+/).map((p) => p.split(',').map(Number));

const NAMES = [
  ['五三街道', 'Wusan', '210112010', '210112014', 22, 0, 123.435, 41.735, 1.3], ['浑河站东街道', 'Hunhezhandong', '210112012', '210112015', 15, 6, 123.49, 41.748, 0.9],
  ['东湖街道', 'Donghu', '210112009', '210112016', 9, 16, 123.555, 41.75, 1.05], ['白塔街道', 'Baita', '210112018', '210112008', 19, 2, 123.41966, 41.68483, 0.55],
  ['桃仙街道', 'Taoxian', '210112019', '210112005', 4, 14, 123.49, 41.645, 0.99925], ['李相街道', 'Lixiang', '210112020', '210112010', 6, 29, 123.545, 41.66, 0.7],
  ['祝家街道', 'Zhujia', '210112017', '210112007', 1, 18, 123.61, 41.67, 1.6], ['深井子街道', 'Shenjingzi', '210112016', '210112006', 1, 8, 123.69, 41.77, 0.35],
  ['汪家街道', 'Wangjia', '210112022', '210112021', 3, 11, 123.605, 41.785, 0.8], ['王滨街道', 'Wangbin', '210112023', '210112019', 1, 19, 123.7, 41.69, 1.15],
  ['高坎街道', 'Gaokan', '210112014', '210112017', 3, 15, 123.66, 41.84, 2.2], ['满堂街道', 'Mantang', '210112015', '210112018', 6, 29, 123.65, 41.905, 0.28],
];

/** Cuts a ring by the half plane of points nearer to `a` than to `b`. */
function nearer(ring, a, b) {
  const side = ([x, y]) => (x - (a[0] + b[0]) / 2) * (b[0] - a[0]) * 0.557 + (y - (a[1] + b[1]) / 2) * (b[1] - a[1]);
  const out = [];
  ring.forEach((p, i) => {
    const q = ring[(i + 1) % ring.length], s = side(p), t = side(q);
    if (s <= 0) out.push(p);
    if ((s < 0 && t > 0) || (s > 0 && t < 0)) { const f = s / (s - t); out.push([p[0] + f * (q[0] - p[0]), p[1] + f * (q[1] - p[1])]); }
  });
  return out;
}

let state = 42;
const random = () => { state = (state * 1664525 + 1013904223) >>> 0; return state / 2 ** 32; };
const pick = (list) => list[Math.floor(random() * list.length)];
const id = (n, k) => `0192${k}000-0000-7000-8000-${String(n).padStart(12, '0')}`;

export const divisions = NAMES.map(([zh, en, nbs, mca, urban, rural, lon, lat, richness], n) => {
  const ring = NAMES.reduce((r, o, m) => (m === n ? r : nearer(r, [lon, lat], [o[6], o[7]])), OUTLINE);
  return { id: id(n, 'd'), name_zh: zh, name_en: en, level: 'subdistrict', people: Math.round((urban + rural / 4) * 5850), _richness: richness, _centre: [lon, lat],
    codes: [{ system: 'nbs', edition: '2023', code: nbs }, { system: 'mca', edition: '2025', code: mca }], boundary_quality: 'schematic', demo: false,
    geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]]] } };
});

export const kinds = [
  ['basketball_court', '篮球场', 'Basketball court', 'court', 600], ['football_5', '五人制足球场', 'Five-a-side pitch', 'court', 1000], ['fitness_path', '健身路径', 'Fitness path', 'outdoor', 260],
  ['rural_square', '农村体育健身广场', 'Rural fitness square', 'outdoor', 1400], ['trail', '健身步道', 'Fitness trail', 'trail', 5200], ['sports_park', '体育公园', 'Sports park', 'container', 60000],
  ['fitness_centre', '全民健身中心', 'Fitness centre', 'indoor', 4200], ['table_tennis', '室外乒乓球台', 'Outdoor table tennis', 'outdoor', 60], ['track_400', '400 米田径场', '400 m track', 'court', 17000],
].map(([id, name_zh, name_en, group, size]) => ({ id, name_zh, name_en, group, measure: 'area', container: id === 'sports_park', unit_zh: '个', _size: size }));

export const equipmentKinds = [['walker', '太空漫步机', 'Air walker'], ['twister', '扭腰器', 'Waist twister'], ['parallel_bars', '双杠', 'Parallel bars'], ['tai_chi', '太极揉推器', 'Tai chi wheel'],
  ['smart_bike', '智能健身车', 'Smart bike'], ['pull_up', '单杠', 'Pull-up bar']].map(([id, name_zh, name_en]) => ({ id, name_zh, name_en }));

export const metres = ([x, y], [u, v]) => Math.hypot((u - x) * 83000, (v - y) * 111100);

export function makeSites() {
  const sites = [];
  divisions.forEach((d) => {
    const wanted = d.people * 4.5 * d._richness;
    let sum = 0;
    for (let n = 0; sum < wanted || n < 40; n += 1) {
      const kind = pick(kinds), near = random() ** 0.7 * 0.028, angle = random() * 6.283;
      const [lon, lat] = [d._centre[0] + Math.cos(angle) * near * 1.2, d._centre[1] + Math.sin(angle) * near];
      const area = random() < 0.07 ? null : Math.round(kind._size * (0.5 + random()) * 100) / 100;
      const r = Math.sqrt(area ?? 400) / 2 / 111100;
      const square = [[lon - r * 1.35, lat - r], [lon + r * 1.35, lat - r], [lon + r * 1.35, lat + r], [lon - r * 1.35, lat + r], [lon - r * 1.35, lat - r]];
      const line = Array.from({ length: 9 }, (_, i) => [lon + i * 0.0022, lat + Math.sin(i + angle) * 0.0016]);
      const status = random() < 0.88 ? 'operating' : pick(['planned', 'under_construction', 'temporarily_closed', 'closed']);
      const opened = 2012 + Math.floor(random() * 14);
      const geometry = kind.id === 'trail' ? { type: 'LineString', coordinates: line } : random() < 0.4 ? { type: 'Polygon', coordinates: [square] } : { type: 'Point', coordinates: [lon, lat] };
      const access = random() < 0.62 ? 'free_open' : pick(['open', 'open', 'members', 'closed_to_public']);
      sites.push({ id: id(sites.length, 'a'), name_zh: `${d.name_zh.replace('街道', '')}第${n + 1}${kind.name_zh}`, name_en: `${d.name_en} ${kind.name_en.toLowerCase()} no. ${n + 1}`,
        kind: kind.id, status, access, level: pick(['district', 'subdistrict', 'community']), owner: `${d.name_zh}办事处`, operator: '示范运营公司', funder: '体彩公益金', receiver: '社区居委会', maintainer: '示范维护公司',
        programmes: random() < 0.2 ? ['smart'] : [], area_m2: area, area_grade: pick(['measured', 'measured', 'design', 'polygon', 'estimate']), counts_area: random() > 0.04, container_id: null,
        segments: kind.id === 'trail' ? [{ width_m: 2.5, surface: 'asphalt' }] : null, opened_on: status === 'planned' ? null : `${opened}-0${1 + Math.floor(random() * 9)}-15`, closed_on: status === 'closed' ? '2024-06-30' : null,
        capacity: null, surface: pick(['asphalt', 'rubber', 'turf', null]), lighting: random() < 0.5, accessible: random() < 0.4, opening_hours: '06:00-21:00', address: `${d.name_zh}示范路 ${n + 1} 号`, photos: [],
        source: 'demonstration generator', external_id: `demo-${sites.length}`, official_codes: {}, demo: true, note: null, geometry, _division: d.id });
      if (status === 'operating' && kind.id !== 'sports_park') sum += area ?? 0;
    }
  });
  for (let n = 0; n < 2; n += 1) sites.push({ ...sites[n], id: id(90000 + n, 'a'), name_zh: `界外示范场地 ${n + 1}`, status: 'operating', geometry: { type: 'Point', coordinates: [123.36 + n / 100, 41.8] }, _division: 'unassigned' });
  return sites;
}

export function makeEquipment(sites) {
  return sites.filter((s) => ['fitness_path', 'rural_square', 'sports_park'].includes(s.kind)).flatMap((s, n) => Array.from({ length: 6 }, (_, i) => {
    const kind = pick(equipmentKinds), year = 2013 + Math.floor(random() * 13), p = s.geometry.type === 'Point' ? s.geometry.coordinates : s.geometry.coordinates[0][0];
    return { id: id(n * 10 + i, 'e'), external_id: null, site_id: s.id, kind: kind.id, name_zh: kind.name_zh, name_en: kind.name_en, maker: '示范器材厂', model: `M-${i}`, installed_on: `${year}-05-01`, removed_on: null,
      standard_edition: year >= 2025 ? 'GB 19272-2024' : 'GB 19272-2011', design_life_years: 8, target_group: pick(['general', 'elderly', 'rehabilitation', 'child']), wheelchair: random() < 0.1, smart: kind.id === 'smart_bike',
      state: random() < 0.9 ? 'working' : pick(['faulty', 'sealed_off']), demo: true, note: null, geometry: { type: 'Point', coordinates: [p[0] + i * 0.00004, p[1]] } };
  }));
}
