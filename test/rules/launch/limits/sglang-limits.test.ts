import assert from 'node:assert/strict';
import { sglangLimits } from '../../../../server/src/rules/launch/limits/sglang-limits';
import { describeRule } from '../../describe-rule';
import { launchCase, offered, reported } from '../../launch-pair';

interface Sglang {
  readonly role?: 'attention' | 'ffn';
  readonly config?: Readonly<Record<string, unknown>>;
  readonly flags?: string;
}

const sizes = { attention: '--tp 4 --dp 4 --enable-dp-attention', ffn: '--tp 2 --ep-size 2' };

function launch({ role = 'attention', config = {}, flags = sizes[role] }: Sglang): string {
  const settings = JSON.stringify({ lanes: 2, attention_lanes: 4, ...config });
  return `python3 -m sglang.launch_server --model-path Qwen/Qwen3-30B-A3B --afd-execution-mode ${role} --afd-config '${settings}' ${flags}\n`;
}

const found = (one: Sglang): ReturnType<typeof reported> => reported('AFD421', launch(one));
const said = (one: Sglang): readonly string[] => found(one).map(([, , message]) => message);

describeRule(sglangLimits, {
  reports: [
    {
      ...launchCase('three stages', launch({ config: { stages: 3 } })),
      expected: ['error', '3', '3 stages: must be 2 (AFD_GRAPH_STAGE_COUNT_UNSUPPORTED).'],
    },
  ],
  silent: [
    launchCase('a launch that SGLang takes', launch({})),
    launchCase('two stages', launch({ config: { stages: 2 } })),
  ],
});

