import assert from 'node:assert/strict';
import { rtpLlmLimits } from '../../../../server/src/rules/launch/limits/rtp-llm-limits';
import { describeRule } from '../../describe-rule';
import { launchCase, offered, reported } from '../../launch-pair';

const rtp = (flags: string): string =>
  `python3 -m rtp_llm.start_server --checkpoint_path /models/qwen3 --enable_ffn_disaggregate 1 ${flags}\n`;
const mesh = (role: string, variables: string): string =>
  `DMLC_ROLE=${role} DMLC_NUM_WORKER=2 DMLC_NUM_SERVER=1 DMLC_PS_ROOT_URI=10.0.0.1 DMLC_PS_ROOT_PORT=8123 ${variables} python3 serve.py\n`;

/** A pod for each attention worker with its rank, and one for the FFN server. */
const podsOf = (...ranks: readonly string[]): string =>
  [...ranks.map((rank) => ['worker', rank] as const), ['server', '0'] as const]
    .map(([role, rank]) => {
      const variables = {
        DMLC_ROLE: role,
        DMLC_NUM_WORKER: '2',
        DMLC_NUM_SERVER: '1',
        DMLC_GROUP_SIZE: '8',
        DMLC_NODE_RANK: rank,
      };
      const env = Object.entries(variables).map(([name, value]) => `        - { name: ${name}, value: "${value}" }\n`);
      return `apiVersion: v1\nkind: Pod\nmetadata: { name: chat-${role} }\nspec:\n  containers:\n    - name: mesh\n      command: [python3, serve.py]\n      env:\n${env.join('')}`;
    })
    .join('---\n');

describeRule(rtpLlmLimits, {
  reports: [
    {
      ...launchCase('a world that is not all replicas', rtp('--world_size 4 --dp_size 2')),
      expected: ['error', '2', '`dp_size` is 2, `world_size` 4: with FFN disaggregation they must be equal.'],
    },
  ],
  silent: [launchCase('a world in order', rtp('--world_size 4 --dp_size 4'))],
});

describe('AFD424', () => {
  it('reports a world that RTP-LLM cannot start', () => {
    assert.deepEqual(reported('AFD424', rtp('--world_size 4 --dp_size 2')), [
      ['error', '2', '`dp_size` is 2, `world_size` 4: with FFN disaggregation they must be equal.'],
    ]);
    assert.deepEqual(Object.keys(offered('AFD424', rtp('--world_size 4 --dp_size 2'))), ['Change to 4']);
    assert.deepEqual(reported('AFD424', rtp('--world_size 4 --dp_size 4 --tp_size 2')), [
      ['error', '2', '`tp_size` is 2: with FFN disaggregation RTP-LLM requires 1.'],
    ]);
    assert.deepEqual(reported('AFD424', rtp('--world_size 1 --dp_size 1')), [
      ['error', '1', 'A world of 1 has no attention rank beside the FFN rank: it must be more than 1.'],
    ]);
  });

  it('is silent about a world in order', () => {
    assert.deepEqual(reported('AFD424', rtp('--world_size 4 --dp_size 4')), []);
    assert.deepEqual(reported('AFD424', rtp('--world_size 4')), []);
    assert.deepEqual(reported('AFD424', rtp('--world_size $N --dp_size 2')), []);
  });

  it('reports processes of StepMesh that do not agree', () => {
    const apart =
      mesh('worker', 'DMLC_GROUP_SIZE=8 DMLC_NODE_RANK=0') + mesh('server', 'DMLC_GROUP_SIZE=8 DMLC_NODE_RANK=0');
    assert.deepEqual(reported('AFD424', apart), []);
    assert.deepEqual(reported('AFD424', podsOf('0', '1')), []);
    const message =
      '`DMLC_NODE_RANK` 0 is another pod\'s too: StepMesh says "rank must be unique" where nodes share one.';
    assert.deepEqual(reported('AFD424', podsOf('0', '0')), [
      ['warning', '0', message],
      ['warning', '0', message],
    ]);
    assert.deepEqual(reported('AFD424', apart.replace('DMLC_NODE_RANK=0', 'DMLC_NODE_RANK=2')), [
      ['error', '2', '`DMLC_NODE_RANK` is 2: with `DMLC_NUM_WORKER` 2 it is at most 1.'],
    ]);
  });
});
