import assert from 'node:assert/strict';
import { dense, latent, refusal, shapeOf } from './configs';

const everything = { readsAtMost: undefined, dropsTheRest: false, indexer: undefined };

describe('the attention of a model', () => {
  it('with heads has keys and values per KV head, and FLOP per query head', () => {
    // q 16 x 32, k and v 16 x 16 each, o 32 x 16; scores and values of 4 heads x 8 elements, two FLOP each.
    const expected = {
      kind: 'multi-head',
      kvElements: 32,
      flopPerKvToken: 128,
      expanded: undefined,
      queryHeads: 4,
      kvHeads: 2,
      projectionParameters: 1536,
      kvParameters: 512,
      narrowQueryParameters: 0,
    };
    assert.deepEqual(shapeOf(dense).attention, [{ layers: 2, ...expected, ...everything }]);
  });

  it('takes a value of another size than the key', () => {
    const [layer] = shapeOf({ ...dense, v_head_dim: 4 }).attention;
    // q 512, k 256, v 128, o 256.
    assert.deepEqual([layer?.kvElements, layer?.flopPerKvToken, layer?.projectionParameters], [24, 96, 1152]);
  });

  it('takes the size of a head from the hidden size where it is not stated', () => {
    const { head_dim: _, ...rest } = dense;
    assert.equal(shapeOf(rest).attention[0]?.kvElements, 2 * 2 * 4);
    assert.match(refusal({ ...rest, num_attention_heads: 6 }), /`head_dim` is missing, and `hidden_size` 16 is not a/);
  });

  it('with a latent vector reads one vector per token for all heads', () => {
    // q through 6: 6 x (16 + 4 x 8); latent and rotary part 16 x 13; its two halves 4 x 10 x (5 + 7); o 4 x 7 x 16.
    const projectionParameters = 288 + 208 + 480 + 448;
    const expected = {
      kind: 'latent',
      kvElements: 13,
      flopPerKvToken: 2 * 4 * (13 + 10),
      // Keys of 5 + 3 elements and values of 7 for each of 4 heads, made from the 10 of the latent vector.
      expanded: { flopPerPair: 2 * 4 * (8 + 7), flopPerCachedToken: 2 * 480 },
      queryHeads: 4,
      kvHeads: 1,
      projectionParameters,
      kvParameters: 208,
      narrowQueryParameters: 6 * 16,
    };
    assert.deepEqual(shapeOf(latent).attention, [{ layers: 2, ...expected, ...everything }]);
    const { q_lora_rank: _, ...straight } = latent;
    assert.equal(shapeOf(straight).attention[0]?.projectionParameters, 512 + 208 + 480 + 448);
  });

  it('with an index reads the selected tokens and keeps all', () => {
    const indexed = { ...latent, index_topk: 20, index_n_heads: 3, index_head_dim: 4 };
    const [layer] = shapeOf(indexed).attention;
    assert.deepEqual([layer?.readsAtMost, layer?.dropsTheRest], [20, false]);
    assert.equal(layer?.expanded, undefined);
    // Queries from the narrow vector 6 x 12, one key 16 x 4, a weight per head 16 x 3.
    assert.deepEqual(layer?.indexer, { elements: 4, flopPerToken: 24, parameters: 72 + 64 + 48 });
    const shared = shapeOf({ ...indexed, indexer_types: ['full', 'shared'], index_topk_freq: 2 }).attention;
    assert.deepEqual(
      shared.map(({ layers, readsAtMost, indexer }) => [layers, readsAtMost, indexer?.elements]),
      [
        [1, 20, 4],
        [1, 20, undefined],
      ],
    );
    assert.match(refusal({ ...indexed, index_topk_freq: 2 }), /add `indexer_types`/);
    assert.match(refusal({ ...indexed, indexer_types: ['full'] }), /`indexer_types` has 1 entry; .* of the 2 layers/);
    assert.match(refusal({ ...latent, index_topk: 20 }), /`index_n_heads` is missing/);
  });

  it('of windows forgets what is behind them', () => {
    const windows = { ...dense, layer_types: ['sliding_attention', 'full_attention'], sliding_window: 5 };
    assert.deepEqual(
      shapeOf(windows).attention.map(({ layers, readsAtMost, dropsTheRest }) => [layers, readsAtMost, dropsTheRest]),
      [
        [1, 5, true],
        [1, undefined, false],
      ],
    );
  });

  it('of MiMo has other heads in its windows', () => {
    const mimo = {
      ...dense,
      model_type: 'mimo_v2_flash',
      hybrid_layer_pattern: [0, 1],
      sliding_window: 5,
      swa_num_key_value_heads: 4,
      swa_head_dim: 6,
      swa_v_head_dim: 2,
    };
    assert.deepEqual(
      shapeOf(mimo).attention.map(({ readsAtMost, kvElements }) => [readsAtMost, kvElements]),
      [
        [undefined, 32],
        [5, 32],
      ],
    );
    assert.equal(shapeOf({ ...mimo, swa_num_key_value_heads: 1 }).attention[1]?.kvElements, 8);
  });

  it('of Gemma 4 takes the values of wide layers from their keys', () => {
    const gemma = {
      ...dense,
      model_type: 'gemma4_text',
      layer_types: ['sliding_attention', 'full_attention'],
      sliding_window: 5,
      global_head_dim: 16,
      num_global_key_value_heads: 1,
      attention_k_eq_v: true,
    };
    const [local, wide] = shapeOf(gemma).attention;
    assert.equal(local?.projectionParameters, 1536);
    assert.deepEqual([local?.kvParameters, wide?.kvParameters, wide?.kvHeads], [512, 256, 1]);
    // q 16 x 64, k 16 x 16, o 64 x 16; both keys and values stay in the cache.
    assert.deepEqual([wide?.projectionParameters, wide?.kvElements], [1024 + 256 + 1024, 32]);
  });

  it('of Step-3 makes its queries from one narrow vector', () => {
    const [layer] = shapeOf({ ...dense, model_type: 'step3_text', share_q_dim: 3 }).attention;
    assert.equal(layer?.projectionParameters, 3 * (16 + 32) + 512 + 512);
    assert.equal(layer?.narrowQueryParameters, 3 * 16);
  });

  it('of MiniMax-M3 reads blocks that an index selects', () => {
    const sparse = {
      use_sparse_attention: true,
      sparse_attention_freq: [0, 1],
      sparse_disable_index_value: [0, 1],
      sparse_num_index_heads: 2,
      sparse_index_dim: 3,
      sparse_topk_blocks: 4,
      sparse_block_size: 5,
    };
    const m3 = { ...dense, model_type: 'minimax_m3', sparse_attention_config: sparse };
    const [wide, selected] = shapeOf(m3).attention;
    assert.equal(wide?.readsAtMost, undefined);
    assert.deepEqual([selected?.readsAtMost, selected?.dropsTheRest], [20, false]);
    assert.deepEqual(selected?.indexer, { elements: 3, flopPerToken: 12, parameters: 16 * 3 * 3 });
    const other = (change: object) => refusal({ ...m3, sparse_attention_config: { ...sparse, ...change } });
    assert.match(other({ sparse_disable_index_value: [0, 0] }), /leaves the indexer a value/);
    assert.match(other({ sparse_stride: 2 }), /the meaning of `sparse_stride` in `sparse_attention_config`/);
    assert.match(refusal({ ...m3, model_type: 'qwen3' }), /the meaning of `sparse_attention_config`/);
  });

  const nonsense: readonly [string, object, RegExp][] = [
    ['no heads', { num_attention_heads: 0 }, /`num_attention_heads` is 0; it must be a whole number from 1\.$/],
    ['half a head', { num_key_value_heads: 0.5 }, /`num_key_value_heads` is 0\.5; it must be a whole number from 1/],
    ['heads that share nothing', { num_key_value_heads: 3 }, /4 query heads cannot share 3 KV heads/],
    ['a head as text', { head_dim: '8' }, /`head_dim` is the text `8`; it must be a whole number from 1/],
    ['no KV heads', { num_key_value_heads: null }, /`num_key_value_heads` is missing/],
    ['Infinity', { head_dim: Number.POSITIVE_INFINITY }, /`head_dim` is infinite;/],
  ];
  for (const [title, change, message] of nonsense) {
    it(`is refused: ${title}`, () => assert.match(refusal({ ...dense, ...change }), message));
  }
});
