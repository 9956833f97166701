import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readTokenCount } from '../../server/src/text/token-count';

describe('token-count', () => {
  it('reads whole numbers with and without their power of ten', () => {
    for (const [text, tokens] of [
      ['500000', 500_000],
      ['500k', 500_000],
      ['1.1M', 1_100_000],
      ['0.001k', 1],
      ['2.0', 2],
    ] as const) {
      assert.equal(readTokenCount(text), tokens, text);
    }
  });

  it('reads nothing else', () => {
    for (const text of [
      '',
      '0',
      '0k',
      '1.2',
      '1.0005k',
      '-1',
      '1e6',
      '1K',
      '1m',
      '500 k',
      '1,000',
      'k',
      '.5M',
      '9'.repeat(400),
    ]) {
      assert.equal(readTokenCount(text), undefined, text);
    }
  });

  it('reads thousandths of k and millionths of M exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (tokens) => {
        const digits = String(tokens).padStart(7, '0');
        assert.equal(readTokenCount(`${digits.slice(0, -3)}.${digits.slice(-3)}k`), tokens);
        assert.equal(readTokenCount(`${digits.slice(0, -6)}.${digits.slice(-6)}M`), tokens);
      }),
    );
  });
});
