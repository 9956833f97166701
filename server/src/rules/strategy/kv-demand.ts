import { attentionNeeded, type OfferedLoad } from '../../evaluation/offered-load';
import type { Deployment } from '../../manifest/deployment';
import { poolPlaceHere } from '../../manifest/place-here';
import type { Pools } from '../../provisioning/cycle/operating-point';
import { formatCount, formatPools, formatRatioValue } from '../../text/format';
import { finding, type Rule } from '../rule';
import { resizeFixes } from '../sizing/resize-fix';

export const kvDemand: Rule = {
  code: 'AFD613',
  title: 'Requests need more KV cache than there is',
  severity: 'error',
  check(subject) {
    const { deployment, evaluation, requestOrder } = subject;
    const offeredLoad = requestOrder?.offeredLoad;
    if (!deployment?.attention || !evaluation || !offeredLoad || offeredLoad.low <= 1) return [];
    const enough = fewerThanBundles(attentionNeeded(deployment, evaluation, offeredLoad), deployment, offeredLoad);
    const held = enough
      ? `${formatCount(enough.attention)} attention workers hold them`
      : `${formatCount(offeredLoad.bundlesNeeded)} such bundles hold them`;
    const message = `No order of requests helps: they need ${formatRatioValue(offeredLoad.rho)} times the KV cache; ${held}.`;
    return [
      finding(kvDemand, poolPlaceHere(deployment.attention) ?? deployment.factsRange, message, {
        fixes: () =>
          enough
            ? resizeFixes(
                subject,
                deployment,
                enough,
                () => `Change to ${formatPools(enough)}, the fewest attention workers that keep up`,
              )
            : [],
      }),
    ];
  },
};

/** The pools, unless whole bundles like the configured one do with as few workers: then the FFN pool is what lacks. */
function fewerThanBundles(
  pools: Pools | undefined,
  { attention, ffn }: Deployment,
  { bundlesNeeded }: OfferedLoad,
): Pools | undefined {
  const bundles = bundlesNeeded * (attention!.workers + ffn!.workers);
  return pools && pools.attention + pools.ffn < bundles ? pools : undefined;
}
