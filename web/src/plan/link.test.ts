import { expect, it } from 'vitest';
import { safeLink } from './link';

it('only an address of the web becomes a link', () => {
  expect(safeLink('https://example.org/a?b=1')).toBe('https://example.org/a?b=1');
  expect(safeLink(' http://example.org ')).toBe('http://example.org/');
  for (const text of ['javascript:alert(1)', 'data:text/html,x', '沈体〔2025〕12号', '/plan', '', null, undefined]) expect(safeLink(text)).toBeNull();
});
