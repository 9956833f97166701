/** Routed experts of one layer by model, as published in the `config.json` of each. */
const expertsOf: ReadonlyMap<string, number> = new Map([
  ['deepseek-r1', 256],
  ['deepseek-v3', 256],
  ['deepseek-v3.2', 256],
  ['deepseek-v4-flash', 256],
  ['deepseek-v4-pro', 384],
  ['gemma-4-26b-a4b', 128],
  ['glm-5', 256],
  ['glm-5.1', 256],
  ['glm-5.2', 256],
  ['gpt-oss-120b', 128],
  ['gpt-oss-20b', 32],
  ['kimi-k2', 384],
  ['kimi-k2.5', 384],
  ['kimi-k3', 896],
  ['llama-4-maverick-17b-128e', 128],
  ['llama-4-scout-17b-16e', 16],
  ['mimo-v2-flash', 256],
  ['minimax-m2.5', 256],
  ['minimax-m2.7', 256],
  ['minimax-m3', 128],
  ['mixtral-8x22b-v0.1', 8],
  ['mixtral-8x7b-v0.1', 8],
  ['qwen3-235b-a22b', 128],
  ['qwen3-30b-a3b', 128],
  ['qwen3-coder-480b-a35b', 160],
  ['qwen3-vl-235b-a22b', 128],
  ['qwen3-vl-30b-a3b', 128],
  ['qwen3.5-122b-a10b', 256],
  ['qwen3.5-35b-a3b', 256],
  ['qwen3.5-397b-a17b', 512],
  ['step-3.7-flash', 288],
]);

/** Words behind a model's name that change neither its shape nor its experts: precision, tuning, release date. */
const variant = /-(?:fp8|bf16|fp4|nvfp4|mxfp4|int8|int4|awq|gptq|w\d+a\d+|instruct|thinking|base|\d{4})$/;

/** How many experts the router of a model chooses from, by its id or the folder it lies in; undefined where not known. */
export function routedExperts(model: string): number | undefined {
  let name = (model.replace(/\/+$/, '').split('/').at(-1) ?? '').toLowerCase().replaceAll('_', '-');
  for (;;) {
    const experts = expertsOf.get(name);
    if (experts !== undefined || !variant.test(name)) return experts;
    name = name.replace(variant, '');
  }
}
