import { type AggregatedServing, type Served, serveAggregated } from './aggregated-serving';
import type { AggregatedChoice } from './best-aggregated';
import type { BindingConstraint } from './comparison';
import { decodeStep } from './decode-front';
import { mostRequests } from './group-memory';
import { meanCycle, type PreparedGroup, type Setting, slowestStage, stepStages } from './group-steps';
import { excess, keeps, keepsTime, type Limits, missed } from './limits';
import type { PrefillDecodeChoice } from './prefill-decode-serving';

/** What keeps groups for both phases from one more request; where nothing does, the stage that sets their cycle. */
export function bindingOfAggregated(
  setting: Setting,
  { serving, batchSize }: AggregatedChoice,
  limits: Limits,
): BindingConstraint {
  const more = batchSize + 1;
  const at = (each: AggregatedServing): Served => serveAggregated(setting, each, more, meanCycle);
  const holds = (each: AggregatedServing): boolean => (each.largest()?.batchSize ?? 0) >= more;
  if (holds(serving)) {
    const served = at(serving);
    if (!keeps(served, limits)) return missed(served, limits);
    return stageOf(setting, serving.prepared, serving.microbatches, batchSize);
  }
  if (more > mostRequests) return stageOf(setting, serving.prepared, serving.microbatches, batchSize);
  if (serving.largest()?.from !== 'prefill') return 'memory';
  // All steps carry prompts; longer chunks would leave some without, unless an objective forbids them.
  const longer = serving.alternatives().filter(holds).map(at);
  const [nearest] = longer.sort((a, b) => excess(a, limits) - excess(b, limits));
  return nearest === undefined || keeps(nearest, limits) ? 'prefill' : missed(nearest, limits);
}

/** What keeps groups for each phase from more; where nothing does, the stage that sets the cycle of decoding. */
export function bindingOfPrefillDecode(
  setting: Setting,
  { serving, batchSize, limitedBy }: PrefillDecodeChoice,
  limits: Limits,
): BindingConstraint {
  if (limitedBy !== 'decode') return limitedBy;
  const { serving: decode } = serving.decode;
  if (batchSize >= decode.largestBatch) return 'memory';
  const tpot = decodeStep(setting, decode, batchSize + 1, meanCycle);
  return keepsTime(tpot, limits.tpot) ? 'ttft' : 'tpot';
}

function stageOf(
  setting: Setting,
  prepared: PreparedGroup,
  microbatches: number,
  batchSize: number,
): BindingConstraint {
  const { group, ranks } = prepared;
  const parts = stepStages(setting, prepared, batchSize);
  const stage = slowestStage(parts, ranks, microbatches);
  if (group.kind === 'afd' || stage !== 'attention') return stage;
  // Without AFD attention and FFN are one stage.
  const withoutFfn = { ...setting.scales.withoutAfd, ffn: 0, ffnStep: 0, stepSeconds: 0 };
  const scales = { ...setting.scales, withoutAfd: withoutFfn };
  const attention = stepStages({ ...setting, scales }, prepared, batchSize).attention;
  return 2 * attention >= parts.attention ? 'attention' : 'ffn';
}
