import assert from 'node:assert/strict';
import { timePerOutputToken } from '../../../server/src/provisioning/cycle/tpot';
import { baseCase } from '../base-case';
import { assertClose } from '../closeness';

const pools = { attention: 32, ffn: 1 };

describe('tpot', () => {
  it('is one cycle per microbatch in flight', () => {
    assertClose(timePerOutputToken(baseCase, pools, 'mean-field')!, 3 * 779.936, 1e-12);
    assertClose(timePerOutputToken({ ...baseCase, microbatches: 5 }, pools, 'barrier')!, 5 * 779.936, 1e-6);
  });

  it('is unknown where the microbatches are', () => {
    assert.equal(timePerOutputToken({ ...baseCase, microbatches: undefined }, pools, 'barrier'), undefined);
  });
});
