import assert from 'node:assert/strict';
import type { Group } from '../../server/src/strategy/comparison';
import {
  layoutLegend,
  layoutWords,
  objectiveWords,
  standingWords,
  stepWords,
} from '../../server/src/wording/strategy-words';
import { optionOf, pointOf, questionOf, shared, split, useOf } from './compared';

const objectives = { ttft: 0.05, tpot: 0.015 };

describe('words for serving strategies', () => {
  it('say how many groups of how many devices serve what', () => {
    const layout = (...uses: Parameters<typeof useOf>[]) =>
      layoutWords(pointOf(1, { uses: uses.map((each) => useOf(...each)) }));
    assert.equal(layout([shared(8), { groups: 16 }]), '16 groups of 8');
    assert.equal(layout([shared(128)]), '1 group of 128');
    assert.equal(layout([shared(2, 8), { groups: 8 }]), '8 groups of 16 (TP 8)');
    assert.equal(
      layout([shared(8), { serves: 'prefill', groups: 2 }], [shared(112), { serves: 'decode' }]),
      'prefill 2 × 8, decode 112',
    );
    assert.equal(layout([split(7, 1), { groups: 16 }]), '16 × 7A:1F');
    // Counts are devices: 6 ranks of 4 beside 40.
    assert.equal(
      layout([shared(2, 8), { serves: 'prefill' }], [split(6, 40, 4), { serves: 'decode' }]),
      'prefill 16 (TP 8), decode 24A:40F (TP 4)',
    );
    const sliced: Group = { kind: 'afd', attentionRanks: 2, tensorParallel: 4, ffnWorkers: 8, ffnSlices: 2 };
    assert.equal(layout([sliced]), '8A:8F (TP 4, FFN TP 2)');
  });

  it('explain a layout by what the model has: experts to share out, or one FFN to slice', () => {
    const legend = (routing: { count: number; perToken: number } | undefined): string => {
      const { costs } = questionOf();
      return layoutLegend({ costs: { ...costs, traffic: { ...costs.traffic, routing } } }).join(' ');
    };
    assert.match(legend({ count: 256, perToken: 8 }), /share the experts/);
    assert.match(legend(undefined), /FFN TP.*slice the FFN/);
  });

  it('say what a step holds: requests where it decodes, tokens of prompts where it prefills', () => {
    const prefill = useOf(shared(8), { serves: 'prefill', batchSize: 0, chunk: 8192 });
    const decode = useOf(shared(8), { serves: 'decode', batchSize: 138, microbatches: 2, chunk: 0 });
    assert.equal(stepWords(pointOf(1, { uses: [prefill, decode] })), 'B 138, m 2, chunks of 8,192');
    assert.equal(stepWords(pointOf(1, { uses: [decode] })), 'B 138, m 2');
  });

  it('say what limits an option, and which objective one misses', () => {
    assert.equal(standingWords(optionOf('aggregated', 1), objectives), 'limited by TPOT');
    assert.equal(standingWords(optionOf('aggregated', undefined), objectives), 'does not fit in memory');
    const missing = (bindingConstraint: 'ttft' | 'tpot') =>
      standingWords(optionOf('aggregated', 1, { feasible: false, bindingConstraint }), objectives);
    assert.deepEqual([missing('ttft'), missing('tpot')], ['misses TTFT 50 ms', 'misses TPOT 15 ms']);
  });

  it('name the objectives that there are', () => {
    assert.equal(objectiveWords(objectives), 'TTFT 50 ms and TPOT 15 ms');
    assert.equal(objectiveWords({ ttft: undefined, tpot: 0.1 }), 'TPOT 100 ms');
    assert.equal(objectiveWords({ ttft: undefined, tpot: undefined }), '');
  });
});
