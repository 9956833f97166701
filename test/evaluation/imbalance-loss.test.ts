import assert from 'node:assert/strict';
import { imbalanceLoss } from '../../server/src/evaluation/imbalance-loss';
import { analyse } from '../analysis/analysed';
import { assertRelative } from '../provisioning/closeness';
import { served } from '../rules/served';

function loss(attention: number, ffn: number, balance: number) {
  const text = served('qwen3-30b-a3b-fp8', 'h20', {
    attention: `workers: ${attention}, batchSize: 160`,
    ffn,
    more: `  microbatches: 3\n  roofline: { expertBalance: ${balance} }\n`,
  });
  const { deployment, evaluation } = analyse(text).documents[0]!;
  return { found: imbalanceLoss(deployment!, evaluation!), sizing: evaluation!.sizing! };
}

describe('imbalance-loss', () => {
  it('is that of whole attention workers, against that of an FFN of which only the FFN waits', () => {
    const { found, sizing } = loss(3, 2, 0.9);
    // Two of three keep up: (5/3) x 2/4 = 0.833; with all three, which wait: (5/3) x 3/5 x 0.9 = 0.9.
    assertRelative(found!.afd, 0.1, 1e-9);
    const ratio = (3 * sizing.stageTimes.attention) / (2 * sizing.stageTimes.ffn);
    assertRelative(found!.wideEp, 1 - (ratio + 1) / (ratio + 1 / 0.9), 1e-9);
  });

  it('is nothing to speak of where whole workers fit, the FFN has time, or one FFN worker has all experts', () => {
    // 0.75 x 4 = 3 whole workers.
    assert.equal(loss(4, 2, 0.75).found, undefined);
    assert.equal(loss(1, 2, 0.9).found, undefined);
    assert.equal(loss(3, 1, 0.9).found, undefined);
    assert.equal(loss(3, 2, 1).found, undefined);
  });
});
