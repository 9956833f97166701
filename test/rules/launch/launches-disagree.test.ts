// Also tests: rules/launch/launch-topics
import assert from 'node:assert/strict';
import { launchesDisagree } from '../../../server/src/rules/launch/launches-disagree';
import { findingsOf } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';
import {
  assertPage,
  type LaunchPair,
  launchCase,
  launchCommand,
  launchFindings,
  manifestOf,
  offered,
  pairManifest,
  pairScript,
  reported,
} from '../launch-pair';

describeRule(launchesDisagree, {
  reports: [
    {
      ...launchCase('different ports', pairManifest({ ffn: { afd: { port: 1240 } } })),
      expected: ['error', '1239', '`port` is 1239 here, but 1240 in the FFN launch; the two cannot meet.'],
    },
  ],
  silent: [launchCase('the same port in other words', pairManifest({ ffn: { afd: { port: '1239' } } }))],
});

describe('launches of one deployment', () => {
  it('disagree at the value on each side, and take each other’s', () => {
    const text = pairManifest({ ffn: { afd: { port: 1240 } } });
    assert.deepEqual(reported('AFD404', text), [
      ['error', '1239', '`port` is 1239 here, but 1240 in the FFN launch; the two cannot meet.'],
      ['error', '1240', '`port` is 1240 here, but 1239 in the attention launch; the two cannot meet.'],
    ]);
    assert.deepEqual(offered('AFD404', text), {
      'Change to 1240, as in the FFN launch': pairManifest({ both: { afd: { port: 1240 } } }),
      'Change to 1239, as in the attention launch': pairManifest(),
    });
    for (const { fixes } of launchFindings('AFD404', text))
      assert.deepEqual(
        fixes.map(({ preferred }) => preferred),
        [false],
      );
  });

  const cases: readonly (readonly [
    what: string,
    ffn: Parameters<typeof pairScript>[0],
    severity: string,
    at: string,
  ])[] = [
    ['the connector', { ffn: { afd: { connector: 'CAMP2pAFDConnector' } } }, 'error', 'CAMP2pAFDConnector'],
    ['names of hosts', { ffn: { afd: { host: 'other' } } }, 'error', 'other'],
    ['a name and an address', { ffn: { afd: { host: '10.0.0.7' } } }, 'warning', '10.0.0.7'],
    ['a name and the machine itself', { ffn: { afd: { host: undefined } } }, 'warning', 'vllm'],
    ['a name and all addresses of a machine', { ffn: { afd: { host: '0.0.0.0' } } }, 'warning', '0.0.0.0'],
    [
      'two addresses',
      { attention: { afd: { host: '10.0.0.6' } }, ffn: { afd: { host: '10.0.0.7' } } },
      'error',
      '10.0.0.7',
    ],
    [
      'one address and all',
      { attention: { afd: { host: '10.0.0.6' } }, ffn: { afd: { host: '::' } } },
      'warning',
      '::',
    ],
    ['attention ranks', { ffn: { afd: { num_attention_ranks: 8 } } }, 'error', '8'],
    ['FFN ranks', { ffn: { afd: { num_ffn_ranks: 1 } } }, 'error', '1'],
    ['the gate', { ffn: { afd: { compute_gate_on_attention: true } } }, 'error', 'true'],
    ['models', { ffn: { model: 'zai-org/GLM-5.2' } }, 'error', 'zai-org/GLM-5.2'],
    ['folders of models', { ffn: { model: '/models/current' } }, 'warning', '/models/current'],
    ['dual-batch overlap', { ffn: { options: { 'enable-dbo': true } } }, 'error', '--enable-dbo'],
  ];
  for (const [what, pair, severity, at] of cases) {
    it(`disagree in ${what}`, () => {
      const found = reported('AFD404', pairScript(pair));
      assert.equal(found.length, 2);
      assert.deepEqual(found[1]?.slice(0, 2), [severity, at]);
    });
  }

  it('disagree in what only weighs as a warning, where both say it', () => {
    for (const name of ['dbo-decode-token-threshold', 'dbo-prefill-token-threshold', 'quantization']) {
      const one = { attention: { options: { [name]: 2 } } };
      assert.deepEqual(reported('AFD404', pairScript(one)), []);
      const found = reported('AFD404', pairScript({ ...one, ffn: { options: { [name]: 12 } } }));
      assert.deepEqual(
        found.map(([severity, at]) => `${severity} ${at}`),
        ['warning 2', 'warning 12'],
      );
    }
    const extra = (core_num: number) => ({ afd: { connector_extra_config: { quant_mode: 0, core_num } } });
    const camp2p = { afd: { connector: 'CAMP2pAFDConnector' } };
    const found = reported('AFD404', pairScript({ both: camp2p, attention: extra(8), ffn: extra(4) }));
    assert.deepEqual(
      found.map(([severity, at]) => `${severity} ${at}`),
      ['warning connector_extra_config', 'warning connector_extra_config'],
    );
  });

  it('agree in other words for the same', () => {
    const pairs: readonly Parameters<typeof pairScript>[0][] = [
      {},
      { attention: { afd: { port: '1239' } } },
      { ffn: { afd: { port: undefined } } },
      { ffn: { afd: { host: 'chat-ffn.serving.svc.cluster.local' } } },
      { attention: { afd: { host: '127.0.0.1' } }, ffn: { afd: { host: '0.0.0.0' } } },
      { attention: { afd: { host: 'localhost' } }, ffn: { afd: { host: '::1' } } },
      { attention: { model: '/models/DeepSeek-V3/' }, ffn: { model: 'deepseek-ai/deepseek-v3' } },
      { ffn: { model: '/cache/snapshots/0123456789abcdef0123456789abcdef01234567' } },
      { ffn: { model: '"$MODEL"' } },
      { ffn: { afd: { compute_gate_on_attention: false } } },
      { ffn: { options: { 'no-enable-dbo': true } } },
      { attention: { afd: { connector: 'p2pconnector' } } },
      { attention: { options: { 'data-parallel-size-local': 2 } } },
    ];
    for (const pair of pairs) assert.deepEqual(reported('AFD404', pairScript(pair)), [], JSON.stringify(pair));
  });

  it('say nothing of what only a run decides, or what a wrong key may have meant', () => {
    const settings = `{"afd": {"role": "ffn", "host": "chat-ffn", "num_attention_ranks": '"$A"', "num_ffn_ranks": 2}}`;
    assert.deepEqual(reported('AFD404', pairScript({ ffn: { settings } })), []);
    const misspelt = pairScript({ attention: { afd: { num_ffn_ranks: undefined, num_fnn_ranks: 2 } } });
    assert.deepEqual(reported('AFD404', misspelt), []);
    const open = pairScript({ attention: { options: { 'enable-dbo': true } } });
    assert.deepEqual(reported('AFD404', open.replace(/--max-num-seqs(?![\s\S]*--max-num-seqs)/, '"$@" $&')), []);
    const broken = '{"afd": {"role": "attention" "num_attention_ranks": 8}}';
    assert.deepEqual(reported('AFD404', pairScript({ attention: { settings: broken } })), []);
  });

  it('are reported where they differ from most, with the usual value preferred', () => {
    const second = launchCommand('attention', {
      attention: { afd: { port: 1240 }, options: { headless: true, 'data-parallel-start-rank': 2 } },
    });
    const text = `${pairScript()}\n${second}`;
    const found = launchFindings('AFD404', text);
    assert.deepEqual(
      found.map(({ start, end }) => text.slice(start, end)),
      ['1240'],
    );
    assert.deepEqual(
      found[0]?.fixes.map(({ title, preferred }) => [title, preferred]),
      [['Change to 1239, as in the FFN launch', true]],
    );
  });

  it('are compared with what most of them say, of the other pool where it says so', () => {
    const first = (role: 'attention' | 'ffn', ranks: number | string) =>
      launchCommand(role, { both: { afd: { num_attention_ranks: ranks } } });
    const more = (role: 'attention' | 'ffn', rank: number, ranks: number) =>
      launchCommand(role, {
        [role]: { afd: { num_attention_ranks: ranks }, options: { headless: true, 'data-parallel-start-rank': rank } },
      });
    const messages = (...launches: readonly string[]) =>
      reported('AFD404', launches.join('\n')).map(([, , message]) => message);
    const attention = [first('attention', 4), more('attention', 1, 4), more('attention', 2, 4)];
    const differs = [...attention, more('attention', 3, 8)];
    assert.deepEqual(messages(first('ffn', 4), ...differs), [
      'The number of attention ranks is 8 here, but 4 in the FFN launch; they must be the same.',
    ]);
    assert.deepEqual(messages(first('ffn', '$RANKS'), ...differs), [
      'The number of attention ranks is 8 here, but 4 in another attention launch; they must be the same.',
    ]);
    const ffn = [first('ffn', 4), more('ffn', 1, 4), more('ffn', 2, 8)];
    assert.deepEqual(messages(first('attention', '$RANKS'), ...ffn), [
      'The number of attention ranks is 8 here, but 4 in another FFN launch; they must be the same.',
    ]);
  });

  it('are compared with what is usual rather than with a third value, else with the first of their own pool', () => {
    const launch = (role: 'attention' | 'ffn', rank: number, ranks: number | string) => {
      const options = rank > 0 ? { headless: true as const, 'data-parallel-start-rank': rank } : {};
      return launchCommand(role, { [role]: { afd: { num_attention_ranks: ranks }, options } });
    };
    const messages = (ffn: number | string, ...ranks: readonly number[]) =>
      reported(
        'AFD404',
        [launch('ffn', 0, ffn), ...ranks.map((each, rank) => launch('attention', rank, each))].join('\n'),
      ).map(([, , message]) => message.replace(/^The number of attention ranks is (.*);.*/, '$1'));
    assert.deepEqual(messages('$RANKS', 16, 4, 8, 4, 4), [
      '16 here, but 4 in another attention launch',
      '8 here, but 4 in another attention launch',
    ]);
    assert.deepEqual(messages('$RANKS', 4, 8, 16), [
      '4 here, but 8 in another attention launch',
      '8 here, but 4 in another attention launch',
      '16 here, but 4 in another attention launch',
    ]);
  });

  it('are reported in words that fit what is compared', () => {
    const messages = (pair: LaunchPair) => reported('AFD404', pairScript(pair)).map(([, , message]) => message);
    assert.match(
      messages({ ffn: { afd: { connector: 'camp2pconnector' } } })[0] ?? '',
      /^`connector` is `P2pNcclAFDConnector` here, but `camp2pconnector` in/,
    );
    assert.deepEqual(messages({ ffn: { afd: { connector: 'CAMP2pAFDConnector' } } }), [
      '`connector` is `P2pNcclAFDConnector` here, but `CAMP2pAFDConnector` in the FFN launch; the two cannot meet.',
      '`connector` is `CAMP2pAFDConnector` here, but `P2pNcclAFDConnector` in the attention launch; the two cannot meet.',
    ]);
    assert.deepEqual(messages({ ffn: { afd: { host: '10.0.0.7' } } }), [
      '`host` is `chat-ffn` here, but `10.0.0.7` in the FFN launch; the two may not meet.',
      '`host` is `10.0.0.7` here, but `chat-ffn` in the attention launch; the two may not meet.',
    ]);
    const overlap = { ffn: { options: { 'data-parallel-size': 2, 'enable-dbo': true } } } as const;
    assert.deepEqual(messages(overlap), [
      '`--enable-dbo` is not given here, but in the FFN launch; they must be the same.',
      '`--enable-dbo` is given here, but not in the attention launch; they must be the same.',
    ]);
    assert.deepEqual(Object.keys(offered('AFD404', pairScript(overlap))), ['Remove --enable-dbo']);
    assert.deepEqual(
      launchFindings('AFD404', pairScript(overlap)).flatMap(({ fixes }) => fixes.map(({ preferred }) => preferred)),
      [false],
    );
  });

  it('change nothing that one of them leaves to its default', () => {
    const text = pairScript({ attention: { afd: { port: 1240 } }, ffn: { afd: { port: undefined } } });
    assert.equal(reported('AFD404', text).length, 2);
    assert.equal(Object.keys(offered('AFD404', text)).length, 1);
  });

  it('agree where settings of the connector differ in the order of their keys only', () => {
    const extra = (connector_extra_config: unknown) => ({ afd: { connector_extra_config } });
    const pair = (attention: unknown, ffn: unknown) =>
      reported(
        'AFD404',
        pairScript({
          both: { afd: { connector: 'CAMP2pAFDConnector' } },
          attention: extra(attention),
          ffn: extra(ffn),
        }),
      ).length;
    assert.equal(
      pair({ a: 1, b: { c: 2, d: [3, { e: 4, f: null }] } }, { b: { d: [3, { f: null, e: 4 }], c: 2 }, a: 1 }),
      0,
    );
    assert.equal(pair({ a: [1, 2] }, { a: [2, 1] }), 2);
    assert.equal(pair({ a: { b: 1 } }, { a: { b: 2 } }), 2);
  });

  it('are reported here only, with the place in the other file', () => {
    const other = { '/srv/ffn.yaml': manifestOf('ffn', { ffn: { afd: { port: 1240 } } }) };
    const text = manifestOf('attention');
    assert.deepEqual(
      reported('AFD404', text, { others: other }).map(([, at]) => at),
      ['1239'],
    );
    assert.deepEqual(Object.keys(offered('AFD404', text, { others: other })), ['Change to 1240, as in the FFN launch']);
  });

  it('are changed where a variable says it for both, or not at all', () => {
    const config = (role: string) =>
      `'{"afd": {"role": "${role}", "host": "h", "num_attention_ranks": '"$N"', "num_ffn_ranks": '"$${role === 'ffn' ? 'F' : 'N'}"'}}'`;
    const text = `N=4\nF=2\nvllm serve m -dp 4 --additional-config ${config('attention')}\nvllm serve m -dp 2 --additional-config ${config('ffn')}\n`;
    assert.deepEqual(
      reported('AFD404', text).map(([, at]) => at),
      ['4', '2'],
    );
    assert.deepEqual(offered('AFD404', text), {
      'Change to 4, as in the attention launch': text.replace('F=2', 'F=4'),
    });
  });

  it('may be of dialects that count only their own pool', () => {
    const node = (role: string, group: number) =>
      `DMLC_ROLE=${role} DMLC_NUM_WORKER=2 DMLC_NUM_SERVER=1 DMLC_GROUP_SIZE=${group} DMLC_PS_ROOT_URI=10.0.0.1 python serve.py\n`;
    const text = `${node('worker', 8)}${node('server', 4)}`;
    assert.ok(findingsOf(text, undefined, undefined, 'script').every(({ code }) => code !== 'AFD404'));
  });

  it('have a page whose example is true', () => assertPage('AFD404'));
});
