// Development only: answers with generated data in the service's shapes, and serves web/dist under
// the service's content security policy, so that the page can be looked at without the service.
// Usage: node dev/mock-server.mjs [port]   token: "mock-token"
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomUUID } from 'node:crypto';
import { divisions, kinds, equipmentKinds, makeSites, makeEquipment, metres } from './mock-data.mjs';

const port = Number(process.argv[2] ?? 8080);
const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const TOKEN = 'mock-token';
const TARGET = 4.5;
const sites = makeSites();
const equipment = makeEquipment(sites);
const answered = new Map();
let seq = 1200;

const CSP = "default-src 'self'; worker-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };

/** As the service does: what is not known is left out. */
const feature = ({ id, geometry, ...properties }) => ({ type: 'Feature', id, geometry,
  properties: Object.fromEntries(Object.entries(properties).filter(([key, value]) => value !== null && (value !== false || key === 'counts_area') && !key.startsWith('_'))) });
const collection = (list) => ({ type: 'FeatureCollection', numberMatched: list.length, features: list.map(feature), links: [] });
const first = (s) => s.geometry.type === 'Point' ? s.geometry.coordinates : s.geometry.coordinates.flat(9).slice(0, 2);
const standing = (s, at) => (!s.opened_on || s.opened_on <= at) && (!s.closed_on || s.closed_on > at) && ['operating', 'temporarily_closed'].includes(s.status);
const counts = (s, figure) => s.counts_area && s.kind !== 'sports_park' &&
  (figure === 'all' || (figure === 'open' ? ['open', 'free_open'].includes(s.access) : s.access === 'free_open'));

function why(divisionId, at, figure) {
  const items = sites.filter((s) => (divisionId === 'district' || s._division === divisionId)).map((s) => {
    const there = standing(s, at);
    const wanted = there && counts(s, figure);
    const counted = wanted && s.area_m2 !== null;
    const [rule_zh, rule_en] = !there ? ['当日未运营，不计', 'not operating on that day: not counted']
      : s.kind === 'sports_park' ? ['容器（体育公园），只计其中场地', 'a container: only what stands inside counts']
      : !s.counts_area ? ['已声明重叠，面积计于另一场地', 'declared overlap: counted elsewhere']
      : !counts(s, figure) ? ['开放方式不属于本口径', 'access is outside this figure']
      : s.area_m2 === null ? ['应计，但面积未知', 'counts, but its area is unknown']
      : ['运营中，计入实测面积', 'operating: its venue area counts'];
    return { site_id: s.id, name_zh: s.name_zh, name_en: s.name_en, kind: s.kind, area_m2: s.area_m2, counted, wanted, rule_zh, rule_en, share: 1, demo: true };
  });
  const total = items.filter((i) => i.counted && i.area_m2 !== null).reduce((sum, i) => sum + Math.round(i.area_m2 * 1e4), 0) / 1e4;
  return { division: divisionId, figure, as_of: at, rule_version: '2025-1', total_m2: total, items };
}

function row(division, at, id) {
  const year = Math.min(2025, Number(at.slice(0, 4)) - (at.slice(5) < '12-31' ? 1 : 0));
  const population = id === 'unassigned' || year < 2020 ? null
    : id === 'district' ? divisions.reduce((n, d) => n + Math.round(d.people * (1 + (year - 2020) * 0.004)), 0)
    : Math.round(division.people * (1 + (year - 2020) * 0.004));
  const area = Object.fromEntries(['all', 'open', 'free'].map((f) => [f, why(id, at, f).total_m2]));
  // One row that rounds up to the target and misses it.
  if (id === divisions[2].id) area.all = Math.round(population * 4.496 * 100) / 100;
  const head = Object.fromEntries(Object.entries(area).map(([f, a]) => [f, population ? a / population : null]));
  const items = why(id, at, 'all').items.filter((i) => i.wanted);
  return {
    division: { id: id === 'unassigned' ? null : id, name_zh: division.name_zh, name_en: division.name_en, codes: division.codes ?? [], level: division.level },
    population: { value: population, year: population ? year : null, vintage: population ? '2021-05 census bulletin' : null, basis: id === 'district' ? 'sum of divisions' : 'divisions', estimate: true },
    area_m2: area, m2_per_head: head, met: head.all === null ? null : head.all >= TARGET,
    shortfall_m2: head.all === null ? null : Math.max(0, Math.round((TARGET * population - area.all) * 1e4) / 1e4),
    sites: items.length, completeness: items.length ? items.filter((i) => i.area_m2 !== null).length / items.length : null,
    counts: {}, trail_m: 1000, flags: id === 'unassigned' ? ['demo'] : ['demo', 'estimate', 'schematic'],
  };
}

const problem = (status, title, zh, en, errors = []) => ({ status, type: 'application/problem+json',
  body: { type: `https://jiantu.example/problems/${title}`, title, status, message_zh: zh, message_en: en, errors } });
const ok = (body, headers = {}, status = 200) => ({ status, type: 'application/json', body, headers });

/** Roughly back to WGS 84; the service does it exactly. */
const SHIFT = { wgs84: [0, 0], gcj02: [-0.00605, -0.00236], bd09: [-0.01246, -0.00867] };
const toWgs = ([x, y], crs) => [x + SHIFT[crs ?? 'wgs84'][0], y + SHIFT[crs ?? 'wgs84'][1]];

function near(list, q) {
  const at = toWgs(q.get('near').split(',').map(Number), q.get('crs'));
  const items = list.map((s) => ({ ...s, distance_m: metres(at, first(s)) })).filter((s) => s.distance_m <= Number(q.get('radius') ?? 50));
  return collection(items.sort((a, b) => a.distance_m - b.distance_m).slice(0, 50));
}

