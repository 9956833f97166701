import assert from 'node:assert/strict';
import { aiconfiguratorLimits } from '../../../../server/src/rules/launch/limits/aiconfigurator-limits';
import { describeRule } from '../../describe-rule';
import { launchCase, reported } from '../../launch-pair';

const keys = {
  serving_mode: 'afd',
  model_path: 'deepseek-ai/DeepSeek-V3',
  system_name: 'h200_sxm',
  total_gpus: '32',
  afd_n_a_nodes: '3',
  afd_n_f_nodes: '1',
  afd_tp_a: '4',
  afd_a_batch_size: '128',
};

function experiment(change: Readonly<Record<string, string | undefined>> = {}): string {
  const lines = Object.entries({ ...keys, ...change }).flatMap(([key, value]) => (value ? [`${key}: ${value}\n`] : []));
  return `# an experiment\n${lines.join('')}`;
}

const found = (change: Readonly<Record<string, string | undefined>>): ReturnType<typeof reported> =>
  reported('AFD422', experiment(change));

describeRule(aiconfiguratorLimits, {
  reports: [
    {
      ...launchCase('a count that does not share out', experiment({ afd_tp_a: '3' })),
      expected: ['error', '3', '`afd_tp_a` is 3: it must divide the 8 GPUs of a node.'],
    },
  ],
  silent: [launchCase('an experiment in order', experiment())],
});

describe('AFD422', () => {
  it('is silent about an experiment in order', () => {
    assert.deepEqual(found({}), []);
    assert.deepEqual(found({ afd_n_a_nodes: undefined, afd_n_f_nodes: undefined, afd_tp_a: undefined }), []);
    assert.deepEqual(found({ system_name: 'mine', afd_tp_a: '3' }), []);
    assert.deepEqual(found({ afd_f_moe_ep_size_candidates: '[3, n_f_nodes]' }), []);
    assert.deepEqual(found({ afd_microbatch_candidates: '[2]' }), []);
    assert.deepEqual(found({ afd_microbatch_candidates: '[2, 3]', afd_pipeline_model_candidates: '[optimistic]' }), []);
  });

  it('reports pools that are pinned in part', () => {
    assert.deepEqual(found({ afd_tp_a: undefined }), [
      [
        'error',
        'afd_n_a_nodes',
        'Pinned pools need `afd_tp_a` too: all of `afd_n_a_nodes`, `afd_n_f_nodes`, `afd_tp_a` or none.',
      ],
    ]);
    assert.equal(found({ afd_n_a_nodes: 'null' }).length, 1);
  });

  it('reports counts that do not share out', () => {
    assert.deepEqual(found({ afd_tp_a: '3' }), [
      ['error', '3', '`afd_tp_a` is 3: it must divide the 8 GPUs of a node.'],
    ]);
    assert.deepEqual(found({ afd_a_batch_size: undefined, afd_total_batch_size: '100' }), [
      ['error', '100', '`afd_total_batch_size` is 100: it must divide by the 6 attention workers.'],
    ]);
    assert.deepEqual(found({ afd_a_batch_size: undefined, afd_total_batch_size: '102' }), []);
  });

  it('reports too few GPUs', () => {
    assert.deepEqual(found({ total_gpus: '8' }), [
      ['error', '8', '8 GPUs are less than 2 full nodes, 16 GPUs: each pool needs one.'],
    ]);
    assert.deepEqual(found({ total_gpus: '24' }), [
      ['warning', '24', 'The pinned pools take 4 nodes, 32 GPUs, of the 24 here.'],
    ]);
  });

  it('reports candidates of which none is left', () => {
    assert.deepEqual(found({ afd_f_moe_ep_size_candidates: '[3, 6]' }), [
      [
        'warning',
        '[3, 6]',
        'None of these expert parallel sizes divides the 256 routed experts of `deepseek-ai/DeepSeek-V3`.',
      ],
    ]);
    assert.deepEqual(found({ afd_microbatch_candidates: '[1, 2]', afd_pipeline_model_candidates: '[optimistic]' }), [
      ['warning', '[1, 2]', 'The `optimistic` pipeline model needs at least 3 microbatches; no candidate has them.'],
    ]);
  });
});
