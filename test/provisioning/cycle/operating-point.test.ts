import assert from 'node:assert/strict';
import { mostSpecificForm, samePools } from '../../../server/src/provisioning/cycle/operating-point';
import { baseCase } from '../base-case';

describe('the form of an answer', () => {
  const unknownNu = { theta: 599, nu: undefined };

  it('is the pipeline form where the microbatches are known, nu known or not', () => {
    for (const microbatches of [1, 2, 3, 4, 64]) {
      assert.equal(mostSpecificForm({ ...baseCase, microbatches }), 'pipeline');
      assert.equal(mostSpecificForm({ ...baseCase, microbatches, load: unknownNu }), 'pipeline');
    }
  });

  const unknown = { ...baseCase, microbatches: undefined };

  it('is the barrier form otherwise, where nu is known', () => {
    assert.equal(mostSpecificForm(unknown), 'barrier');
    assert.equal(mostSpecificForm({ ...unknown, load: { theta: 599, nu: 0 } }), 'barrier');
  });

  it('is the mean-field form where neither is known', () => {
    assert.equal(mostSpecificForm({ ...unknown, load: unknownNu }), 'mean-field');
  });
});

describe('pools', () => {
  it('are the same where both have the same sizes', () => {
    const pools = { attention: 8, ffn: 2 };
    assert.equal(samePools(pools, { ...pools }), true);
    assert.equal(samePools(pools, { attention: 8, ffn: 1 }), false);
    assert.equal(samePools(pools, { attention: 9, ffn: 2 }), false);
  });
});
