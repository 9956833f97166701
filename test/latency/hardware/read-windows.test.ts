import assert from 'node:assert/strict';
import { dense, refusal, shapeOf } from './configs';

const eight = { ...dense, num_hidden_layers: 8 };

/** How many layers read at most how much. */
function windows(change: object): readonly (readonly [number, number | undefined])[] {
  return shapeOf({ ...eight, ...change }).attention.map(({ layers, readsAtMost }) => [layers, readsAtMost] as const);
}

describe('the windows of a model', () => {
  const cases: readonly [string, object, readonly (readonly [number, number | undefined])[]][] = [
    ['none', {}, [[8, undefined]]],
    ['switched off', { use_sliding_window: false, sliding_window: 5, max_window_layers: 3 }, [[8, undefined]]],
    [
      'behind the first layers',
      { use_sliding_window: true, sliding_window: 5, max_window_layers: 3 },
      [
        [3, undefined],
        [5, 5],
      ],
    ],
    ['of all layers', { model_type: 'mistral', sliding_window: 5 }, [[8, 5]]],
    [
      'of every other layer',
      { model_type: 'gpt_oss', sliding_window: 5 },
      [
        [4, 5],
        [4, undefined],
      ],
    ],
    [
      'chunks, but in every fourth layer',
      { model_type: 'llama4_text', attention_chunk_size: 6 },
      [
        [6, 6],
        [2, undefined],
      ],
    ],
    [
      'chunks where it says',
      { model_type: 'llama4_text', attention_chunk_size: 6, no_rope_layers: [1, 0, 0, 0, 0, 0, 0, 0] },
      [
        [1, 6],
        [7, undefined],
      ],
    ],
    [
      'chunks by a list of layers',
      {
        layer_types: [...Array(5).fill('chunked_attention'), ...Array(3).fill('full_attention')],
        attention_chunk_size: 6,
      },
      [
        [5, 6],
        [3, undefined],
      ],
    ],
  ];
  for (const [title, change, expected] of cases) {
    it(`are read: ${title}`, () => assert.deepEqual(windows(change), expected));
  }

  const refused: readonly [string, object, RegExp][] = [
    [
      'nobody says where',
      { sliding_window: 5 },
      /`sliding_window` does not say which layers it holds for; add `layer_types`/,
    ],
    [
      'nobody says where the chunks are',
      { attention_chunk_size: 5 },
      /`attention_chunk_size` does not say which layers/,
    ],
    [
      'nobody says how many layers are without',
      { use_sliding_window: true, sliding_window: 5 },
      /`max_window_layers` is missing/,
    ],
    [
      'a list of the wrong length',
      { layer_types: ['full_attention'] },
      /`layer_types` has 1 entry; it must be a list with one entry for each of the 8 layers/,
    ],
    ['a list of something else', { layer_types: 'full_attention' }, /`layer_types` has the text `full_attention`/],
    [
      'an unknown layer',
      { layer_types: Array(8).fill('magic') },
      /`layer_types` has the text `magic` for layer 0; known are/,
    ],
    ['no width', { layer_types: Array(8).fill('sliding_attention') }, /`sliding_window` is missing/],
    [
      'a pattern without a list',
      { model_type: 'mimo_v2_flash', sliding_window: 5 },
      /`hybrid_layer_pattern` is missing/,
    ],
  ];
  for (const [title, change, message] of refused) {
    it(`are refused: ${title}`, () => assert.match(refusal({ ...eight, ...change }), message));
  }
});
