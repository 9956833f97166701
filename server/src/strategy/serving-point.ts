import type { Served } from './aggregated-serving';
import type { AggregatedChoice } from './best-aggregated';
import type { GroupUse, ServingPoint } from './comparison';
import { devicesOf } from './group-choices';
import { deviceBytes, type InFlight } from './group-memory';
import type { PreparedGroup, Setting } from './group-steps';
import type { PrefillDecodeChoice } from './prefill-decode-serving';
import { newTokens } from './prompt-seconds';

/** What a choice for both phases in the same groups looks like from outside. */
export function aggregatedPoint(setting: Setting, { serving, batchSize, served }: AggregatedChoice): ServingPoint {
  const { prepared, groups, microbatches, chunksPerPrompt } = serving;
  const chunks = newTokens(setting.workload) === 0 ? 0 : chunksPerPrompt;
  const inFlight = { batchSize, microbatches, chunksPerPrompt: chunks };
  return pointOf(setting, [use(setting, 'both', prepared, groups, inFlight)], served);
}

/** What a choice with groups for each phase looks like from outside. */
export function prefillDecodePoint(
  setting: Setting,
  { serving, batchSize, served }: Pick<PrefillDecodeChoice, 'serving' | 'batchSize' | 'served'>,
): ServingPoint {
  const { prefill, decode } = serving;
  const { prepared, microbatches } = decode.serving;
  const decoding = use(setting, 'decode', prepared, decode.groups, { batchSize, microbatches, chunksPerPrompt: 0 });
  if (prefill === undefined) return pointOf(setting, [decoding], served);
  const { chunksPerPrompt } = prefill.serving;
  const inFlight = { batchSize: 0, microbatches: prefill.serving.microbatches, chunksPerPrompt };
  const prefilling = use(setting, 'prefill', prefill.serving.prepared, prefill.groups, inFlight);
  return pointOf(setting, [prefilling, decoding], served);
}

function use(
  setting: Setting,
  serves: GroupUse['serves'],
  prepared: PreparedGroup,
  groups: number,
  inFlight: InFlight,
): GroupUse {
  const { attention, ffn, capacity } = deviceBytes(setting, prepared, inFlight);
  const { batchSize, microbatches, chunksPerPrompt } = inFlight;
  return {
    serves,
    groups,
    group: prepared.group,
    batchSize,
    microbatches,
    chunk: chunksPerPrompt === 0 ? 0 : newTokens(setting.workload) / chunksPerPrompt,
    attentionBytes: attention,
    ffnBytes: ffn,
    capacityBytes: capacity,
  };
}

function pointOf(setting: Setting, uses: readonly GroupUse[], { throughput, ttft, tpot }: Served): ServingPoint {
  const { decode } = setting.workload;
  return {
    uses,
    devicesUsed: uses.reduce((sum, { groups, group }) => sum + groups * devicesOf(group), 0),
    throughput,
    tokensPerSecondPerUser: 1 / tpot,
    ttft,
    tpot,
    // The first token takes the TTFT, each of the others a TPOT.
    concurrency: (throughput / decode) * (ttft + (decode - 1) * tpot),
  };
}
