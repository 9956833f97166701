/** Ids of models that AFD deployments serve; used for completion and did-you-mean, never for arithmetic. */
export const knownModels: readonly string[] = [
  'deepseek-r1',
  'deepseek-v3',
  'deepseek-v3.2',
  'deepseek-v4-flash',
  'deepseek-v4-pro',
  'glm-5',
  'glm-5.1',
  'glm-5.2',
  'gpt-oss-120b',
  'kimi-k2',
  'kimi-k2.5',
  'kimi-k3',
  'llama-4-maverick',
  'llama-4-scout',
  'minimax-m2.5',
  'minimax-m3',
  'mixtral-8x22b',
  'mixtral-8x7b',
  'qwen3-235b-a22b',
  'qwen3-30b-a3b',
  'qwen3-coder-480b-a35b',
  'qwen3.5-122b-a10b',
  'qwen3.5-397b-a17b',
  'step-3.7-flash',
];

/** A model id in comparable form: `deepseek-ai/DeepSeek-V3` and `deepseek-v3` are the same model. */
export function normalModelId(id: string): string {
  return (id.split('/').at(-1) ?? id).toLowerCase().replaceAll('_', '-');
}
