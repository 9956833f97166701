import assert from 'node:assert/strict';
import type { Deployment } from '../../../../server/src/manifest/deployment';
import { readNativeManifest } from '../../../../server/src/manifest/dialects/native/native';
import { parseYaml } from '../../../../server/src/yaml/yaml-document';

function read(text: string): { deployment: Deployment; problems: readonly string[] } {
  const { deployment, problems } = readNativeManifest(parseYaml(text)[0]!.root!);
  return { deployment, problems: problems.map(({ message }) => message) };
}

const full = `apiVersion: afd-lens/v1
kind: AFDDeployment
metadata: { name: chat-prod }
spec:
  model: deepseek-v3
  latencyProfile: ./p.yaml
  workload:
    trace: traces/chat.csv
    columns: { prefill: in, decode: out }
  attention: { workers: 8, batchSize: 256 }
  ffn: { workers: 2 }
  microbatches: 3
  slo: { tpot: 50ms, ttft: 2s }
`;

describe('the native manifest', () => {
  it('states every fact with the text it stands at', () => {
    const { deployment, problems } = read(full);
    assert.deepEqual(problems, []);
    const { model, latencyProfile, workload, attention, ffn, batchSize, microbatches, tpotSeconds, missing } =
      deployment;
    const facts = [
      model,
      latencyProfile,
      workload?.trace?.path,
      attention?.size,
      ffn?.size,
      batchSize,
      microbatches,
      tpotSeconds,
    ];
    assert.deepEqual(
      facts.map((fact) => [
        fact?.value,
        full.slice(fact!.range.start, fact!.range.end),
        full.slice(fact!.keyRange.start, fact!.keyRange.end),
      ]),
      [
        ['deepseek-v3', 'deepseek-v3', 'model'],
        ['./p.yaml', './p.yaml', 'latencyProfile'],
        ['traces/chat.csv', 'traces/chat.csv', 'trace'],
        [8, '8', 'workers'],
        [2, '2', 'workers'],
        [256, '256', 'batchSize'],
        [3, '3', 'microbatches'],
        [0.05, '50ms', 'tpot'],
      ],
    );
    assert.deepEqual(workload?.trace?.columns, { prefill: 'in', decode: 'out' });
    assert.equal(deployment.name, 'chat-prod');
    assert.deepEqual(missing, []);
  });

  it('takes a batch size that is a mean, but not one below a request', () => {
    const batchOf = (written: string) => read(full.replace('batchSize: 256', `batchSize: ${written}`));
    assert.deepEqual([batchOf('12.5').deployment.batchSize?.value, batchOf('12.5').problems], [12.5, []]);
    for (const wrong of ['0.5', '0', '-3', '.inf', 'many']) {
      assert.equal(batchOf(wrong).deployment.batchSize, undefined, wrong);
      assert.equal(batchOf(wrong).problems.length, 1, wrong);
    }
  });

  const sizes: readonly [string, readonly [number, string, number] | undefined][] = [
    ['{ workers: 8 }', [8, 'worker', 1]],
    ['{ dataParallel: 4 }', [4, 'rank', 1]],
    ['{ dataParallel: 4, tensorParallel: 8 }', [32, 'rank', 8]],
    ['{ dataParallel: 4, tensorParallel: 0 }', undefined],
    ['{ tensorParallel: 8 }', undefined],
    ['{ workers: 8, dataParallel: 4 }', undefined],
    ['{ workers: 0 }', undefined],
    ['{ workers: 8.5 }', undefined],
    ['{ workers: "8" }', undefined],
    ['{ workers: {{ .x }} }', undefined],
    ['[8]', undefined],
    ['8', undefined],
  ];
  for (const [pool, expected] of sizes) {
    it(`counts a pool only where it is certain: ${pool}`, () => {
      const { attention } = read(full.replace('{ workers: 8, batchSize: 256 }', pool)).deployment;
      assert.deepEqual(attention && [attention.workers, attention.unit, attention.factor], expected);
    });
  }

  const editable: readonly [string, boolean][] = [
    ['8', true],
    ['&x 8', true],
    ['0x10', false],
    ['1e3', false],
    ['010', false],
    ['+8', false],
    ['!!int "8"', false],
  ];
  for (const [literal, expected] of editable) {
    it(`offers an edit only of a plain decimal number: ${literal}`, () => {
      const { attention } = read(full.replace('workers: 8', `workers: ${literal}`)).deployment;
      assert.equal(attention?.notEditable === undefined, expected);
    });
  }

  const templates: readonly [string, string, string][] = [
    ['a pool', 'workers: 8', 'workers: {{ .a }}'],
    ['a trace', 'traces/chat.csv', '{{ .trace }}'],
    ['a batch size', 'batchSize: 256', 'batchSize: "{{ .b }}"'],
    ['a column', 'prefill: in', 'prefill: {{ .c }}'],
    ['an objective', '50ms', '{{ .slo }}'],
  ];
  for (const [title, from, to] of templates) {
    it(`knows what a template fills in: ${title}`, () => {
      const { deployment, problems } = read(full.replace(from, to));
      assert.deepEqual(
        deployment.missing.map(({ templated }) => templated),
        [true],
      );
      assert.deepEqual(problems, []);
    });
  }

  it('leaves out statistics that a template fills in', () => {
    const text = full.replace(/ {4}trace[\s\S]*?out }/, '    statistics: { meanPrefill: {{ .p }}, meanDecode: 5 }');
    const { deployment } = read(text);
    assert.equal(deployment.workload?.statistics, undefined);
    assert.deepEqual(
      deployment.missing.map(({ message }) => message),
      ['`meanPrefill` is filled in by a template'],
    );
  });

  it('has no facts where the document is no deployment at all', () => {
    for (const text of [
      '1',
      '[]',
      'spec: 5',
      'spec: []',
      'kind: AFDDeployment\nspec: { attention: null, workload: x }',
    ]) {
      const { deployment } = read(text);
      assert.deepEqual(
        [deployment.attention, deployment.ffn, deployment.workload, deployment.batchSize],
        [undefined, undefined, undefined, undefined],
      );
    }
  });
});
