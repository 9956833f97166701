import assert from 'node:assert/strict';
import { knownBadCombination } from '../../../server/src/rules/launch/known-bad-combination';
import { describeRule } from '../describe-rule';
import { launchCase, offered, pairManifest, pairScript, reported } from '../launch-pair';

const pools = (a: number, f: number, options = {}, connector = 'P2pNcclAFDConnector') => ({
  both: {
    afd: { connector, num_attention_ranks: a, num_ffn_ranks: f },
    options: { 'enforce-eager': undefined, ...options },
  },
  attention: { options: { 'data-parallel-size': a } },
  ffn: { options: { 'data-parallel-size': f } },
});
const dbo = { 'enable-dbo': true };

describeRule(knownBadCombination, {
  reports: [
    {
      ...launchCase('2A1F with graphs and overlap', pairManifest(pools(2, 1, dbo))),
      expected: [
        'warning',
        '--enable-dbo',
        '2A1F with graphs and `--enable-dbo` can end in an illegal memory access (#290): add `--enforce-eager`.',
      ],
    },
  ],
  silent: [
    launchCase('4A1F with both', pairScript(pools(4, 1, dbo))),
    launchCase('2A1F without overlap', pairScript(pools(2, 1))),
  ],
});

describe('AFD420', () => {
  it('reports 2A1F with graphs and overlap', () => {
    const message =
      '2A1F with graphs and `--enable-dbo` can end in an illegal memory access (#290): add `--enforce-eager`.';
    assert.deepEqual(reported('AFD420', pairManifest(pools(2, 1, dbo))), [
      ['warning', '--enable-dbo', message],
      ['warning', '--enable-dbo', message],
    ]);
  });

  it('reports it with a graph mode that is not NONE', () => {
    const full = pools(2, 1, { ...dbo, 'compilation-config': `'{"cudagraph_mode": "FULL"}'` });
    assert.equal(reported('AFD420', pairManifest(full)).length, 2);
  });

  it('reports what CUDA cannot do with remote experts', () => {
    const text = pairScript(pools(4, 2, { 'enable-eplb': true }));
    assert.deepEqual(reported('AFD420', text)[0], [
      'error',
      '--enable-eplb',
      'Experts on remote FFN ranks cannot be rebalanced on CUDA: remove `--enable-eplb`.',
    ]);
    assert.ok('Remove --enable-eplb' in offered('AFD420', text));
    const speculative = pairScript(pools(4, 2, { 'speculative-config': `'{"num_speculative_tokens": 1}'` }));
    assert.deepEqual(reported('AFD420', speculative)[0], [
      'error',
      '--speculative-config',
      'AFD on CUDA does not support speculative decoding: remove `--speculative-config`.',
    ]);
  });

  it('is silent about other pools, without graphs or overlap, and on Ascend', () => {
    const silent = [
      pools(4, 1, dbo),
      pools(2, 2, dbo),
      pools(2, 1),
      pools(2, 1, { ...dbo, 'compilation-config': `'{"cudagraph_mode": "none"}'` }),
      pools(2, 1, { ...dbo, 'enforce-eager': true }),
      pools(2, 1, { ...dbo, 'compilation-config': `'{"cudagraph_mode": "NONE"}'` }),
      pools(2, 1, dbo, 'CAMP2pAFDConnector'),
      pools(4, 2, { 'enable-eplb': true }, 'CAMAsyncAFDConnector'),
      pools(4, 2, { 'no-enable-eplb': true }),
      pools(4, 2, { 'enable-eplb': true, 'no-enable-eplb': true }),
    ];
    for (const pair of silent) assert.deepEqual(reported('AFD420', pairScript(pair)), [], JSON.stringify(pair));
    const v2 = pairScript({
      ffn: {
        environment: { VLLM_USE_V2_MODEL_RUNNER: '1' },
        options: { 'data-parallel-size': 2, 'enable-eplb': true },
      },
    });
    assert.deepEqual(reported('AFD420', v2), [], 'AFD415 says it');
  });
});
