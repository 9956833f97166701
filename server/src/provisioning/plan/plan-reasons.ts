import type { PlanChoice, PlanReason } from './plan-question';

/** What a comparison needs of a choice. */
type Compared = Pick<
  PlanChoice,
  'pools' | 'bundles' | 'batchSize' | 'limitedBy' | 'unused' | 'throughput' | 'perCost' | 'cycleTime' | 'regime'
>;

/** Losses below this are rounding. */
const LEAST_LOSS = 1e-9;

/**
 * Why a choice is worse than another of the same N workers, the main reason first. Throughput per cost is (workers used)
 * (share of attention) B / (E[tau] cost): the ratios of the factors are the reasons. Source: docs/theory.md, "Joint choice".
 */
export function planReasons(choice: Compared, first: Compared): readonly PlanReason[] {
  const { unused, batchSize, limitedBy, regime: stage, cycleTime, pools } = choice;
  const ratioOf = (value: (of: Compared) => number): number => 1 - value(choice) / value(first);
  const perWorker = ratioOf((of) => of.batchSize / of.cycleTime);
  const reasons: readonly PlanReason[] = [
    { kind: 'unused workers', loss: ratioOf(used), unused },
    {
      kind: 'fewer attention workers',
      loss: ratioOf((of) => of.pools.attention / (of.pools.attention + of.pools.ffn)),
      attention: choice.bundles * pools.attention,
    },
    batchSize < first.batchSize
      ? { kind: 'smaller batch', loss: perWorker, batchSize, limitedBy }
      : { kind: 'longer cycle', loss: perWorker, stage, cycleTime },
    { kind: 'dearer workers', loss: ratioOf((of) => of.perCost / of.throughput) },
  ];
  return reasons.filter(({ loss }) => loss > LEAST_LOSS).sort((a, b) => b.loss - a.loss);
}

function used({ pools, bundles }: Compared): number {
  return bundles * (pools.attention + pools.ffn);
}
