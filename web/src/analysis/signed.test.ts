import { describe, expect, it } from 'vitest';
import { signed, signedMetres, signedPoints } from './signed';

describe('differences', () => {
  it('have their sign, and a little is not nothing', () => {
    expect([signed(1234), signed(-5), signed(0), signed(0.2), signed(null)]).toEqual(['+1,234', '−5', '0', '+<1', '—']);
  });

  it('of metres have their unit', () => {
    expect([signedMetres(430, 412), signedMetres(430, 430), signedMetres(1, 1.4), signedMetres(null, 3)]).toEqual(['−18 m', '0 m', '+<1 m', '—']);
  });

  it('of shares are percentage points', () => {
    expect([signedPoints(0.5, 0.5123), signedPoints(0.5, 0.50001), signedPoints(0.5, 0.4), signedPoints(null, 1)]).toEqual(['+1.23', '+<0.01', '−10.00', '—']);
  });
});
