import assert from 'node:assert/strict';
import type { SlotLoad } from '../../../server/src/provisioning/cycle/operating-point';
import { outsideTestedRange } from '../../../server/src/provisioning/cycle/tested-range';
import { baseCase } from '../base-case';

const found = (load: SlotLoad, batchSize = 256) => outsideTestedRange({ ...baseCase, load, batchSize });

describe('tested-range', () => {
  it('holds the base case, and what is not known', () => {
    assert.deepEqual(found({ ...baseCase.load, meanDecode: 500 }), []);
    assert.deepEqual(found({ theta: 599, nu: undefined }, 1), []);
    assert.deepEqual(found({ theta: 0, nu: 0 }), []);
  });

  it('ends at decodes too short for a load to last', () => {
    assert.deepEqual(found({ theta: 599, nu: 100, meanDecode: 25 }), []);
    assert.deepEqual(found({ theta: 599, nu: 100, meanDecode: 24 }), [{ what: 'meanDecode', value: 24 }]);
  });

  it('ends at heavy tails and at small batches of uneven requests', () => {
    assert.deepEqual(found({ theta: 100, nu: 180 }, 256), []);
    assert.deepEqual(found({ theta: 100, nu: 200 }, 256), [{ what: 'slotSpread', value: 2 }]);
    assert.deepEqual(found({ theta: 100, nu: 100 }, 16), []);
    assert.deepEqual(found({ theta: 100, nu: 100 }, 4), [{ what: 'loadSpread', value: 0.5 }]);
  });
});
