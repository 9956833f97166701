import type { DeploymentPlan } from '../evaluation/plan-deployment';
import type { Regime } from '../provisioning/cycle/operating-point';
import { cycleTimeBound } from '../provisioning/optimum/objectives';
import type { PlanChoice, PlanOutcome, PlanReason } from '../provisioning/plan/plan-question';
import { formatCount, formatCounted, formatGain, formatPools } from '../text/format';
import { objectiveNames } from '../text/words';

/** The bundles of a choice: `17A:3F`, or `2 × 8A:2F` of several. */
export function bundleWords({ bundles, pools }: Pick<PlanChoice, 'bundles' | 'pools'>): string {
  return bundles === 1 ? formatPools(pools) : `${formatCount(bundles)} × ${formatPools(pools)}`;
}

/** What keeps the batch size of a choice, which is not held, from being larger. */
export function limitWords(
  { question, batchBasis }: Pick<DeploymentPlan, 'question' | 'batchBasis'>,
  { limitedBy, microbatches }: Pick<PlanChoice, 'limitedBy' | 'microbatches'>,
): string {
  switch (limitedBy) {
    case 'attention memory':
      return 'attention memory';
    case 'ffn memory':
      return 'FFN memory';
    case 'objective':
      return `the ${objectiveNames[cycleTimeBound(question.objectives ?? {}, microbatches)!.from]} objective`;
    case 'range':
      return batchBasis === 'calibrated' ? 'the calibrated range' : 'what a manifest may state';
  }
}

const slower: Readonly<Record<Regime, string>> = {
  attention: 'slower attention',
  communication: 'slower communication',
  ffn: 'slower FFN',
  pipeline: 'less overlap',
};

/** Why a choice loses to the first, in a few words, and what that alone takes: `smaller batch -3.1 %`. */
export function reasonWords(reason: PlanReason): string {
  const why = (): string => {
    switch (reason.kind) {
      case 'unused workers':
        return `${formatCount(reason.unused)} unused`;
      case 'fewer attention workers':
        return 'larger FFN share';
      case 'smaller batch':
        return 'smaller batch';
      case 'longer cycle':
        return slower[reason.stage];
      case 'dearer workers':
        return 'dearer workers';
    }
  };
  return `${why()} ${formatGain(-reason.loss)}`;
}

/**
 * What leaves no choice, and what would: one sentence without its full stop. `fewest`: workers of which there is one;
 * undefined where there is none up to `most`.
 */
export function noChoiceSentence(
  { question, evenExperts }: DeploymentPlan,
  why: Extract<PlanOutcome, { kind: 'none' }>['why'],
  fewest: number | undefined,
  most: number,
): string {
  const { workers, batchSizes, objectives = {} } = question;
  const requests = formatCounted(batchSizes.low, 'request');
  const asked = formatCounted(workers, 'worker');
  const names = [...(objectives.tpot ? ['TPOT'] : []), ...(objectives.ttft ? ['TTFT'] : [])].join(' and ');
  const [what, otherwise] = {
    pools: [
      `no bundle of at most ${asked} keeps the limits on pool sizes`,
      `relax the node size or the calibrated ratios${evenExperts === undefined ? '' : ', or lift the division of the experts with `--any-ffn`'}`,
    ],
    memory: [
      `no bundle of at most ${asked} holds the weights and ${requests} per attention worker and microbatch`,
      'take a device with more memory, or weights and KV cache in fewer bits',
    ],
    objective: [
      `no bundle of at most ${asked} keeps the ${names} objective with ${requests} per attention worker and microbatch`,
      'relax it, or take faster devices',
    ],
  }[why];
  return fewest === undefined
    ? `${what}, nor does any of up to ${formatCount(most)}: ${otherwise}`
    : `${what}; ${formatCounted(fewest, 'worker')} are the fewest that do`;
}
