import assert from 'node:assert/strict';
import { dense, refusal, routed, shapeOf } from './configs';

/** Widths per hidden element of the FFN layers: experts, per token, of one expert, of what every token uses. */
function widths(config: object): readonly (readonly number[])[] {
  return shapeOf(config).ffn.map(({ layers, experts, perToken, expertParameters, alwaysParameters }) => [
    layers,
    experts,
    perToken,
    expertParameters / (3 * 16),
    alwaysParameters / (3 * 16),
  ]);
}

const four = { ...routed, num_hidden_layers: 4 };
const { num_experts: _, num_experts_per_tok: __, ...named } = routed;

describe('the FFN of a model', () => {
  const cases: readonly [string, object, readonly (readonly number[])[]][] = [
    ['dense', dense, [[2, 0, 0, 0, 32]]],
    [
      'no experts after all',
      { ...dense, num_experts: 0, num_experts_per_tok: 2, decoder_sparse_step: 1 },
      [[2, 0, 0, 0, 32]],
    ],
    ['experts', routed, [[2, 4, 2, 6, 0]]],
    ['experts in other words', { ...named, n_routed_experts: 4, experts_per_token: 2 }, [[2, 4, 2, 6, 0]]],
    ['words that agree', { ...routed, num_local_experts: 4, top_k_experts: 2 }, [[2, 4, 2, 6, 0]]],
    ['Mixtral', { ...dense, model_type: 'mixtral', num_local_experts: 4, num_experts_per_tok: 2 }, [[2, 4, 2, 32, 0]]],
    ['shared experts by count', { ...routed, n_shared_experts: 2 }, [[2, 4, 2, 6, 12]]],
    ['shared experts by width', { ...routed, shared_expert_intermediate_size: 10 }, [[2, 4, 2, 6, 10]]],
    ['one shared expert of a width', { ...routed, n_shared_experts: 1, share_expert_dim: 10 }, [[2, 4, 2, 6, 10]]],
    ['no shared experts', { ...routed, shared_intermediate_size: 0, n_shared_experts: 0 }, [[2, 4, 2, 6, 0]]],
    [
      'first layers dense',
      { ...four, first_k_dense_replace: 1 },
      [
        [1, 0, 0, 0, 32],
        [3, 4, 2, 6, 0],
      ],
    ],
    [
      'a step and first layers',
      { ...four, first_k_dense_replace: 1, moe_layer_freq: 2 },
      [
        [3, 0, 0, 0, 32],
        [1, 4, 2, 6, 0],
      ],
    ],
    [
      'a list of 0 and 1',
      { ...four, moe_layer_freq: [0, 0, 1, 1], first_k_dense_replace: 2 },
      [
        [2, 0, 0, 0, 32],
        [2, 4, 2, 6, 0],
      ],
    ],
    [
      'a list of names',
      { ...four, mlp_layer_types: ['sparse', 'dense', 'sparse', 'sparse'] },
      [
        [3, 4, 2, 6, 0],
        [1, 0, 0, 0, 32],
      ],
    ],
    [
      'a step of Qwen',
      { ...four, decoder_sparse_step: 2, mlp_only_layers: [3] },
      [
        [3, 0, 0, 0, 32],
        [1, 4, 2, 6, 0],
      ],
    ],
    [
      'dense layers by number',
      { ...four, mlp_only_layers: [0, 3] },
      [
        [2, 0, 0, 0, 32],
        [2, 4, 2, 6, 0],
      ],
    ],
    [
      'layers as text',
      { ...four, moe_layers_enum: '1, 2,3' },
      [
        [1, 0, 0, 0, 32],
        [3, 4, 2, 6, 0],
      ],
    ],
    [
      'Llama 4',
      {
        ...four,
        model_type: 'llama4_text',
        moe_intermediate_size: null,
        interleave_moe_layer_step: 2,
        intermediate_size_mlp: 64,
      },
      [
        [2, 0, 0, 0, 64],
        [2, 4, 2, 32, 32],
      ],
    ],
    ['Gemma 4', { ...routed, model_type: 'gemma4_text', enable_moe_block: true }, [[2, 4, 2, 6, 32]]],
  ];
  for (const [title, config, expected] of cases) {
    it(`is read: ${title}`, () => assert.deepEqual(widths(config), expected));
  }

  const refused: readonly [string, object, RegExp][] = [
    [
      'words that do not agree',
      { ...routed, num_local_experts: 8 },
      /`num_experts` is 4 but `num_local_experts` is 8; they must agree/,
    ],
    [
      'more experts per token than there are',
      { ...routed, num_experts_per_tok: 5 },
      /a token goes to 5 experts of only 4/,
    ],
    [
      'no experts per token',
      { ...routed, num_experts_per_tok: 0 },
      /`num_experts_per_tok` is 0; it must be a whole number from 1/,
    ],
    ['nothing said about them', { ...named, num_experts: 4 }, /`num_experts_per_tok` is missing/],
    ['experts of no size', { ...routed, moe_intermediate_size: null }, /`moe_intermediate_size` is missing/],
    ['negative experts', { ...routed, num_experts: -4 }, /`num_experts` is -4; it must be a whole number from 0/],
    [
      'shared experts of two widths',
      { ...routed, n_shared_experts: 2, share_expert_dim: 10 },
      /2 shared experts and a width of 10/,
    ],
    [
      'two lists that differ',
      { ...four, first_k_dense_replace: 1, mlp_layer_types: ['dense', 'dense', 'sparse', 'sparse'] },
      /`mlp_layer_types` and `first_k_dense_replace` do not agree/,
    ],
    ['a list of the wrong length', { ...four, moe_layer_freq: [0, 1] }, /`moe_layer_freq` has 2 entries/],
    [
      'a layer that is not there',
      { ...four, mlp_only_layers: [4] },
      /`mlp_only_layers` must list layers, whole numbers from 0 to 3/,
    ],
    ['layers as a bad text', { ...four, moe_layers_enum: '1,,3' }, /`moe_layers_enum` must list layers/],
    ['no width at all', { ...dense, intermediate_size: null }, /`intermediate_size` is missing/],
    ['Gemma 4 without its block', { ...routed, model_type: 'gemma4_text' }, /`enable_moe_block` is not true/],
  ];
  for (const [title, config, message] of refused) {
    it(`is refused: ${title}`, () => assert.match(refusal(config), message));
  }
});
