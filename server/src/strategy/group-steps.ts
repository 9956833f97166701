import { kappa } from '../provisioning/cycle/barrier';
import { type CycleParts, cycleOfStages } from '../provisioning/cycle/cycle-time';
import { hitShare } from '../provisioning/cycle/expert-reads';
import { stageLineAt, timeOfRequests } from '../provisioning/cycle/stage-times';
import type { Group } from './comparison';
import { devicesOf } from './group-choices';
import { measuredNetwork, type NetworkCosts, networkCosts, networkTime } from './network-time';
import { newTokens, promptSeconds } from './prompt-seconds';
import type { ServedWorkload, StrategyQuestion } from './question';
import type { RankCosts, ServingCosts } from './serving-costs';

/** Factors on the stage times of both phases. */
export interface StageScale {
  /** On what grows with the load, and on what any step takes. */
  readonly attention: number;
  readonly attentionStep: number;
  readonly communication: number;
  readonly ffn: number;
  readonly ffnStep: number;
  /** On what tokens of prompts add, besides. */
  readonly prefill: number;
  /** Seconds that every step of the FFN takes besides. */
  readonly stepSeconds: number;
}

/** What steps depend on beside the group and its batch. */
export interface Setting {
  readonly costs: ServingCosts;
  readonly workload: ServedWorkload;
  readonly scales: Readonly<Record<Group['kind'], StageScale>>;
}

/** A group with its network costs and its part of the FFN. */
export interface PreparedGroup {
  readonly group: Group;
  readonly devices: number;
  readonly ranks: number;
  readonly rank: RankCosts;
  readonly ffnDevices: number;
  readonly network: NetworkCosts;
  /** Rows of the busiest FFN device, over the rows of the group. */
  readonly rowShare: number;
  /** Time to read an FFN device's part of the routed experts, all of it; 0 without. */
  readonly expertReadTime: number;
  /** What any FFN step takes. */
  readonly ffnBeta: number;
  /** Attention time of a prompt's token on a rank, the mean over those of a prompt in so many chunks, at least one. */
  readonly promptTokenTime: (chunks: number) => number;
}

/** Undefined where the group needs a network whose rate is not known, or a rank of a size that is not given. */
export function prepareGroup(
  { costs, workload, expertBalance }: Pick<StrategyQuestion, 'costs' | 'workload' | 'expertBalance'>,
  group: Group,
): PreparedGroup | undefined {
  const { tensorParallel } = group;
  const rank = costs.ranks.find((each) => each.tensorParallel === tensorParallel);
  const ranks = group.kind === 'withoutAfd' ? group.ranks : group.attentionRanks;
  const ffnDevices = group.kind === 'withoutAfd' ? ranks * tensorParallel : group.ffnWorkers;
  const { line, ownReadTime = 0 } = costs.ffn;
  const { routing } = costs.traffic;
  const balance = routing === undefined || ffnDevices === 1 ? 1 : expertBalance;
  const { communication } = costs;
  const network =
    communication === undefined ? networkCosts(costs.traffic, group, balance) : measuredNetwork(communication, group);
  if (rank === undefined || network === undefined) return undefined;
  return {
    group,
    devices: devicesOf(group),
    ranks,
    rank,
    ffnDevices,
    network,
    rowShare: 1 / (ffnDevices * balance),
    expertReadTime: line.experts === undefined ? 0 : line.experts.readTime / Math.min(ffnDevices, line.experts.count),
    ffnBeta: line.beta - ownReadTime * (1 - 1 / ffnSlices(costs, group)),
    promptTokenTime: promptTokenTimes(rank, workload),
  };
}

function promptTokenTimes({ prefill }: RankCosts, workload: ServedWorkload): PreparedGroup['promptTokenTime'] {
  const tokens = newTokens(workload);
  const known = new Map<number, number>();
  return (chunks) => {
    let time = known.get(chunks);
    if (time === undefined) {
      time = tokens === 0 ? 0 : promptSeconds(prefill, workload, chunks) / tokens;
      known.set(chunks, time);
    }
    return time;
  };
}

/** Among how many devices the weights of an FFN without routed experts are sliced. */
export function ffnSlices({ ffn, traffic }: ServingCosts, group: Group): number {
  if (traffic.routing !== undefined || ffn.ownReadTime === undefined) return 1;
  return group.kind === 'withoutAfd' ? group.tensorParallel : (group.ffnSlices ?? 1);
}

