import { describe, expect, it } from 'vitest';
import { address, type Api, example, groups, resolved, trial, typeOf } from './document';

const api: Api = {
  openapi: '3.0.3', info: { title: 'x', version: '1' },
  tags: [{ name: 'b', description: 'B' }, { name: 'empty' }],
  paths: {
    '/a/{id}': {
      parameters: [{ $ref: '#/components/parameters/id' } as never],
      get: { operationId: 'getA', summary: 'A', tags: ['a'], parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 10, default: 5 } }, { name: 'bbox', in: 'query', schema: { type: 'array', items: { type: 'number' }, example: [1, 2, 3, 4] } }], responses: { '404': { $ref: '#/components/responses/none' } } },
    } as never,
    '/b': { post: { tags: ['b'], requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/b' } } } }, responses: {} } } as never,
  },
  components: {
    parameters: { id: { name: 'id', in: 'path', required: true, schema: { type: 'string', enum: ['p/q', 'r'] } } },
    responses: { none: { description: 'not there' } },
    schemas: { b: { type: 'object', properties: { self: { $ref: '#/components/schemas/b' } } } },
  },
};

describe('the document', () => {
  it('is read by tags, in its order, with references resolved', () => {
    const [b, a] = groups(api);
    expect([b!.name, b!.description, b!.operations[0]!.method, b!.operations[0]!.anchor]).toEqual(['b', 'B', 'POST', 'post-b']);
    const get = a!.operations[0]!;
    expect(get.parameters.map((p) => `${p.in} ${p.name}`)).toEqual(['path id', 'query limit', 'query bbox']);
    expect(get.answers).toEqual([{ status: '404', description: 'not there', content: {} }]);
    expect(groups(api)).toHaveLength(2);
  });

  it('survives references to nothing and to themselves', () => {
    expect(resolved(api, { $ref: '#/components/schemas/gone' })).toEqual({ $ref: '#/components/schemas/gone' });
    const ring = { ...api, components: { schemas: { r: { $ref: '#/components/schemas/r' } } } };
    expect(resolved(ring, { $ref: '#/components/schemas/r' })).toEqual({ $ref: '#/components/schemas/r' });
  });

  it('tells types in few words', () => {
    expect(typeOf({ type: 'integer', minimum: 1, maximum: 10 })).toBe('integer 1–10');
    expect(typeOf({ type: 'array', items: { $ref: '#/components/schemas/b' } })).toBe('array of b');
    expect(typeOf({ enum: ['a', 'b'] })).toBe('a | b');
    expect(typeOf({ type: ['string', 'null'], format: 'date' })).toBe('string | null (date)');
    expect(typeOf({ oneOf: [{ type: 'string' }, { type: 'number' }] })).toBe('string | number');
  });

  it('makes an address that can be tried', () => {
    const get = groups(api)[1]!.operations[0]!;
    const values = Object.fromEntries(get.parameters.map((p) => [p.name, trial(api, p)]));
    expect(address(get, values)).toBe('/a/p%2Fq');
    expect(get.parameters.map((p) => example(api, p))).toContain('1,2,3,4');
    expect(address(get, { ...values, id: '' })).toBeNull();
    expect(address(get, { id: 'r', limit: '3', bbox: '' })).toBe('/a/r?limit=3');
  });
});
