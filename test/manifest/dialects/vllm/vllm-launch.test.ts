import assert from 'node:assert/strict';
import { factsOf, launchesIn } from '../../launches/launch-fixtures';

const afd = `--additional-config '{"afd": {}}'`;

function facts(options: string): Readonly<Record<string, unknown>> {
  const text = `vllm serve m ${options} ${afd}`;
  return factsOf(launchesIn(text, 'x.sh')[0], text);
}

describe('options of vLLM', () => {
  for (const [options, expected] of [
    ['-dp 2 -tp 3 -pcp 4', [2, 3, 4]],
    ['--data_parallel_size=2 --tensor-parallel-size 3 --prefill_context_parallel_size 4', [2, 3, 4]],
    ['-dp=2 -tp 3 -tp 5', [2, 5, 1]],
    ['', [1, 1, 1]],
    ['-dp 2.5', [undefined, 1, 1]],
  ] as const) {
    it(`gives the parallel sizes of ${JSON.stringify(options)}`, () => {
      const { dataParallel, tensorParallel, prefillContextParallel } = facts(options);
      const sizes = [dataParallel, tensorParallel, prefillContextParallel] as (readonly unknown[] | undefined)[];
      assert.deepEqual(
        sizes.map((size) => size?.[0]),
        expected,
      );
    });
  }

  for (const [options, expected] of [
    ['', [1, 'default']],
    ['--enable-dbo', [2, '--enable-dbo', '--enable-dbo', 'computed']],
    ['--enable-dbo --max-num-seqs 32', [2, '--enable-dbo', '--enable-dbo', 'computed']],
    ['--enable-dbo --max-num-seqs 31', [1, '--enable-dbo', '--enable-dbo', 'computed']],
    ['--enable-dbo --max-num-seqs 31 --dbo-decode-token-threshold 2', [2, '--enable-dbo', '--enable-dbo', 'computed']],
    ['--enable-dbo --max-num-seqs 64 --dbo-decode-token-threshold 65', [1, '--enable-dbo', '--enable-dbo', 'computed']],
    ['--enable-dbo --no-enable-dbo', [1, 'default']],
    ['--ubatch-size 2', [2, '2', '--ubatch-size']],
    ['--ubatch-size 0', [1, 'default']],
    ['--enable-dbo --dbo-decode-token-threshold $T', { unresolved: '$T', at: '$T' }],
    ['$MORE', { unresolved: '$MORE', at: '$MORE' }],
  ] as const) {
    it(`gives the microbatches of ${JSON.stringify(options)}`, () => {
      assert.deepEqual(facts(options).microbatches, expected);
    });
  }

  for (const [options, expected] of [
    ['', ['fcfs', 'default']],
    ['--scheduling-policy priority', ['priority', 'priority', '--scheduling-policy']],
    ['--scheduling_policy=fcfs', ['fcfs', 'fcfs', '--scheduling_policy']],
    ['--scheduling-policy "$P"', { unresolved: '$P', at: '$P' }],
    ['$MORE', { unresolved: '$MORE', at: '$MORE' }],
  ] as const) {
    it(`gives the order of requests of ${JSON.stringify(options)}`, () => {
      assert.deepEqual(facts(options).schedulingPolicy, expected);
    });
  }

  for (const [text, expected] of [
    [`vllm serve org/m ${afd}`, ['org/m', 'org/m', 'serve']],
    [`vllm serve ${afd} --model org/m`, ['org/m', 'org/m', '--model']],
    [`python -m vllm.entrypoints.openai.api_server --model org/m ${afd}`, ['org/m', 'org/m', '--model']],
    [`MODEL_PATH=/models/m run-engine ${afd}`, ['/models/m', '/models/m', '/models/m']],
    [`vllm serve "$MODEL" ${afd}`, { unresolved: '$MODEL', at: '$MODEL' }],
    [`vllm serve --enable-dbo org/m ${afd}`, ['org/m', 'org/m', 'serve']],
  ] as const) {
    it(`gives the model of ${text.slice(0, 40)}`, () => {
      assert.deepEqual(factsOf(launchesIn(text, 'x.sh')[0], text).model, expected);
    });
  }

  it('does not take an option for absent that a file of options may give', () => {
    const { maxNumSeqs } = facts('--config vllm.yaml');
    assert.deepEqual(maxNumSeqs, { unresolved: '--config vllm.yaml', at: 'vllm.yaml' });
  });
});