describe('AFD421', () => {
  it('is silent about launches that SGLang takes', () => {
    assert.deepEqual(found({}), []);
    assert.deepEqual(found({ role: 'ffn' }), []);
    assert.deepEqual(found({ config: { attention_lanes: 1 }, flags: '--tp 1' }), []);
    assert.deepEqual(found({ config: { stages: '$STAGES' }, flags: '--tp $A --dp $A --enable-dp-attention' }), []);
    assert.deepEqual(found({ flags: '"$@"' }), []);
  });

  it('reports stages and lanes with the code of SGLang', () => {
    assert.deepEqual(found({ config: { stages: 3 } }), [
      ['error', '3', '3 stages: must be 2 (AFD_GRAPH_STAGE_COUNT_UNSUPPORTED).'],
    ]);
    assert.deepEqual(Object.keys(offered('AFD421', launch({ config: { stages: 3 } }))), ['Change to 2']);
    assert.deepEqual(found({ role: 'ffn', config: { lanes: 3 }, flags: '--tp 3 --ep-size 3' }), [
      ['error', '3', '3 lanes: SGLang admits 1, 2, 4, 8, 16 or 32.'],
    ]);
  });

  it('reports sizes that are not those of the role', () => {
    assert.deepEqual(found({ flags: '--tp 8 --dp 4 --enable-dp-attention' }), [
      ['error', '8', '`--tensor-parallel-size` is 8, for attention it must be 4 (AFD_TOPOLOGY_PARALLELISM_MISMATCH).'],
    ]);
    assert.deepEqual(found({ role: 'ffn', flags: '--tp 2' }), [
      [
        'error',
        'python3',
        '`--expert-parallel-size` is 1 (the default), for FFN it must be 2 (AFD_TOPOLOGY_PARALLELISM_MISMATCH).',
      ],
    ]);
    assert.deepEqual(found({ flags: '--tp 4 --dp 4' }), [
      [
        'error',
        'python3',
        '`--enable-dp-attention` is for more than 1 attention rank, here 4: add it (AFD_TOPOLOGY_DP_ATTENTION_MISMATCH).',
      ],
    ]);
    assert.deepEqual(
      found({ config: { attention_lanes: 1 }, flags: '--tp 1 --enable-dp-attention' }).map(([, at]) => at),
      ['--enable-dp-attention'],
    );
  });

  it('reports nodes that do not divide a role', () => {
    assert.deepEqual(said({ flags: `${sizes.attention} --nnodes 3` }), [
      '3 nodes do not divide the 4 ranks of this role.',
    ]);
    assert.deepEqual(said({ flags: `${sizes.attention} --nnodes 9` }), ['9 nodes: a role can have at most 8.']);
    assert.deepEqual(said({ flags: `${sizes.attention} --nnodes 2` }), []);
  });

  it('reports what AFD refuses', () => {
    assert.deepEqual(found({ flags: `${sizes.attention} --enable-two-batch-overlap` }), [
      [
        'error',
        '--enable-two-batch-overlap',
        'AFD refuses `--enable-two-batch-overlap`: remove it (AFD_TBO_UNSUPPORTED).',
      ],
    ]);
    assert.equal(found({ flags: `${sizes.attention} --enable-single-batch-overlap` }).length, 1);
    assert.deepEqual(found({ flags: `${sizes.attention} --moe-a2a-backend deepep` }), [
      ['error', 'deepep', '`--moe-a2a-backend` is `deepep`: AFD admits `none` only.'],
    ]);
    assert.deepEqual(said({ flags: `${sizes.attention} --speculative-algorithm EAGLE` }), [
      'AFD refuses speculative decoding: remove it.',
    ]);
  });

  it('reports ports beyond the last one', () => {
    assert.deepEqual(found({ config: { rendezvous_port: 65533 } }), [
      ['error', '65533', 'Rendezvous takes the ports up to 65536, port + lanes + 1: 65535 is the last one.'],
    ]);
    assert.deepEqual(found({ config: { rendezvous_port: 65532 } }), []);
  });

  it('reports what the plugin for SGLang requires', () => {
    const plugin = (flags: string): readonly string[] =>
      reported(
        'AFD421',
        `SGLANG_AFD_PLUGIN_ENABLED=1 python3 -m sglang.launch_server --model-path m --afd-role attn ${flags}\n`,
      ).map(([, , message]) => message);
    assert.deepEqual(plugin('--tp 8 --dp 8 --nnodes 2 --enable-dp-attention --moe-a2a-backend mori'), []);
    assert.deepEqual(plugin('--tp 8'), [
      'The AFD plugin for SGLang requires `--enable-dp-attention`.',
      '`--dp-size` is 1 (the default): the AFD plugin for SGLang requires more than 1.',
      '`--nnodes` is 1 (the default): the AFD plugin for SGLang requires more than 1.',
    ]);
    const refused = '--enable-eplb --ep-dispatch-algorithm lp --moe-a2a-backend none';
    assert.deepEqual(plugin(`--dp 8 --nnodes 2 --enable-dp-attention ${refused}`), [
      'The AFD plugin for SGLang refuses `--enable-eplb`: remove it.',
      'The AFD plugin for SGLang refuses `--ep-dispatch-algorithm lp`.',
      '`--moe-a2a-backend` is `none`: the AFD plugin takes deepep, deepep_v2, mooncake, mori, pplx.',
    ]);
  });

  it('reports more than one node of StepMesh, and an address that is not that of the node', () => {
    const ffn = (more: string): string =>
      `${more} DMLC_NUM_SERVER=1 DMLC_NODE_HOST=10.0.0.2 python3 -m sglang.launch_server --model-path m --afd-role ffn --afd-transfer-backend stepmesh --afd-ffn-addr 10.0.0.2:9000\n`;
    assert.deepEqual(reported('AFD421', ffn('DMLC_NUM_WORKER=1')), []);
    assert.deepEqual(reported('AFD421', ffn('DMLC_NUM_WORKER=2')), [
      ['error', '2', '`DMLC_NUM_WORKER` is 2: SGLang has "Only support one attention node".'],
    ]);
    assert.deepEqual(reported('AFD421', ffn('DMLC_NUM_WORKER=1').replace('addr 10.0.0.2', 'addr 10.0.0.9')), [
      [
        'warning',
        '10.0.0.9',
        '`--afd-ffn-addr` says `10.0.0.9`, `DMLC_NODE_HOST` `10.0.0.2`: where they differ it hangs.',
      ],
    ]);
  });
});
