import assert from 'node:assert/strict';
import { expertsPerFfn } from '../../../../server/src/rules/launch/limits/experts-per-ffn';
import { describeRule } from '../../describe-rule';
import { launchCase, pairManifest, pairScript, reported } from '../../launch-pair';

const pools = (a: number, f: number, options = {}, model = 'deepseek-ai/DeepSeek-V3') => ({
  both: { model, afd: { num_attention_ranks: a, num_ffn_ranks: f }, options },
  attention: { options: { 'data-parallel-size': a } },
  ffn: { options: { 'data-parallel-size': f } },
});

describeRule(expertsPerFfn, {
  reports: [
    {
      ...launchCase('FFN ranks that cannot share the experts', pairManifest(pools(24, 12))),
      expected: [
        'warning',
        '12',
        '12 FFN ranks cannot share 256 routed experts of `deepseek-ai/DeepSeek-V3` evenly: use 8 or 16.',
      ],
    },
  ],
  silent: [launchCase('FFN ranks that can', pairScript(pools(24, 8)))],
});

describe('AFD418', () => {
  it('reports FFN ranks that cannot share the experts, at the FFN launch', () => {
    assert.deepEqual(reported('AFD418', pairManifest(pools(24, 12))), [
      [
        'warning',
        '12',
        '12 FFN ranks cannot share 256 routed experts of `deepseek-ai/DeepSeek-V3` evenly: use 8 or 16.',
      ],
    ]);
    assert.match(reported('AFD418', pairScript(pools(300, 300)))[0]![2], /use 256\.$/);
  });

  it('is silent where they can, or nobody knows', () => {
    assert.deepEqual(reported('AFD418', pairScript(pools(24, 8))), []);
    assert.deepEqual(reported('AFD418', pairScript(pools(24, 12, { 'enable-expert-parallel': undefined }))), []);
    assert.deepEqual(reported('AFD418', pairScript(pools(24, 12, { 'enable-eplb': true }))), []);
    assert.deepEqual(reported('AFD418', pairScript(pools(24, 12, {}, '/models/mine'))), []);
    assert.deepEqual(reported('AFD418', pairScript(pools(24, 12, {}, '"$MODEL"'))), []);
    assert.deepEqual(reported('AFD418', pairScript(pools(24, 0))), []);
    const window = pairScript({
      ...pools(24, 12),
      both: { afd: { connector: 'WindowAFDConnector', num_attention_ranks: 24, num_ffn_ranks: 12 } },
    });
    assert.deepEqual(reported('AFD418', window), []);
  });
});
