import assert from 'node:assert/strict';
import { launchUnknownSetting } from '../../../../server/src/rules/launch/settings/launch-unknown-setting';
import { describeRule } from '../../describe-rule';
import { assertPage, launchCase, offered, pairManifest, pairScript, reported } from '../../launch-pair';

const inTree = (settings: object) =>
  `vllm serve m --afd-config '${JSON.stringify({ afd_connector: 'p2pconnector', afd_role: 'attention', ...settings })}'\n`;
const sglang = (settings: object) =>
  `python3 -m sglang.launch_server --model-path m --tp-size 2 --afd-execution-mode ffn --afd-config '${JSON.stringify(settings)}'\n`;

describeRule(launchUnknownSetting, {
  reports: [
    {
      ...launchCase(
        'a misspelt setting',
        pairScript({ attention: { afd: { num_ffn_ranks: undefined, num_ffn_rank: 2 } } }),
      ),
      expected: ['error', 'num_ffn_rank', '`num_ffn_rank` is no AFD setting; did you mean `num_ffn_ranks`?'],
    },
  ],
  silent: [launchCase('settings that there are', pairScript())],
});

describe('unknown AFD settings', () => {
  for (const [kind, text] of [
    ['a script', pairScript],
    ['a block scalar', pairManifest],
  ] as const) {
    it(`are reported and renamed at the key in ${kind}`, () => {
      const wrong = text({ attention: { afd: { num_ffn_ranks: undefined, num_ffn_rank: 2 } } });
      assert.deepEqual(reported('AFD401', wrong), [
        ['error', 'num_ffn_rank', '`num_ffn_rank` is no AFD setting; did you mean `num_ffn_ranks`?'],
      ]);
      assert.deepEqual(offered('AFD401', wrong), {
        'Rename to num_ffn_ranks': wrong.replace('"num_ffn_rank"', '"num_ffn_ranks"'),
      });
    });
  }

  it('are none in a pair that starts, with every alias, in a former build, or beside other settings of vLLM', () => {
    const aliases = { role: undefined, afd_role: 'attention', host: undefined, afd_host: 'chat-ffn', async: false };
    assert.deepEqual(reported('AFD401', pairScript({ attention: { afd: aliases } })), []);
    assert.deepEqual(reported('AFD401', pairScript({ both: { afd: { num_afd_stages: 3, enabled: true } } })), []);
    const afd = '{"role": "attention", "host": "chat-ffn", "num_attention_ranks": 4, "num_ffn_ranks": 2}';
    const settings = `{"ascend_scheduler_config": {"enabled": true}, "afd": ${afd}}`;
    assert.deepEqual(reported('AFD401', pairScript({ attention: { settings } })), []);
  });

  it('say where a setting of a connector belongs, and one of the plugin', () => {
    const text = pairScript({
      both: { afd: { connector: 'CAMP2pAFDConnector' } },
      attention: { afd: { core_num: 8, connector_extra_config: { port: 1, quant_mod: 0 } } },
    });
    assert.deepEqual(reported('AFD401', text), [
      ['error', 'core_num', '`core_num` is a setting of a connector; move it into `connector_extra_config`.'],
      ['error', 'port', '`port` is no setting of `CAMP2pAFDConnector`; move it out of `connector_extra_config`.'],
      ['error', 'quant_mod', '`quant_mod` is no AFD setting of `CAMP2pAFDConnector`; did you mean `quant_mode`?'],
    ]);
  });

  it('are not looked for among the settings of a connector that is not known', () => {
    const afd = { connector: 'WindowAFDConnector', connector_extra_config: { anything: 1 } };
    assert.deepEqual(reported('AFD401', pairScript({ both: { afd } })), []);
  });

  it('weigh less where the build may know them, and offer no key that is there already', () => {
    const text = pairScript({ attention: { afd: { porrt: 1 } } });
    assert.deepEqual(reported('AFD401', text, { pluginDate: '2026-06-01' }), [
      ['warning', 'porrt', '`porrt` is no AFD setting; remove it.'],
    ]);
  });

  it('weigh less where the build is not known', () => {
    const image = 'vllm/vllm-openai:v0.29.0';
    const text = pairManifest({ both: { image }, attention: { afd: { porrt: 1 } } });
    assert.deepEqual(
      reported('AFD401', text).map(([severity, at]) => `${severity} ${at}`),
      ['warning porrt'],
    );
  });

  it('are none that this map does not write, that only a run names, or of a text that cannot be read', () => {
    const file = (more: string) =>
      `model: m\nbase: &base { porrt: 1 }\nadditional_config:\n  afd:\n    role: attention\n${more}`;
    assert.deepEqual(reported('AFD401', `# here\n${file('    porrt: 1\n')}`).length, 1);
    assert.deepEqual(reported('AFD401', `# here\n${file('    <<: *base\n')}`), []);
    const [named, broken] = [
      `{"afd": {"role": "attention", "host": "h", "'"$KEY"'": 1}}`,
      '{"afd": {"role": "attention", "porrt": 1,}}',
    ];
    for (const settings of [named, broken])
      assert.deepEqual(reported('AFD401', pairScript({ attention: { settings } })), [], settings);
    const none = { connector_extra_config: { core_num: 8 } };
    assert.deepEqual(reported('AFD401', pairScript({ both: { afd: none } })), [], 'AFD403 says it');
  });

  it('have tables of their own in --afd-config of vLLM and of SGLang', () => {
    assert.deepEqual(reported('AFD401', inTree({ num_afd_stages: 3, afd_server_rank: 0 })), []);
    assert.deepEqual(reported('AFD401', inTree({ num_afd_stage: 3 })), [
      ['warning', 'num_afd_stage', '`num_afd_stage` is no AFD setting; did you mean `num_afd_stages`?'],
    ]);
    assert.deepEqual(reported('AFD401', sglang({ lanes: 2, attention_lanes: 6 })), []);
    assert.deepEqual(reported('AFD401', sglang({ lane: 2 })), [
      ['error', 'lane', '`lane` is no AFD setting; did you mean `lanes`?'],
    ]);
  });

  it('have a page whose example is true', () => assertPage('AFD401'));
});
