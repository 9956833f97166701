import assert from 'node:assert/strict';
import { carried } from './carried';

describe('files of options', () => {
  const none: readonly string[] = [
    'model: m\nmax-num-seqs: 8\n',
    'serving_mode: disagg\n',
    'first: { serving_mode: [afd] }\n',
    'apiVersion: afd-lens/v1\nkind: AFDDeployment\n',
    'applications: [{ args: { llm_configs: [{ engine_kwargs: word }, word] } }, word]\n',
    '[additional-config]',
  ];
  for (const text of none) it(`are not: ${JSON.stringify(text)}`, () => assert.deepEqual(carried(text).processes, []));

  for (const [key, kind] of [
    ['additional-config', 'vllm config'],
    ['additional_config', 'vllm config'],
    ['additional-config.afd.role', 'vllm config'],
    ['afd-config', 'vllm config'],
    ['afd-execution-mode', 'sglang config'],
    ['afd_role', 'sglang config'],
    ['afd-ffn-addr', 'sglang config'],
  ]) {
    it(`are known by the key ${key}`, () => {
      const { start, carrier } = carried(`model: m\n${key}: x\n`).processes[0]!;
      assert.deepEqual([start.kind, carrier.kind, carrier.isPod], ['options', kind, false]);
    });
  }

  for (const text of ['serving_mode: afd\n', 'exps: [first]\nfirst: { serving_mode: afd }\n']) {
    it(`are experiments: ${JSON.stringify(text)}`, () => {
      const { start, carrier } = carried(text).processes[0]!;
      assert.deepEqual([start.kind, carrier.kind, carrier.isPod], ['options', 'aiconfigurator', false]);
    });
  }

  it('of Ray do not say how many, where they are scaled', () => {
    const config = (deployment: string) =>
      carried(
        `applications: [{ name: a, args: { llm_configs: [{ deployment_config: ${deployment}, engine_kwargs: {} }] } }]`,
      ).processes[0]!.carrier.pods;
    assert.deepEqual(
      ['{}', '{ num_replicas: 3 }', '{ num_replicas: auto }', '{ autoscaling_config: { min_replicas: 1 } }'].map(
        config,
      ),
      [1, 3, undefined, undefined],
    );
  });
});
