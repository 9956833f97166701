import assert from 'node:assert/strict';
import { asynchronousConnector } from '../../../server/src/rules/launch/asynchronous-connector';
import { describeRule } from '../describe-rule';
import {
  assertPage,
  type LaunchText,
  launchCase,
  launchFindings,
  manifestOf,
  offered,
  pairManifest,
  pairScript,
  reported,
} from '../launch-pair';

const afd = { connector: 'CAMAsyncAFDConnector', async_dp: true, compute_gate_on_attention: true };
const ofAttention = (attention: LaunchText) => reported('AFD412', pairScript({ both: { afd }, attention }));

describeRule(asynchronousConnector, {
  reports: [
    {
      ...launchCase(
        'a setting that it lacks',
        pairScript({ both: { afd }, attention: { afd: { async_dp: undefined } } }),
      ),
      expected: ['error', 'vllm', '`CAMAsyncAFDConnector` needs `async_dp` to be `true`; it is not given.'],
    },
  ],
  silent: [launchCase('what it needs', pairScript({ both: { afd } }))],
});

describe('the asynchronous connector', () => {
  it('is content with what it needs, in any spelling', () => {
    assert.deepEqual(ofAttention({}), []);
    assert.deepEqual(ofAttention({ afd: { async_dp: undefined, async: 'on', compute_gate_on_attention: 'yes' } }), []);
    assert.deepEqual(ofAttention({ options: { 'ubatch-size': 1, 'no-enable-dbo': true } }), []);
    assert.deepEqual(ofAttention({ afd: { connector_extra_config: { async_moe_ubatching: true } } }), []);
  });

  it('asks for each thing it lacks', () => {
    assert.deepEqual(ofAttention({ afd: { async_dp: undefined } }), [
      ['error', 'vllm', '`CAMAsyncAFDConnector` needs `async_dp` to be `true`; it is not given.'],
    ]);
    assert.deepEqual(ofAttention({ afd: { compute_gate_on_attention: false } }), [
      ['error', 'false', '`CAMAsyncAFDConnector` needs `compute_gate_on_attention` to be `true`.'],
    ]);
    assert.deepEqual(ofAttention({ options: { 'enforce-eager': undefined } }), [
      ['error', 'vllm', '`CAMAsyncAFDConnector` runs without graphs only; add `--enforce-eager`.'],
    ]);
    assert.deepEqual(ofAttention({ options: { 'enable-dbo': true, 'ubatch-size': 2 } }), [
      ['error', '--enable-dbo', '`CAMAsyncAFDConnector` does not run with `--enable-dbo`; use `async_moe_ubatching`.'],
      [
        'error',
        '--ubatch-size',
        '`CAMAsyncAFDConnector` does not run with `--ubatch-size`; use `async_moe_ubatching`.',
      ],
    ]);
  });

  it('is offered what it needs where that is written', () => {
    const off = pairManifest({ both: { afd }, attention: { afd: { async_dp: false } } });
    assert.deepEqual(offered('AFD412', off), { 'Change to true': pairManifest({ both: { afd } }) });
    assert.equal(launchFindings('AFD412', off)[0]?.fixes[0]?.preferred, true);
    const split = pairManifest({ both: { afd }, ffn: { options: { 'enable-dbo': true } } });
    assert.deepEqual(offered('AFD412', split), { 'Remove --enable-dbo': pairManifest({ both: { afd } }) });
  });

  it('may have what nobody can see', () => {
    const open = pairScript({ both: { afd }, attention: { options: { 'enforce-eager': undefined } } });
    assert.deepEqual(reported('AFD412', open.replace('--max-num-seqs', '"$@" --max-num-seqs')), []);
    assert.deepEqual(ofAttention({ afd: { async_dp: '{{ .Values.async }}' } }), []);
    assert.deepEqual(ofAttention({ options: { 'ubatch-size': '"$N"' } }), []);
    const attention = { afd: { connector: '{{ .Values.connector }}', async_dp: true } };
    assert.deepEqual(reported('AFD412', manifestOf('attention', { attention })), []);
    const broken = '{"afd": {"role": "attention", "connector": "CAMAsyncAFDConnector",}}';
    assert.deepEqual(ofAttention({ settings: broken }), []);
    const config = '{"afd_connector": "p2pconnector", "afd_role": "attention", "async": true}';
    assert.deepEqual(reported('AFD412', `vllm serve m --afd-config '${config}'\n`), []);
  });

  it('is the only one that runs asynchronously', () => {
    const text = pairScript({ attention: { afd: { async: true } } });
    assert.deepEqual(reported('AFD412', text), [
      [
        'error',
        'true',
        'Asynchronous mode needs the connector `CAMAsyncAFDConnector`; here it is `P2pNcclAFDConnector`.',
      ],
    ]);
    assert.deepEqual(offered('AFD412', text), {
      'Change to false': pairScript({ attention: { afd: { async: false } } }),
    });
    assert.deepEqual(reported('AFD412', pairScript({ both: { afd: { async: false } } })), []);
    assert.deepEqual(
      reported('AFD412', pairScript({ both: { afd: { connector: 'GpuAsyncAFDConnector', async: true } } })),
      [],
    );
  });

  it('has a page whose example is true', () => assertPage('AFD412'));
});
