// Also tests: manifest/dialects/sglang/sglang-afd-limits, manifest/dialects/sglang/sglang-launch
import assert from 'node:assert/strict';
import { deploymentsIn, factsOf, fixture, launchesIn } from '../../launches/launch-fixtures';

describe('SGLang with an execution mode', () => {
  it('reads lanes as ranks, and shares out the running requests', () => {
    const text = fixture('sglang-afd/lanes.sh');
    const [attention, ffn, ...others] = launchesIn(text, 'lanes.sh');
    assert.deepEqual(others, [], '`off` is no launch');
    assert.deepEqual(factsOf(attention, text), {
      role: ['attention', 'attention', '--afd-execution-mode'],
      host: ['node0', 'node0', 'rendezvous_host'],
      port: [2000, '2000', 'rendezvous_port'],
      attentionRanks: [8, '8', 'attention_lanes'],
      ffnRanks: [4, '4', 'lanes'],
      dataParallel: [8, '8', '--dp'],
      tensorParallel: [1, '8', '--tp', 'computed'],
      prefillContextParallel: [1, 'default'],
      maxNumSeqs: [125, '1001', '--max-running-requests', 'computed'],
      microbatches: [2, '2', 'stages'],
      model: ['Qwen/Qwen3-30B-A3B', 'Qwen/Qwen3-30B-A3B', '--model-path'],
      schedulingPolicy: ['fcfs', 'default'],
    });
    assert.deepEqual([ffn?.pool, ffn?.dialect], ['ffn', 'sglang-afd']);
    assert.deepEqual(factsOf(ffn, text).tensorParallel, [4, '4', '--tp-size']);
    const ordered = text.replace('--afd-execution-mode', '--schedule-policy lpm --afd-execution-mode');
    const { schedulingPolicy } = factsOf(launchesIn(ordered, 'lanes.sh')[0], ordered);
    assert.deepEqual(schedulingPolicy, ['lpm', 'lpm', '--schedule-policy']);
  });

  for (const [title, config, expected] of [
    [
      'as many attention lanes as lanes',
      `'{"lanes": 4}'`,
      [
        [4, '4', 'lanes'],
        [4, '4', 'lanes'],
      ],
    ],
    [
      'the same for null',
      `'{"lanes": 4, "attention_lanes": null}'`,
      [
        [4, '4', 'lanes'],
        [4, '4', 'lanes'],
      ],
    ],
    [
      'one lane by default',
      `'{}'`,
      [
        [1, 'default'],
        [1, 'default'],
      ],
    ],
    ['nothing where the lanes are no number', `'{"lanes": true}'`, [undefined, undefined]],
  ] as const) {
    it(`takes ${title}`, () => {
      const text = `python -m sglang.launch_server --afd-execution-mode ffn --afd-config ${config}`;
      const { attentionRanks, ffnRanks } = factsOf(launchesIn(text, 'x.sh')[0], text);
      assert.deepEqual([attentionRanks, ffnRanks], expected);
    });
  }

  it('admits powers of two up to 32 lanes that divide the experts', () => {
    const text = fixture('sglang-afd/lanes.sh');
    assert.equal(deploymentsIn(text, 'x.sh')[0]?.topology?.ffnDivides, 32);
    const few = text.replaceAll('Qwen/Qwen3-30B-A3B', 'meta-llama/Llama-4-Scout-17B-16E-Instruct');
    assert.equal(deploymentsIn(few, 'x.sh')[0]?.topology?.ffnDivides, 16);
  });

  it('takes every default without `--afd-config`', () => {
    const text = 'python -m sglang.launch_server --afd-execution-mode=attention';
    const { attentionRanks, port, microbatches } = factsOf(launchesIn(text, 'x.sh')[0], text);
    assert.deepEqual(
      [attentionRanks, port, microbatches],
      [
        [1, 'default'],
        [1239, 'default'],
        [2, 'default'],
      ],
    );
  });
});
