import assert from 'node:assert/strict';
import { decodeRate, decodeStep } from '../../server/src/strategy/decode-front';
import { meanCycle, prepareGroup } from '../../server/src/strategy/group-steps';
import { bestBatch, extraTransfer, servePrefillDecode } from '../../server/src/strategy/prefill-decode-serving';
import { servePrefill, transferSeconds } from '../../server/src/strategy/prefill-serving';
import { settingOf } from '../../server/src/strategy/search-space';
import { mixtureQuestion } from './hand-costs';

const setting = settingOf(mixtureQuestion);
const groupOf = (ranks: number, tensorParallel = 1) =>
  prepareGroup(mixtureQuestion, { kind: 'withoutAfd', ranks, tensorParallel })!;
const serving = {
  prefill: { serving: { prepared: groupOf(4, 4), microbatches: 1, chunksPerPrompt: 1 }, groups: 1 },
  decode: { serving: { prepared: groupOf(16), microbatches: 1, largestBatch: 400 }, groups: 1 },
};

describe('servePrefillDecode', () => {
  it('adds up prefill, transfer over the slower links, half a step until the next one, and a step of decoding', () => {
    const { served } = servePrefillDecode(setting, serving, 20, 5);
    const tpot = decodeStep(setting, serving.decode.serving, 20, meanCycle);
    assert.equal(served.tpot, tpot);
    assert.equal(served.throughput, 5 * 250);
    // The prefill ranks' time holds their own transfer, over four links; decode ranks have one.
    const extra = extraTransfer(setting, serving.prefill.serving, serving.decode.serving);
    assert.ok(Math.abs(extra - transferSeconds(setting, groupOf(16)) * 0.75) < 1e-12);
    const idle = servePrefill(setting, serving.prefill.serving, 0, meanCycle).seconds;
    assert.ok(served.ttft > idle + extra + 1.5 * tpot && served.ttft < 2 * (idle + extra) + 1.5 * tpot);
  });

  it('gives no more than decoding does', () => {
    const { served } = servePrefillDecode(setting, serving, 1, 1e6);
    assert.ok(Math.abs(served.throughput / decodeRate(serving.decode.serving, 1, served.tpot) - 1) < 1e-12);
  });
});

describe('bestBatch', () => {
  it('is the batch of most throughput of all', () => {
    for (const limits of [
      { ttft: 1, tpot: 0.05 },
      { ttft: 0.6, tpot: 0.2 },
      { ttft: 0.25, tpot: 0.04 },
    ]) {
      const found = bestBatch(setting, serving, limits);
      let best = 0;
      for (let size = 1; size <= 400; size++) {
        for (const rate of [1, 2, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 80]) {
          const { ttft, tpot, throughput } = servePrefillDecode(setting, serving, size, rate).served;
          if (ttft <= limits.ttft && tpot <= limits.tpot) best = Math.max(best, throughput);
        }
      }
      assert.ok((found?.served.throughput ?? 0) >= best * (1 - 1e-9), `${found?.served.throughput} ${best}`);
      if (found !== undefined) assert.ok(found.served.ttft <= limits.ttft * (1 + 1e-6));
    }
  });

  it('says which phase has the smaller rate', () => {
    const few = { ...serving, decode: { ...serving.decode, serving: { ...serving.decode.serving, largestBatch: 2 } } };
    assert.equal(bestBatch(setting, few, { ttft: 1, tpot: 0.05 })!.limitedBy, 'decode');
    assert.equal(bestBatch(setting, serving, { ttft: 1e3, tpot: 10 })!.limitedBy, 'prefill');
    assert.equal(bestBatch(setting, serving, { ttft: 0.01, tpot: 10 }), undefined);
  });
});
