// Also tests: rules/launch/settings/launch-settings
import assert from 'node:assert/strict';
import { launchInvalidSetting } from '../../../../server/src/rules/launch/settings/launch-invalid-setting';
import { describeRule } from '../../describe-rule';
import {
  assertPage,
  launchCase,
  launchCommand,
  launchFindings,
  offered,
  pairManifest,
  pairScript,
  reported,
} from '../../launch-pair';

/** What is said of the attention launch with these settings. */
const ofAttention = (afd: Readonly<Record<string, unknown>>) => reported('AFD403', pairScript({ attention: { afd } }));

describeRule(launchInvalidSetting, {
  reports: [
    {
      ...launchCase('a port that there is not', pairScript({ attention: { afd: { port: 65_536 } } })),
      expected: ['error', '65536', '`port` is `65536`; it must be a whole number from 1 to 65535.'],
    },
  ],
  silent: [launchCase('the last port', pairScript({ both: { afd: { port: 65_535 } } }))],
});

describe('AFD settings that the engine cannot take', () => {
  const cases: readonly (readonly [setting: Readonly<Record<string, unknown>>, at: string, message: string])[] = [
    [{ port: 0 }, '0', '`port` is `0`; it must be a whole number from 1 to 65535.'],
    [{ port: 65_536 }, '65536', '`port` is `65536`; it must be a whole number from 1 to 65535.'],
    [{ host: '' }, 'host', '`host` is empty; it must be a name or an address.'],
    [{ num_ffn_ranks: 2.5 }, '2.5', '`num_ffn_ranks` is `2.5`; it must be a whole number of at least 1.'],
    [{ num_ffn_ranks: true }, 'true', '`num_ffn_ranks` is `true`; it must be a whole number of at least 1.'],
    [{ num_ffn_ranks: 0 }, '0', '`num_ffn_ranks` is `0`; it must be a whole number of at least 1.'],
    [{ num_ffn_ranks: 'two' }, 'two', '`num_ffn_ranks` is the text `two`; it must be a whole number of at least 1.'],
    [{ num_ffn_ranks: null }, 'null', '`num_ffn_ranks` is `null`; it must be a whole number of at least 1.'],
    [{ num_ffn_ranks: [2] }, '[2]', '`num_ffn_ranks` is a list; it must be a whole number of at least 1.'],
    [{ num_ffn_ranks: { a: 1 } }, '{"a": 1}', '`num_ffn_ranks` is an object; it must be a whole number of at least 1.'],
    [{ role: 'expert' }, 'expert', '`role` is the text `expert`; it must be one of `attention`, `ffn`.'],
    [{ async: 'perhaps' }, 'perhaps', '`async` is the text `perhaps`; it must be `true` or `false`.'],
    [{ connector_extra_config: 'x' }, 'x', '`connector_extra_config` is the text `x`; it must be an object.'],
    [
      { connector: 'nccl' },
      'nccl',
      '`connector` is the text `nccl`; it must be one of `P2pNcclAFDConnector`, `CAMP2pAFDConnector`, `CAMAsyncAFDConnector`.',
    ],
    [
      { connector_extra_config: { core_num: 8 } },
      'connector_extra_config',
      '`P2pNcclAFDConnector` takes no `connector_extra_config`; remove it or leave it empty.',
    ],
    [
      { connector: 'CAMP2pAFDConnector', compute_gate_on_attention: true },
      'true',
      '`CAMP2pAFDConnector` needs `compute_gate_on_attention` to be `false`.',
    ],
    [
      { connector: 'CAMP2pAFDConnector', connector_extra_config: { quant_mode: 2 } },
      '2',
      '`quant_mode` is `2`; it must be `0`.',
    ],
    [
      { connector: 'CAMAsyncAFDConnector', connector_extra_config: { async_moe_num_ubatches: 3 } },
      '3',
      '`async_moe_num_ubatches` is `3`; it must be 2.',
    ],
  ];
  for (const [afd, at, message] of cases) {
    it(`are ${JSON.stringify(afd)}`, () => assert.deepEqual(ofAttention(afd), [['error', at, message]]));
  }

  it('are no floats that look whole, since Python tells them apart', () => {
    const text = pairScript().replace('"port": 1239', '"port": 1239.0');
    assert.deepEqual(
      reported('AFD403', text).map(([, at]) => at),
      ['1239.0'],
    );
  });

  it('are none that the plugin takes: numbers as text, booleans as words, former names, what a run decides', () => {
    const afd = { num_ffn_ranks: '2', port: ' 1239 ', compute_gate_on_attention: 'off', connector_extra_config: {} };
    assert.deepEqual(ofAttention(afd), []);
    assert.deepEqual(ofAttention({ connector: 'p2pconnector' }), []);
    assert.deepEqual(ofAttention({ connector: 'WindowAFDConnector', compute_gate_on_attention: true }), []);
    const settings = '{"afd": {"role": "attention", "port": \'"$PORT"\', "num_ffn_ranks": \'"$F"\'}}';
    assert.deepEqual(reported('AFD403', pairScript({ attention: { settings } })), []);
    const image = 'x/afd:{{ .Values.tag }}';
    assert.deepEqual(reported('AFD403', pairManifest({ both: { image, afd: { port: '{{ .Values.port }}' } } })), []);
  });

  it('are corrected where one choice is near', () => {
    const role = pairManifest({ attention: { afd: { role: 'attn' } } });
    assert.deepEqual(offered('AFD403', role), {});
    const near = pairManifest({ attention: { afd: { role: 'attentoin' } } });
    assert.deepEqual(offered('AFD403', near), { 'Change to attention': pairManifest() });
    assert.equal(launchFindings('AFD403', near)[0]?.fixes[0]?.preferred, true);
    const connector = pairScript({ ffn: { afd: { connector: 'P2pNcclAfdConector' } } });
    assert.deepEqual(offered('AFD403', connector), { 'Change to P2pNcclAFDConnector': pairScript() });
    const extra = pairScript({ ffn: { afd: { connector_extra_config: { a: { b: [1] } } } } });
    assert.deepEqual(offered('AFD403', extra), { 'Remove connector_extra_config': pairScript() });
  });

  it('are texts that are not JSON, and keys given twice', () => {
    const broken = pairScript({ attention: { settings: '{"afd": {"role": "attention",}}' } });
    assert.deepEqual(reported('AFD403', broken), [
      ['error', ',', 'Not valid JSON: a comma stands in front of the closing `}`; remove it.'],
    ]);
    const list = pairScript({ attention: { settings: '{"afd": [1]}' } });
    assert.deepEqual(reported('AFD403', list), [['error', '[1]', 'The AFD settings must be an object.']]);
    const twice = pairScript().replace('"port": 1239', '"port": 1, "port": 1239');
    assert.deepEqual(reported('AFD403', twice), [
      ['warning', 'port', '`port` is given twice in this object; the last one counts.'],
    ]);
    const wrong = launchCommand('attention').replace('"port": 1239', '"port": 1, "port": 70000');
    assert.deepEqual(
      reported('AFD403', wrong)
        .map(([severity, at]) => `${severity} ${at}`)
        .sort(),
      ['error 70000', 'warning port'],
    );
  });

  it('are those of SGLang and of --afd-config too', () => {
    const sglang = `python3 -m sglang.launch_server --model-path m --afd-execution-mode ffn --afd-config '{"lanes": 2, "rendezvous_port": 70000, "idle_timeout_seconds": 299}'\n`;
    assert.deepEqual(
      reported('AFD403', sglang).map(([, at]) => at),
      ['70000', '299'],
    );
    const inTree = `vllm fserver m --afd-config '{"afd_role": "ffn", "afd_port": "x", "num_attention_servers": "2"}'\n`;
    assert.deepEqual(
      reported('AFD403', inTree).map(([, at]) => at),
      ['x'],
    );
  });

  it('have a page whose example is true', () => assertPage('AFD403'));
});
