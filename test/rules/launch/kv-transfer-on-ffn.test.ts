import assert from 'node:assert/strict';
import { kvTransferOnFfn } from '../../../server/src/rules/launch/kv-transfer-on-ffn';
import { describeRule } from '../describe-rule';
import { launchCase, offered, pairManifest, pairScript, reported } from '../launch-pair';

const transfer = `'{"kv_connector": "MooncakeConnector", "kv_role": "kv_consumer"}'`;
const onFfn = { ffn: { options: { 'data-parallel-size': 2, 'kv-transfer-config': transfer } } };

describeRule(kvTransferOnFfn, {
  reports: [
    {
      ...launchCase('a KV transfer of an FFN launch', pairManifest(onFfn)),
      expected: [
        'warning',
        '--kv-transfer-config',
        'FFN workers keep no KV cache: `--kv-transfer-config` belongs to the attention launch only.',
      ],
    },
  ],
  silent: [
    launchCase(
      'that of attention',
      pairScript({ attention: { options: { 'data-parallel-size': 4, 'kv-transfer-config': transfer } } }),
    ),
  ],
});

describe('AFD419', () => {
  it('reports a KV transfer of an FFN launch, and takes it out', () => {
    const text = pairManifest(onFfn);
    assert.deepEqual(reported('AFD419', text), [
      [
        'warning',
        '--kv-transfer-config',
        'FFN workers keep no KV cache: `--kv-transfer-config` belongs to the attention launch only.',
      ],
    ]);
    assert.equal(
      offered('AFD419', text)['Remove --kv-transfer-config'],
      text.replace(/ *--kv-transfer-config .*\n/, ''),
    );
  });

  it('is silent about that of attention, and about the benchmark that gives both one', () => {
    const attention = { attention: { options: { 'data-parallel-size': 4, 'kv-transfer-config': transfer } } };
    assert.deepEqual(reported('AFD419', pairScript(attention)), []);
    assert.deepEqual(
      reported('AFD419', pairScript({ ...onFfn, both: { afd: { connector: 'CAMP2pAFDConnector' } } })),
      [],
    );
  });
});