function post(headers, body) {
  if (headers.authorization !== `Bearer ${TOKEN}`) return problem(401, 'unauthorized', '管理员令牌不对', 'the administrator token is wrong');
  const key = headers['idempotency-key'];
  if (answered.has(key)) return answered.get(key);
  const errors = [];
  if (!sites.some((s) => s.id === body.site_id)) errors.push({ pointer: '/site_id', message_zh: '没有这个场地', message_en: 'there is no such site' });
  if (!equipmentKinds.some((k) => k.id === body.kind)) errors.push({ pointer: '/kind', message_zh: '没有这种器材类别', message_en: 'unknown equipment kind' });
  if (body.installed_on > '2026-12-31') errors.push({ pointer: '/installed_on', message_zh: '安装日期不能晚于今天', message_en: 'installed_on must not lie in the future' });
  if (errors.length) return problem(400, 'invalid', '有些字段需要更正', 'some fields need correction', errors);
  const piece = { ...body, id: randomUUID(), geometry: { type: 'Point', coordinates: toWgs(body.geometry.coordinates, body.crs) }, demo: false };
  equipment.push(piece);
  seq += 1;
  const answer = ok(feature(piece), { Location: `/api/v1/equipment/${piece.id}`, 'X-Jiantu-Seq': String(seq) }, 201);
  answered.set(key, answer);
  return answer;
}

function get(path, q) {
  if (path === '/api/v1/info') return ok({ district: { name_zh: '浑南区', name_en: 'Hunnan District' }, version: '0.1.0', seq, demo: true, today: '2026-11-23',
    plan: { title_zh: '浑南区全民健身实施计划（2021—2025年）', title_en: 'Hunnan national fitness plan 2021-2025', target_m2_per_head: TARGET, start: '2021', end: '2025' },
    database: 'sqlite', map: { attribution: '', approval_number: '' } });
  if (path === '/api/v1/kinds') return ok({ kinds, equipment_kinds: equipmentKinds });
  if (path === '/api/v1/coverage') {
    const at = q.get('as_of') ?? '2025-12-31';
    return ok({ as_of: at, known_at: null, rule_version: '2025-1', target_m2_per_head: TARGET, rows: [
      row({ name_zh: '浑南区', name_en: 'Hunnan District', level: 'district' }, at, 'district'), ...divisions.map((d) => row(d, at, d.id)),
      row({ name_zh: '未落入任何街道', name_en: 'unassigned', level: 'unassigned' }, at, 'unassigned')] });
  }
  if (path === '/api/v1/coverage/why') return ok(why(q.get('division'), q.get('as_of'), q.get('figure') ?? 'all'));
  if (path === '/ogc/collections/divisions/items') return ok({ type: 'FeatureCollection', features: divisions.filter((d) => d.level === q.get('level')).map(feature), links: [] });
  if (path === '/ogc/collections/sites/items') {
    const [w, s, e, n] = (q.get('bbox') ?? '-180,-90,180,90').split(',').map(Number);
    const found = sites.filter((x) => { const [lon, lat] = first(x); return lon >= w && lon <= e && lat >= s && lat <= n; });
    const offset = Number(q.get('offset') ?? 0), limit = Math.min(Number(q.get('limit') ?? 100), 400);
    const next = new URLSearchParams(q); next.set('offset', offset + limit);
    return ok({ type: 'FeatureCollection', numberMatched: found.length, features: found.slice(offset, offset + limit).map(feature),
      links: offset + limit < found.length ? [{ rel: 'next', href: `/ogc/collections/sites/items?${next}` }] : [] });
  }
  if (path === '/api/v1/sites') return ok(near(sites, q));
  if (path.startsWith('/api/v1/sites/')) {
    const found = sites.find((s) => s.id === path.slice(14));
    return found ? ok(feature(found)) : problem(404, 'missing', '没有这个场地', 'there is no such site');
  }
  if (path === '/api/v1/equipment') return ok(q.has('near') ? near(equipment, q) : collection(equipment.filter((p) => p.site_id === q.get('site'))));
  return null;
}

async function file(path) {
  const name = normalize(path === '/' ? '/index.html' : path);
  try {
    return { status: 200, raw: await readFile(join(dist, name)), type: TYPES[extname(name)] ?? 'application/octet-stream' };
  } catch {
    return problem(404, 'missing', '没有这个地址', 'nothing here');
  }
}

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://mock');
  if (url.pathname === '/api/v1/changes') {
    // Nobody else writes here: it stays silent but for its first word.
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Content-Security-Policy': CSP });
    response.write(`id: ${seq}\nevent: now\ndata: ${JSON.stringify({ seq, since: seq, database: 'mock' })}\n\n`);
    return;
  }
  let answer;
  if (request.method === 'POST') {
    let body = '';
    for await (const chunk of request) body += chunk;
    answer = post(request.headers, JSON.parse(body));
  } else {
    answer = get(url.pathname, url.searchParams) ?? (await file(url.pathname));
  }
  response.writeHead(answer.status, { 'Content-Type': answer.type, 'Content-Security-Policy': CSP, 'X-Jiantu-Seq': String(seq), ...answer.headers });
  response.end(answer.raw ?? JSON.stringify(answer.body, (key, value) => (key.startsWith('_') ? undefined : value)));
}).listen(port, '127.0.0.1', () => console.log(`mock on http://127.0.0.1:${port}  token ${TOKEN}`));
