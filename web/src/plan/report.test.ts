import { expect, it } from 'vitest';
import { reportAddress } from './report';

it('the address of a report names form, day and language', () => {
  expect(reportAddress('xlsx', '2025-12-31', 'both')).toBe('/api/v1/plan/report?format=xlsx&as_of=2025-12-31&language=both');
  expect(reportAddress('html', null, 'zh')).toBe('/api/v1/plan/report?format=html&language=zh');
});
