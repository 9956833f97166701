import assert from 'node:assert/strict';
import { modelRunnerV2 } from '../../../server/src/rules/launch/model-runner-v2';
import { describeRule } from '../describe-rule';
import { type LaunchText, launchCase, manifestOf, offered, pairManifest, pairScript, reported } from '../launch-pair';

const v2 = { VLLM_USE_V2_MODEL_RUNNER: '1' };
const both = (options: NonNullable<LaunchText['options']>, environment: Readonly<Record<string, string>> = v2) => ({
  both: { environment, options },
});

describeRule(modelRunnerV2, {
  reports: [
    {
      ...launchCase('pipeline parallelism', pairScript(both({ 'pipeline-parallel-size': 2 }))),
      expected: [
        'error',
        '2',
        'The V2 model runner does not support PP or CP with AFD: `--pipeline-parallel-size` is 2, it must be 1.',
      ],
    },
  ],
  silent: [launchCase('one stage', pairScript(both({ 'pipeline-parallel-size': 1 })))],
});

describe('AFD415', () => {
  it('reports PP and CP', () => {
    assert.deepEqual(reported('AFD415', pairScript(both({ 'pipeline-parallel-size': 2 })))[0], [
      'error',
      '2',
      'The V2 model runner does not support PP or CP with AFD: `--pipeline-parallel-size` is 2, it must be 1.',
    ]);
    assert.equal(reported('AFD415', pairScript(both({ 'decode-context-parallel-size': 4 }))).length, 2);
    assert.deepEqual(reported('AFD415', pairScript(both({ 'pipeline-parallel-size': 1 }))), []);
  });

  it('reports an FFN launch without expert parallelism', () => {
    assert.deepEqual(reported('AFD415', pairScript(both({ 'enable-expert-parallel': undefined }))), [
      [
        'error',
        'vllm',
        "The V2 model runner requires expert parallelism of AFD's FFN ranks: add `--enable-expert-parallel`.",
      ],
    ]);
    const attention = pairScript({
      both: { environment: v2 },
      attention: { options: { 'enable-expert-parallel': undefined } },
    });
    assert.deepEqual(reported('AFD415', attention), [], "the experts are the FFN process's");
    const open = pairScript(both({ 'enable-expert-parallel': undefined })).replaceAll('vllm serve', 'vllm serve "$@"');
    assert.deepEqual(reported('AFD415', open), []);
  });

  it('reports experts that move, and offers to take the option out', () => {
    const text = pairScript({ ffn: { environment: v2, options: { 'data-parallel-size': 2, 'enable-eplb': true } } });
    assert.deepEqual(reported('AFD415', text), [
      [
        'error',
        '--enable-eplb',
        'The V2 model runner requires static expert parallelism with AFD: remove `--enable-eplb`.',
      ],
    ]);
    const after = offered('AFD415', text)['Remove --enable-eplb'];
    assert.ok(after && !after.includes('eplb'));
    assert.equal(reported('AFD415', pairScript(both({ 'enable-elastic-ep': true }))).length, 2);
  });

  it('says of a pod with an older plugin that nothing chooses the runner', () => {
    const dated = pairManifest({ both: { image: 'example/afd:20260715' } });
    assert.deepEqual(reported('AFD415', dated)[0], [
      'info',
      'vllm',
      'A plugin of 2026-07-15 needs `VLLM_USE_V2_MODEL_RUNNER=0` on GPUs, which nothing here sets.',
    ]);
    assert.equal(reported('AFD415', pairManifest(), { pluginDate: '2026-08-31' }).length, 2);
  });

  it('is silent where the runner is chosen, the date is late or not known, and about other connectors and scripts', () => {
    const old = { pluginDate: '2026-08-01' };
    assert.deepEqual(reported('AFD415', pairManifest(both({}, { VLLM_USE_V2_MODEL_RUNNER: '0' })), old), []);
    assert.deepEqual(reported('AFD415', pairManifest()), []);
    assert.deepEqual(reported('AFD415', pairScript(both({ 'enable-eplb': true, 'no-enable-eplb': true }))), []);
    const config = `'{"afd_connector": "p2pconnector", "afd_role": "ffn"}'`;
    const inTree = manifestOf('ffn', { ffn: { settings: '{}', options: { 'afd-config': config } } });
    assert.deepEqual(reported('AFD415', inTree, old), []);
    assert.deepEqual(reported('AFD415', pairManifest(), { pluginDate: '2026-09-01' }), []);
    assert.deepEqual(reported('AFD415', pairScript(), old), []);
    assert.deepEqual(reported('AFD415', pairManifest({ both: { afd: { connector: 'CAMP2pAFDConnector' } } }), old), []);
    assert.deepEqual(reported('AFD415', pairScript(both({ 'pipeline-parallel-size': 2 }, {}))), []);
    assert.deepEqual(
      reported('AFD415', pairScript(both({ 'pipeline-parallel-size': 2 }, { VLLM_USE_V2_MODEL_RUNNER: '$V2' }))),
      [],
    );
  });
});
