import assert from 'node:assert/strict';
import { mostSpecificForm } from '../../server/src/provisioning/answer-form';
import { baseCase } from './base-case';

describe('answer-form', () => {
  const unknownNu = { theta: 599, nu: undefined };

  it('is the pipeline form with one to three microbatches, nu known or not', () => {
    for (const microbatches of [1, 2, 3]) {
      assert.equal(mostSpecificForm({ ...baseCase, microbatches }), 'pipeline');
      assert.equal(mostSpecificForm({ ...baseCase, microbatches, load: unknownNu }), 'pipeline');
    }
  });

  it('is the barrier form otherwise, where nu is known', () => {
    for (const microbatches of [4, 8, undefined]) {
      assert.equal(mostSpecificForm({ ...baseCase, microbatches }), 'barrier');
      assert.equal(mostSpecificForm({ ...baseCase, microbatches, load: { theta: 599, nu: 0 } }), 'barrier');
    }
  });

  it('is the mean-field form where neither is known', () => {
    for (const microbatches of [4, undefined]) {
      assert.equal(mostSpecificForm({ ...baseCase, microbatches, load: unknownNu }), 'mean-field');
    }
  });
});
