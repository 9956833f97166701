import assert from 'node:assert/strict';
import type { OperatingPoint } from '../../../server/src/provisioning/cycle/operating-point';
import { regime } from '../../../server/src/provisioning/cycle/regime';
import { baseCase, table2 } from '../base-case';

/** Stage times 100 for attention, and the given ones for the others whatever the pools. */
function flat(communication: number, ffn: number, microbatches = 3): OperatingPoint {
  const line = (beta: number) => ({ alpha: 0, beta });
  return {
    ...baseCase,
    microbatches,
    latency: { ...table2, attention: line(100), communication: line(communication), ffn: line(ffn) },
  };
}

const pools = { attention: 4, ffn: 1 };

describe('regime', () => {
  it('follows the base case from attention to FFN', () => {
    assert.equal(regime(baseCase, { attention: 9, ffn: 1 }, 'mean-field'), 'attention');
    assert.equal(regime(baseCase, { attention: 10, ffn: 1 }, 'mean-field'), 'ffn');
    assert.equal(
      regime(baseCase, { attention: 10, ffn: 1 }, 'barrier'),
      'attention',
      'the slowest of ten sets the cycle',
    );
    assert.equal(regime(baseCase, { attention: 11, ffn: 1 }, 'barrier'), 'ffn');
  });

  it('is the longest stage, communication there and back', () => {
    assert.equal(regime(flat(120, 90), pools, 'mean-field'), 'communication');
    assert.equal(regime(flat(120, 90), pools, 'barrier'), 'communication');
    assert.equal(regime(flat(80, 110), pools, 'barrier'), 'ffn');
    assert.equal(regime(flat(80, 90), pools, 'barrier'), 'attention');
  });

  it('is communication in the pipeline form where one direction takes longest', () => {
    assert.equal(regime(flat(250, 90, 4), pools, 'pipeline'), 'communication', '250/2 > 440/4');
    assert.equal(regime(flat(250, 90, 3), pools, 'pipeline'), 'pipeline', '440/3 > 250/2');
    assert.equal(regime(flat(190, 90, 8), pools, 'pipeline'), 'attention', '190/2 < 100');
  });

  it('is pipeline where the shared sum exceeds the stages', () => {
    assert.equal(regime(flat(120, 90), pools, 'pipeline'), 'pipeline', '310/3 > 100');
    assert.equal(regime(flat(100, 90), pools, 'pipeline'), 'attention', '290/3 < 100');
    assert.equal(regime(flat(20, 250), pools, 'pipeline'), 'ffn', '370/3 < 250');
    assert.equal(regime(flat(1, 100, 2), pools, 'pipeline'), 'pipeline', '201/2 > 100');
    assert.equal(regime(flat(0, 50, 1), pools, 'pipeline'), 'pipeline', '150 > 100');
  });

  it('needs the microbatches in the pipeline form', () => {
    assert.throws(() => regime({ ...baseCase, microbatches: undefined }, pools, 'pipeline'), /microbatches/);
  });

  it('gives ties to attention, then FFN', () => {
    assert.equal(regime(flat(100, 100), pools, 'mean-field'), 'attention');
    assert.equal(regime(flat(110, 110), pools, 'mean-field'), 'ffn');
    assert.equal(regime(flat(100, 100), pools, 'pipeline'), 'attention');
  });
});
