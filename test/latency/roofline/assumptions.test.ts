import assert from 'node:assert/strict';
import { assumptionProblem, defaultAssumptions, withStated } from '../../../server/src/latency/roofline/assumptions';

describe('assumptions of a roofline', () => {
  it('keeps the defaults that nobody replaces', () => {
    const { efficiency, hopSeconds } = withStated({
      efficiency: { network: 0.5, ffnCompute: undefined },
      hopSeconds: 0,
    });
    assert.deepEqual(efficiency, { ...defaultAssumptions.efficiency, network: 0.5 });
    assert.equal(hopSeconds, 0);
    assert.deepEqual(withStated({ reserveBytes: undefined }), defaultAssumptions);
    assert.equal(assumptionProblem(defaultAssumptions), undefined);
  });

  it('names the one that cannot be', () => {
    const problem = (stated: Parameters<typeof withStated>[0]) => assumptionProblem(withStated(stated));
    const beyond = 'an efficiency lies above 0 and is at most 1.';
    assert.equal(problem({ efficiency: { ffnCompute: 1.5 } }), `\`ffnCompute\` is 1.5; ${beyond}`);
    assert.equal(problem({ efficiency: { network: 0 } }), `\`network\` is 0; ${beyond}`);
    assert.equal(
      problem({ efficiency: { attentionBandwidth: Number.NaN } }),
      `\`attentionBandwidth\` is unknown; ${beyond}`,
    );
    assert.equal(problem({ efficiency: { attentionCompute: 1 } }), undefined);
    assert.equal(problem({ hopSeconds: -1 }), '`hopSeconds` is -1; it cannot be below 0 or unbounded.');
    assert.match(problem({ reserveBytes: Number.POSITIVE_INFINITY }) ?? '', /`reserveBytes` is unbounded/);
    assert.match(problem({ operationSeconds: Number.NaN }) ?? '', /`operationSeconds`/);
  });
});
