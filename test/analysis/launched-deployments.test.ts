import assert from 'node:assert/strict';
import { editedDeployments, launchedDeployments } from '../../server/src/analysis/launched-deployments';
import { defaultFileSettings } from '../../server/src/configuration/file-settings';
import type { LaunchesState } from '../../server/src/evaluation/inputs';
import { readLaunchFile } from '../../server/src/manifest/launches/launch-file';
import { inFile } from '../../server/src/text/text-range';

const launch = (role: string, attention = 8) =>
  `vllm serve m -dp ${role === 'ffn' ? 1 : attention} --max-num-seqs 256 --additional-config '{"afd":{"role":"${role}","host":"h","num_attention_ranks":${attention},"num_ffn_ranks":1}}'\n`;

const other = (text: string, path = '/srv/other/ffn.sh'): LaunchesState => ({
  kind: 'ready',
  folder: '/srv',
  files: [{ path, text, ...readLaunchFile(text, true, path) }],
  complete: true,
});

const found = (text: string, others?: LaunchesState) =>
  launchedDeployments(readLaunchFile(text, true), others ? { launches: () => others } : {}, defaultFileSettings);

describe('deployments that launches state', () => {
  it('are looked for in other files only where a pool is missing', () => {
    const asked = { launches: () => assert.fail('nothing is missing') };
    const file = readLaunchFile(launch('attention') + launch('ffn'), true);
    const { deployments, others, lookedIn } = launchedDeployments(file, asked, defaultFileSettings);
    assert.deepEqual([deployments.length, others, lookedIn], [1, undefined, []]);
  });

  it('say that the search goes on, and where', () => {
    const { deployments, searching, lookedIn } = found(launch('attention'), { kind: 'loading', folder: '/srv' });
    assert.deepEqual([deployments.length, searching, lookedIn], [1, true, ['/srv']]);
  });

  it('join launches of another file, and keep away from those that say something else of themselves', () => {
    const { deployments, lookedIn } = found(launch('attention'), other(launch('ffn')));
    assert.deepEqual(
      deployments.map(({ launches }) => launches.map(({ pool, file }) => [pool, file])),
      [
        [
          ['attention', undefined],
          ['ffn', '/srv/other/ffn.sh'],
        ],
      ],
    );
    assert.deepEqual(lookedIn, ['/srv', '/srv/other/ffn.sh']);
    const two = other(launch('ffn', 9) + launch('ffn', 10));
    assert.equal(found(launch('attention'), two).deployments[0]!.launches.length, 1);
  });

  it('take the size of the KV cache and the rate from a comment, with the trace of the project', () => {
    const text = `# afd-lens: kv-tokens=500k request-rate=12.5\n${launch('attention')}${launch('ffn')}`;
    const file = readLaunchFile(text, true);
    const [alone] = launchedDeployments(file, {}, defaultFileSettings).deployments;
    assert.deepEqual([alone!.workload, alone!.scheduler.kvTokens?.value], [undefined, 500_000]);
    const defaults = {
      ...defaultFileSettings.defaults,
      workload: { value: { trace: 't.csv', columns: undefined, statistics: undefined }, from: 'c.yaml' },
    };
    const [given] = launchedDeployments(file, {}, { ...defaultFileSettings, defaults }).deployments;
    assert.deepEqual([given!.workload?.trace?.path.value, given!.workload?.requestRate?.value], ['t.csv', 12.5]);
  });

  it('take trace and profile from a comment in another file, with paths from its folder', () => {
    const comment = '# afd-lens: trace=t.csv profile=./p.yaml\n';
    const [deployment] = found(launch('attention'), other(comment + launch('ffn'))).deployments;
    const { workload, latencyProfile, factsRange } = deployment!;
    for (const [fact, value] of [
      [workload!.trace!.path, '/srv/other/t.csv'],
      [latencyProfile!, '/srv/other/p.yaml'],
    ] as const) {
      assert.deepEqual([fact.value, fact.setIn, fact.site, fact.file], [value, 'ffn.sh', factsRange, undefined]);
    }
    const numbers = other(`# afd-lens: trace=t.csv kv-tokens=9k request-rate=2\n${launch('ffn')}`);
    const [sized] = found(launch('attention'), numbers).deployments;
    for (const [fact, value] of [
      [sized!.scheduler.kvTokens!, 9000],
      [sized!.workload!.requestRate!, 2],
    ] as const) {
      assert.deepEqual([fact.value, fact.setIn, fact.site, fact.file], [value, 'ffn.sh', factsRange, undefined]);
    }
    const own = `# afd-lens: profile=ascend-910c-deepseek-v3\n${launch('attention')}`;
    const [mixed] = found(own, other(comment + launch('ffn'))).deployments;
    assert.deepEqual(
      [mixed!.latencyProfile!.value, mixed!.latencyProfile!.setIn, mixed!.workload!.trace!.path.value],
      ['ascend-910c-deepseek-v3', undefined, '/srv/other/t.csv'],
    );
  });

  it('are read again with edits of other files, unless these say something else by now', () => {
    const text = launch('ffn');
    const others = other(text);
    assert.equal(others.kind, 'ready');
    const start = text.indexOf('ranks":8') + 'ranks":'.length;
    const edit = (oldText: string) => [
      { path: '/srv/other/ffn.sh', edits: [{ range: inFile({ start, end: start + 1 }, 0), oldText, newText: '4' }] },
    ];
    const edited = (oldText: string) =>
      editedDeployments(
        launch('attention', 4),
        true,
        others.kind === 'ready' ? others : undefined,
        edit(oldText),
        defaultFileSettings,
      );
    assert.deepEqual(
      edited('8').map(({ launches }) =>
        launches.map(({ attentionRanks }) => (attentionRanks as { value: number }).value),
      ),
      [[4, 4]],
    );
    assert.deepEqual(edited('9'), []);
  });
});
