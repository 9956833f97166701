import type { Launch } from '../../launches/launch';
import { flagOf } from '../../launches/launch-options';
import { type Dialect, mostRunning } from '../dialect';
import { vllmInStep } from './vllm-in-step';

/** What holds of vLLM whichever way it learns of its pools. */
export const vllmEngine = {
  requests: { option: '--max-num-seqs', is: mostRunning },
  inStep: (launch, _pool, workers) => vllmInStep(launch, workers),
  sharesExperts,
  byPriority: { option: 'scheduling-policy', value: 'priority' },
  kvTransferOption: 'kv-transfer-config',
} as const satisfies Partial<Dialect>;

/** Marks of the counts of both pools, in the words of all its builds. */
export const countMarks: readonly RegExp[] = [/\bnum_(?:attention|ffn)_(?:ranks|servers)\b/];

/** Experts are shared out where expert parallelism is on, and stay as they are without their load balancer. */
function sharesExperts(launch: Launch): boolean {
  const isStatic = flagOf(launch, 'enable-eplb') === false && !launch.options.has('eplb-config');
  return isStatic && flagOf(launch, 'enable-expert-parallel') === true;
}