/** Prompt tokens beside the decoding requests of a microbatch. */
export interface PromptRows {
  /** Prompt tokens on a rank that carries some; the slowest rank does. */
  readonly tokens: number;
  /** Chunks of a prompt, which its attention time depends on; below 1 a chunk holds several. */
  readonly chunksPerPrompt: number;
  /** How many ranks carry some, on average. */
  readonly carrying: number;
  /** Whether the weights of experts that only prompts hit count; false for lower bounds. */
  readonly hits: boolean;
}

/**
 * Stage times of a microbatch with so many decoding requests on each rank, and with prompts on some. Without AFD the
 * same devices compute attention and FFN: one stage, here `attention`.
 * Source: docs/strategy.md, "A step".
 */
export function stepStages(
  { costs, workload, scales }: Setting,
  { group, ranks, rank, network, rowShare, expertReadTime, ffnBeta, promptTokenTime }: PreparedGroup,
  decoding: number,
  prompts?: PromptRows,
): CycleParts {
  const { load } = workload;
  const { decode } = rank;
  const scale = scales[group.kind];
  const attention =
    scale.attention *
      (stageLineAt(decode, decoding * load.theta) +
        timeOfRequests(decode, decoding, load.theta) +
        (prompts === undefined
          ? 0
          : scale.prefill * prompts.tokens * promptTokenTime(Math.max(1, prompts.chunksPerPrompt)))) +
    (scale.attentionStep - scale.attention) * decode.beta;
  const attentionSpread = scale.attention * decode.alpha * Math.sqrt(decoding) * (load.nu ?? 0);
  const decodingRows = ranks * decoding;
  const tokens = prompts?.tokens ?? 0;
  const promptRows = prompts === undefined ? 0 : prompts.carrying * tokens;
  const { line, prefillPerRow } = costs.ffn;
  const hitting = decodingRows + (prompts?.hits ? promptRows : 0);
  const reads = line.experts === undefined ? 0 : expertReadTime * hitShare(line.experts, hitting);
  const ffn =
    scale.ffn *
      ((line.alpha * decodingRows + scale.prefill * prefillPerRow * promptRows) * rowShare + ffnBeta + reads) +
    (scale.ffnStep - scale.ffn) * (ffnBeta + reads) +
    scale.stepSeconds;
  const communication =
    scale.communication * networkTime(network, (decoding + tokens) / group.tensorParallel, decodingRows + promptRows);
  return group.kind === 'withoutAfd'
    ? { attention: attention + ffn, attentionSpread, communication, ffn: 0 }
    : { attention, attentionSpread, communication, ffn };
}

/** Seconds in which a group with so many microbatches in flight does one of them. */
export type CycleOf = (parts: CycleParts, ranks: number, microbatches: number) => number;

/** The mean cycle. Source: docs/theory.md, "Pipeline". */
export const meanCycle: CycleOf = (parts, ranks, microbatches) => cycleOfStages(parts, ranks, 'pipeline', microbatches);

/** A lower bound of the mean cycle that costs little: the largest of the means. Source: docs/theory.md, "Joint choice". */
export const leastCycle: CycleOf = ({ attention, attentionSpread, communication, ffn }, ranks, microbatches) => {
  const excess = (copies: number): number => (attentionSpread === 0 ? 0 : kappa(copies) * attentionSpread);
  return Math.max(
    attention + excess(ranks) / Math.sqrt(microbatches),
    (attention + excess(microbatches * ranks) + ffn + communication) / microbatches,
    ffn,
    communication / 2,
  );
};

/** The stage that sets the cycle; `pipeline` where the way round of a microbatch does. */
export function slowestStage(
  parts: CycleParts,
  ranks: number,
  microbatches: number,
): 'attention' | 'ffn' | 'communication' | 'pipeline' {
  const cycle = leastCycle(parts, ranks, microbatches);
  if (parts.attention + kappa(ranks) * (parts.attentionSpread / Math.sqrt(microbatches)) >= cycle) return 'attention';
  if (parts.ffn >= cycle) return 'ffn';
  return parts.communication / 2 >= cycle ? 'communication' : 'pipeline';
}
