import { builtInModelNames } from './hardware/find-model';

/** Models that AFD deployments serve but whose shape no roofline describes, and why. */
export const modelsWithoutShape: ReadonlyMap<string, string> = new Map([
  ['deepseek-v4-flash', 'compressed attention'],
  ['deepseek-v4-pro', 'compressed attention'],
  ['kimi-k3', 'linear attention'],
  ['qwen3.5-122b-a10b', 'linear attention'],
  ['qwen3.5-397b-a17b', 'linear attention'],
]);

/** Ids of models that AFD deployments serve; used for completion and did-you-mean, never for arithmetic. */
export const knownModels: readonly string[] = [...builtInModelNames, ...modelsWithoutShape.keys()].sort();

/** A model id in comparable form: `deepseek-ai/DeepSeek-V3` and `deepseek-v3` are the same model. */
export function normalModelId(id: string): string {
  return (id.split('/').at(-1) ?? id).toLowerCase().replaceAll('_', '-');
}
