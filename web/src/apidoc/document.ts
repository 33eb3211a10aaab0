/** The service's own OpenAPI document, made ready for reading. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  additionalProperties?: boolean | Schema;
  description?: string;
  default?: unknown;
  example?: unknown;
  examples?: unknown[];
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  nullable?: boolean;
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  description?: string;
  schema?: Schema;
  example?: unknown;
}

export type Content = Record<string, { schema?: Schema }>;
export interface Answer {
  $ref?: string;
  description?: string;
  content?: Content;
}

interface Written {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { $ref?: string; required?: boolean; description?: string; content?: Content };
  responses?: Record<string, Answer>;
  security?: unknown[];
}

export interface Api {
  openapi: string;
  info: { title: string; version: string; description?: string };
  servers?: { url: string }[];
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, Written> & { parameters?: Parameter[] }>;
  components?: Record<string, Record<string, unknown>>;
}

export interface Operation {
  method: string;
  path: string;
  /** Names it in the page's address. */
  anchor: string;
  summary: string;
  description: string;
  parameters: Parameter[];
  body: { required: boolean; content: Content } | null;
  answers: { status: string; description: string; content: Content }[];
}

export interface Group {
  name: string;
  description: string;
  operations: Operation[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

/** What a `$ref` of the same document means; anything else as it is. */
export function resolved<T extends { $ref?: string }>(api: Api, item: T): T {
  let found: T | undefined = item;
  for (let depth = 0; found?.$ref && depth < 20; depth += 1) {
    const steps: string[] = found.$ref.replace(/^#\//, '').split('/').map((step: string) => decodeURIComponent(step).replace(/~1/g, '/').replace(/~0/g, '~'));
    found = steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], api) as T | undefined;
  }
  return found ?? item;
}

/** The name behind a `$ref`. */
export const refName = (schema: Schema): string | null => schema.$ref?.split('/').at(-1) ?? null;

function operation(api: Api, path: string, method: string, written: Written, shared: Parameter[]): Operation {
  const own = (written.parameters ?? []).map((each) => resolved(api, each));
  const inherited = shared.map((each) => resolved(api, each)).filter((each) => !own.some((mine) => mine.name === each.name && mine.in === each.in));
  const body = written.requestBody ? resolved(api, written.requestBody) : null;
  return {
    method: method.toUpperCase(),
    path,
    anchor: written.operationId ?? `${method}-${path}`.replace(/[^a-zA-Z0-9]+/g, '-'),
    summary: written.summary ?? '',
    description: written.description ?? '',
    parameters: [...inherited, ...own],
    body: body ? { required: body.required ?? false, content: body.content ?? {} } : null,
    answers: Object.entries(written.responses ?? {}).map(([status, answer]) => {
      const told = resolved(api, answer);
      return { status, description: told.description ?? '', content: told.content ?? {} };
    }),
  };
}

/** All operations by their first tag, in the document's order. */
export function groups(api: Api): Group[] {
  const found = new Map<string, Group>((api.tags ?? []).map(({ name, description = '' }) => [name, { name, description, operations: [] }]));
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS) {
      const written = item[method];
      if (!written) continue;
      const tag = written.tags?.[0] ?? '';
      if (!found.has(tag)) found.set(tag, { name: tag, description: '', operations: [] });
      found.get(tag)!.operations.push(operation(api, path, method, written, item.parameters ?? []));
    }
  }
  return [...found.values()].filter((group) => group.operations.length > 0);
}

/** A schema in a few words: `integer 1–10000`, `array of number`, `sites | trails`. */
export function typeOf(schema: Schema | undefined): string {
  if (!schema) return '';
  const name = refName(schema);
  if (name) return name;
  if (schema.enum) return schema.enum.map(String).join(' | ');
  if (schema.const !== undefined) return String(schema.const);
  const several = schema.oneOf ?? schema.anyOf;
  if (several && !schema.type) return several.map(typeOf).join(' | ');
  if (schema.allOf) return schema.allOf.map(typeOf).join(' & ');
  const types = [schema.type ?? (schema.properties ? 'object' : '')].flat().filter(Boolean);
  const words = types.map((type) => (type === 'array' ? `array of ${typeOf(schema.items) || 'any'}` : type)).join(' | ');
  const { minimum, maximum } = schema;
  const range = minimum === undefined && maximum === undefined ? '' : ` ${minimum ?? ''}–${maximum ?? ''}`;
  return `${words}${schema.format ? ` (${schema.format})` : ''}${range}${schema.nullable ? ' | null' : ''}`;
}

/** What a parameter is tried with: nothing where it may be left out, since examples of several need not go together. */
export function trial(api: Api, parameter: Parameter): string {
  return parameter.required ? example(api, parameter) : '';
}

/** A value that a parameter may have: its example, its default, or the first of its values. */
export function example(api: Api, parameter: Parameter): string {
  const schema = parameter.schema ? resolved(api, parameter.schema) : {};
  const given = parameter.example ?? schema.example ?? schema.examples?.[0] ?? (parameter.required ? (schema.default ?? schema.enum?.[0]) : undefined);
  if (given === undefined || given === null) return '';
  return Array.isArray(given) ? given.join(',') : typeof given === 'object' ? JSON.stringify(given) : String(given);
}

/** The address that asks with these values; null while one that is needed is missing. */
export function address(operation: Operation, values: Record<string, string>): string | null {
  let path = operation.path;
  const query = new URLSearchParams();
  for (const { name, in: place, required } of operation.parameters) {
    const value = (values[name] ?? '').trim();
    if (place === 'path') {
      if (!value) return null;
      path = path.replaceAll(`{${name}}`, encodeURIComponent(value));
    } else if (place === 'query') {
      if (value) query.set(name, value);
      else if (required) return null;
    }
  }
  // Commas and colons are plain in a query, and easier to read.
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return path.includes('{') ? null : text ? `${path}?${text}` : path;
}
