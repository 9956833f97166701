import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findingsIn } from '../../../server/src/analysis/analysis';
import { poolTopology } from '../../../server/src/rules/launch/pool-topology';
import { analyse } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';
import { assertPage, launchCase, launchFindings, offered, pairManifest, pairScript, reported } from '../launch-pair';

/** A pair of these sizes under a connector, consistent otherwise. */
function pools(attention: number, ffn: number, connector = 'P2pNcclAFDConnector', write = pairScript): string {
  return write({
    both: { afd: { connector, num_attention_ranks: attention, num_ffn_ranks: ffn } },
    attention: { options: { 'data-parallel-size': attention } },
    ffn: { options: { 'data-parallel-size': ffn } },
  });
}
const severities = (...args: Parameters<typeof reported>) => reported(...args).map(([severity]) => severity);

describeRule(poolTopology, {
  reports: [
    {
      ...launchCase('pools in uneven blocks', pools(5, 2)),
      expected: [
        'info',
        '5',
        '5 attention ranks and 2 FFN ranks work in blocks of 3 and 2; the slowest FFN rank serves 3.',
      ],
    },
  ],
  silent: [launchCase('pools in even blocks', pools(6, 2))],
});

describe('pools under a connector', () => {
  const size = fc.integer({ min: 1, max: 12 });

  it('are judged by the rule of each', () => {
    const expected: Readonly<Record<string, (a: number, f: number) => readonly string[]>> = {
      P2pNcclAFDConnector: (a, f) => (a < f ? ['error'] : a % f === 0 ? [] : ['info']),
      CAMP2pAFDConnector: (a, f) => (a < f ? ['error'] : a % f === 0 ? [] : ['warning']),
      CAMAsyncAFDConnector: () => [],
      P2pHcclAFDConnector: (a, f) => (a % f === 0 || f % a === 0 ? [] : ['error']),
      WindowAFDConnector: (_, f) => (f < 2 ? ['error'] : []),
      SomeOtherConnector: () => [],
    };
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(expected)), size, size, (connector, a, f) => {
        assert.deepEqual(severities('AFD407', pools(a, f, connector)), expected[connector]!(a, f));
      }),
      { numRuns: 80 },
    );
  });

  it('work in uneven blocks since September 2026, and not before', () => {
    const text = pools(5, 2);
    assert.deepEqual(reported('AFD407', text), [
      ['info', '5', '5 attention ranks and 2 FFN ranks work in blocks of 3 and 2; the slowest FFN rank serves 3.'],
    ]);
    assert.deepEqual(reported('AFD407', text, { pluginDate: '2026-08-20' }), [
      [
        'error',
        '5',
        '5 attention ranks and 2 FFN ranks; before September 2026 (#309) the plugin takes multiples only.',
      ],
    ]);
    assert.deepEqual(severities('AFD407', text, { pluginDate: '2026-09-10' }), ['warning']);
  });

  it('are not judged where the settings of one launch cannot be read', () => {
    const text = pools(5, 2);
    assert.equal(reported('AFD407', text).length, 1);
    assert.deepEqual(reported('AFD407', text.replace('}}', ',}}')), []);
  });

  it('are resized in every place that states them', () => {
    for (const write of [pairScript, pairManifest]) {
      const [two, four] = [pools(2, 2, undefined, write), pools(4, 4, undefined, write)];
      assert.deepEqual(offered('AFD407', pools(2, 4, undefined, write)), {
        'Change to 4A:4F': four,
        'Change to 2A:2F': two,
      });
    }
    assert.deepEqual(Object.keys(offered('AFD407', pools(5, 2, 'CAMP2pAFDConnector'))), [
      'Change to 4A:2F',
      'Change to 6A:2F',
    ]);
  });

  it('have one rank for each replica under the window connector', () => {
    const text = pairScript({
      both: { afd: { connector: 'WindowAFDConnector' } },
      attention: { options: { 'data-parallel-size': 2, 'tensor-parallel-size': 2 } },
    });
    assert.deepEqual(reported('AFD407', text), [
      ['error', '4', '4 ranks and 2 data parallel replicas; `WindowAFDConnector` needs one rank each.'],
    ]);
  });

  it('have as many replicas as ranks, or a number that nobody knows, under the window connector', () => {
    const window = (options: Readonly<Record<string, string | number>>) =>
      pairScript({ both: { afd: { connector: 'WindowAFDConnector' } }, attention: { options } });
    assert.deepEqual(reported('AFD407', window({ 'data-parallel-size': 4 })), []);
    assert.deepEqual(reported('AFD407', window({ 'data-parallel-size': '$N' })), []);
    assert.deepEqual(reported('AFD407', window({ 'data-parallel-size': 2, 'tensor-parallel-size': '$N' })), []);
    assert.deepEqual(reported('AFD407', window({ 'data-parallel-size': 2, 'tensor-parallel-size': 4 })), []);
  });

  it('have as many replicas as ranks on the FFN side as well', () => {
    const text = pairScript({
      both: { afd: { connector: 'WindowAFDConnector' } },
      ffn: { options: { 'data-parallel-size': 1, 'tensor-parallel-size': 2 } },
    });
    assert.deepEqual(reported('AFD407', text), [
      ['error', '2', '2 ranks and 1 data parallel replica; `WindowAFDConnector` needs one rank each.'],
    ]);
  });

  it('are named both where they are counted, in this file if it counts them', () => {
    const text = pools(5, 2);
    const [found] = findingsIn(analyse(text, undefined, undefined, 'script')).filter(({ code }) => code === 'AFD407');
    assert.deepEqual(
      found!.related.map(({ message, range }) => [message, text.slice(range.start, range.end)]),
      [['The other pool is counted here.', '2']],
    );
    const [attention, ffn] = pools(5, 2, undefined, pairManifest).split('---\n') as [string, string];
    for (const [here, other] of [
      [attention, ffn],
      [ffn, attention],
    ] as const) {
      assert.deepEqual(
        reported('AFD407', here, { others: { '/srv/other.yaml': other } }).map(([, at]) => at),
        ['5'],
      );
    }
  });

  it('are offered no resize as the preferred fix, since pools of other sizes cost more or less', () => {
    const fixes = launchFindings('AFD407', pools(2, 4)).flatMap((found) => found.fixes);
    assert.deepEqual(
      fixes.filter(({ suppression }) => !suppression).map(({ preferred, cosmetic }) => [preferred, cosmetic]),
      [
        [false, false],
        [false, false],
      ],
    );
  });

  it('only grow where there are fewer attention than FFN ranks', () => {
    assert.deepEqual(Object.keys(offered('AFD407', pools(3, 5, 'P2pHcclAFDConnector'))), ['Change to 5A:5F']);
  });

  it('were equal in vLLM before the plugin', () => {
    const launch = (role: string, f: number) =>
      `vllm serve m --afd-config '{"afd_connector": "p2pconnector", "afd_role": "${role}", "num_attention_servers": 2, "num_ffn_servers": ${f}}'\n`;
    const pair = (f: number) => `${launch('attention', f)}${launch('ffn', f)}`;
    assert.deepEqual(reported('AFD407', pair(2)), []);
    assert.deepEqual(severities('AFD407', pair(1)), ['warning']);
  });

  it('are not judged where the launches disagree, or do not say', () => {
    assert.deepEqual(reported('AFD407', pairScript({ ffn: { afd: { num_ffn_ranks: 8 } } })), []);
    assert.deepEqual(reported('AFD407', pairScript({ ffn: { afd: { connector: 'CAMP2pAFDConnector' } } })), []);
    assert.deepEqual(reported('AFD407', pairScript({ attention: { afd: { num_ffn_ranks: 3 } } })), []);
    const sized = { afd: { num_attention_ranks: 5 } };
    const mixed = pairScript({ both: sized, ffn: { afd: { connector: 'CAMP2pAFDConnector' } } });
    assert.deepEqual(reported('AFD407', mixed), []);
    assert.deepEqual(reported('AFD407', pools(0, 2)), []);
    const settings = `{"afd": {"num_attention_ranks": 1, "num_ffn_ranks": '"$F"'}}`;
    assert.deepEqual(reported('AFD407', pairScript({ both: { settings } })), []);
  });

  it('have a page whose example is true', () => assertPage('AFD407'));
});
