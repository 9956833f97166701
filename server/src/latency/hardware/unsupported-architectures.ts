import { quote } from '../../text/format';
import type { ModelConfig } from './model-config';

/** What a roofline does not describe, by a key that tells it. */
interface Mark {
  readonly key: string;
  readonly holds: (value: unknown) => boolean;
  readonly what: string;
}

const isStated = (value: unknown): boolean => value !== undefined;

const linear = 'linear attention';
const stateSpace = 'state-space (Mamba) layers';

/** In the order in which they are looked for: the most telling key first. */
const marks: readonly Mark[] = [
  { key: 'block_configs', holds: isStated, what: 'layers of a make each, found by search' },
  { key: 'linear_attn_config', holds: isStated, what: linear },
  { key: 'layer_types', holds: (value) => isListWith(value, (type) => type === 'linear_attention'), what: linear },
  { key: 'linear_num_key_heads', holds: isStated, what: linear },
  { key: 'attn_type_list', holds: (value) => isListWith(value, (type) => type !== 1), what: linear },
  { key: 'hybrid_override_pattern', holds: isStated, what: stateSpace },
  ...['mamba_num_heads', 'mamba_d_state', 'ssm_state_size', 'ssm_cfg', 'mamba_d_ssm', 'state_size'].map((key) => ({
    key,
    holds: isStated,
    what: stateSpace,
  })),
  { key: 'compress_ratios', holds: isStated, what: 'compressed attention' },
  { key: 'is_encoder_decoder', holds: (value) => value === true, what: 'an encoder beside its decoder' },
  {
    key: 'model_type',
    holds: (value) => typeof value === 'string' && /mamba|rwkv|linear|kda|lightning|ssm|retnet|hyena/i.test(value),
    what: 'recurrent or linear attention',
  },
];

/**
 * Keys that change nothing about the shape: how tensors are initialised, normalised, rotated and routed, what a program
 * generates, and what transformers writes into every config.
 */
const harmless =
  /dropout|bias|norm|eps$|rope|rotary|router|routing|scaling|scor(?:e|ing)_|topk_method|topk_group|^n_group$|expert_group$|grouped|_tokens?$|_token_(?:id|index)$|loss|initializ|max_(?:position|seq|length)|min_length|beam|(?:^|_)return_|attn_implementation|num_logits|pretraining|^ep_size$|softcapping|swiglu|_act$|_activation$|^(?:vision|audio|image|video)_|feed_forward$|cross_attention_hidden_size|value_scale|sink|initial_context|no_repeat|_ids$|logit|label|ignore_index|pruned_heads|^tie_|name_or_path|bidirectional|per_layer_input$/;

/** What the shape of a model may hide behind. */
const telling =
  /attn|attention|ssm|mamba|linear|conv|recurr|rnn|compress|lora|rank|spars|expert|moe|head|kv|window|chunk|layer|index|latent|hidden|intermediate|dim|ffn|mlp|block|share|cross|(?:^|_)hc_|ngram|memory|pattern|interval|freq|embed|gate|width|depth|mult|parallel|adapter|retention|state|loop|num_|size/;

/** Refuses what is known not to fit a roofline, and names it. */
export function refuseUnsupported(config: ModelConfig): void {
  for (const { key, holds, what } of marks) {
    if (holds(config.value(key)))
      config.refuse(`it has ${what} (${quote(key)}), which no roofline describes; use a measured profile`);
  }
}

/** Refuses a config that says more about the shape than was read of it. */
export function refuseUnread(config: ModelConfig): void {
  const unknown = config.unasked().find((key) => telling.test(key) && !harmless.test(key));
  if (unknown)
    config.refuse(
      `the meaning of ${quote(unknown)} for its shape is not known; use a measured profile, or drop the key if it changes no size`,
    );
}

function isListWith(value: unknown, holds: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && value.some(holds);
}
