import assert from 'node:assert/strict';
import { launchRenamedSetting } from '../../../../server/src/rules/launch/settings/launch-renamed-setting';
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

const messages = (...args: Parameters<typeof reported>) =>
  reported(...args).map(([severity, at]) => `${severity} ${at}`);

describeRule(launchRenamedSetting, {
  reports: [
    {
      ...launchCase(
        'a former name',
        pairManifest({ attention: { afd: { num_attention_ranks: undefined, num_attention_servers: 4 } } }),
      ),
      expected: [
        'error',
        'num_attention_servers',
        'The AFD plugin has no setting `num_attention_servers` since 2026-07-03; it is `num_attention_ranks` today.',
      ],
    },
  ],
  silent: [
    launchCase('today’s name', pairManifest()),
    launchCase('a name on the last day it has', pairScript({ attention: { afd: { num_afd_stages: 3 } } }), {
      pluginDate: '2026-07-02',
    }),
  ],
});

describe('AFD settings by former names', () => {
  it('are reported since the day of their end, and renamed at the key', () => {
    const text = pairManifest({ attention: { afd: { num_attention_ranks: undefined, num_attention_servers: 4 } } });
    assert.deepEqual(reported('AFD402', text), [
      [
        'error',
        'num_attention_servers',
        'The AFD plugin has no setting `num_attention_servers` since 2026-07-03; it is `num_attention_ranks` today.',
      ],
    ]);
    assert.deepEqual(offered('AFD402', text), {
      'Rename to num_attention_ranks': text.replace('num_attention_servers', 'num_attention_ranks'),
    });
  });

  it('are those of the build: each ends on its own day', () => {
    const text = pairScript({
      attention: { afd: { num_afd_stages: 3, enabled: true, afd_role_rank: 0, connector: 'P2pNcclConnector' } },
    });
    const on = (pluginDate: string | undefined) => messages('AFD402', text, { ...(pluginDate && { pluginDate }) });
    assert.deepEqual(on('2026-07-02'), []);
    assert.deepEqual(on('2026-07-03'), ['error num_afd_stages']);
    assert.deepEqual(on('2026-07-13').sort(), ['error P2pNcclConnector', 'error num_afd_stages']);
    assert.deepEqual(on('2026-08-03').length, 3);
    assert.deepEqual(on('2026-08-04').length, 4);
    assert.deepEqual(on(undefined).length, 4);
  });

  it('are not looked for in settings that cannot be read', () => {
    const settings = '{"afd": {"role": "attention", "num_afd_stages": 3,}}';
    assert.deepEqual(reported('AFD402', pairScript({ attention: { settings } })), []);
  });

  it('weigh less where the build is not known', () => {
    const image = 'vllm/vllm-openai:v0.29.0';
    const text = pairManifest({ both: { image }, attention: { afd: { enabled: true } } });
    assert.deepEqual(messages('AFD402', text), ['warning enabled']);
  });

  it('are removed with their comma, wherever they stand', () => {
    const afd = '"role": "attention", "host": "chat-ffn", "num_attention_ranks": 4, "num_ffn_ranks": 2';
    for (const settings of [
      `{"afd": {"enabled": true, ${afd}}}`,
      `{"afd": {${afd}, "enabled": true}}`,
      `{"afd": {${afd.replace('"host"', '"enabled": "yes", "host"')}}}`,
    ]) {
      const text = pairScript({ attention: { settings } });
      const after = pairScript({ attention: { settings: `{"afd": {${afd}}}` } });
      assert.deepEqual(offered('AFD402', text), { 'Remove enabled': after });
    }
  });

  it('are removed beside their successor, and a size only where the ranks say it too', () => {
    const both = pairScript({ attention: { afd: { num_ffn_servers: 2 } } });
    assert.deepEqual(Object.keys(offered('AFD402', both)), ['Remove num_ffn_servers']);
    const sized = pairScript({ attention: { afd: { extra_config: { afd_size: '4A2F' } } } });
    assert.deepEqual(offered('AFD402', sized), { 'Remove extra_config': pairScript() });
    const only = pairScript({
      attention: {
        afd: { num_attention_ranks: undefined, num_ffn_ranks: undefined, extra_config: { afd_size: '4A2F' } },
      },
    });
    assert.equal(reported('AFD402', only).length, 1);
    assert.deepEqual(offered('AFD402', only), {});
    const half = pairScript({ attention: { afd: { num_ffn_ranks: undefined, extra_config: { afd_size: '4A2F' } } } });
    assert.deepEqual(offered('AFD402', half), {});
  });

  it('are renamed connectors', () => {
    const text = pairScript({ both: { afd: { connector: 'camp2pconnector' } } });
    const [first] = Object.values(offered('AFD402', text));
    assert.equal(reported('AFD402', text).length, 2);
    assert.ok(first?.includes('"CAMP2pAFDConnector"'));
    assert.equal(launchFindings('AFD402', text)[0]?.fixes[0]?.preferred, true);
  });

  it('are settings by two names, which is refused in every build', () => {
    const text = pairScript({ ffn: { afd: { afd_port: 1239 } } });
    assert.deepEqual(reported('AFD402', text, { pluginDate: '2026-06-01' }), [
      ['error', 'afd_port', '`afd_port` and `port` are the same setting, which the AFD plugin takes once only.'],
    ]);
    assert.deepEqual(offered('AFD402', text), { 'Remove afd_port': pairScript() });
    const preferred = (port: number) =>
      launchFindings('AFD402', pairScript({ ffn: { afd: { afd_port: port } } }))[0]?.fixes[0]?.preferred;
    assert.deepEqual([preferred(1239), preferred(1240)], [true, false], 'only where both say the same');
    assert.deepEqual(reported('AFD402', pairScript({ ffn: { afd: { port: undefined, afd_port: 1239 } } })), []);
  });

  it('are worker classes: of the other pool an error, else a warning', () => {
    const options = { 'worker-cls': 'afd_plugin.v1.worker.AFDFFNWorker' };
    const text = pairManifest({ both: { options } });
    assert.deepEqual(
      reported('AFD402', text).map(([severity]) => severity),
      ['error', 'warning'],
    );
    const line = '                --worker-cls afd_plugin.v1.worker.AFDFFNWorker \\\n';
    assert.equal(text.split(line).length, 3);
    assert.deepEqual(offered('AFD402', text), {
      'Remove --worker-cls': `${text.slice(0, text.lastIndexOf(line))}${text.slice(text.lastIndexOf(line) + line.length)}`,
    });
    assert.deepEqual(reported('AFD402', text, { pluginDate: '2026-07-31' }), []);
    const settings = `{"afd": {"role": '"$ROLE"', "host": "chat-ffn"}}`;
    assert.deepEqual(messages('AFD402', launchCommand('attention', { attention: { settings, options } })), [
      'warning afd_plugin.v1.worker.AFDFFNWorker',
    ]);
    assert.deepEqual(reported('AFD402', pairScript({ both: { options: { 'worker-cls': 'my.Worker' } } })), []);
  });

  it('have a page whose example is true', () => assertPage('AFD402'));
});
