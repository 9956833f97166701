import { lastOfPrefix } from '../provisioning/mathematics/unimodal-search';
import type { Served } from './aggregated-serving';
import { type DecodeServing, decodeRate, decodeStep } from './decode-front';
import { meanCycle, type Setting } from './group-steps';
import { keepsTime, type Limits } from './limits';
import {
  mostPrefillUtilisation,
  type PrefillServing,
  servePrefill,
  transferSeconds,
  utilisationFor,
  utilisationWithin,
} from './prefill-serving';

/** Groups for each phase. No prefill where every prompt is in the cache. */
export interface PrefillDecodeServing {
  readonly prefill: { readonly serving: PrefillServing; readonly groups: number } | undefined;
  readonly decode: { readonly serving: DecodeServing; readonly groups: number };
}

export interface PrefillDecodeChoice {
  readonly serving: PrefillDecodeServing;
  readonly batchSize: number;
  readonly served: Served;
  /** Which phase has the smaller rate. `ttft`: prefill, and it is the time of a prompt that allows no more. */
  readonly limitedBy: 'prefill' | 'ttft' | 'decode';
}

/** A step that has begun must end before a request joins it: half of one on average, and then its own. */
export const decodeStepsToFirstToken = 1.5;

/** What is added where a decode rank's links take longer for a prompt's KV cache than the prefill rank's. */
export function extraTransfer(setting: Setting, prefill: PrefillServing, decode: DecodeServing): number {
  const [from, to] = [transferSeconds(setting, prefill.prepared), transferSeconds(setting, decode.prepared)];
  return from === Number.POSITIVE_INFINITY ? 0 : Math.max(0, to - from);
}

/** Prompts and steps with a batch size: the largest rates of both phases, in requests per second, within the TTFT. */
interface Rates {
  readonly tpot: number;
  readonly decode: number;
  readonly prefill: number;
  readonly prefillLimit: 'prefill' | 'ttft';
}

function ratesAt(setting: Setting, serving: PrefillDecodeServing, batchSize: number, ttft: number): Rates | undefined {
  const { prefill, decode } = serving;
  const tpot = decodeStep(setting, decode.serving, batchSize, meanCycle);
  const rates = {
    tpot,
    decode: (decode.groups * decodeRate(decode.serving, batchSize, tpot)) / setting.workload.decode,
  };
  if (prefill === undefined) {
    const kept = keepsTime(decodeStepsToFirstToken * tpot, ttft);
    return kept ? { ...rates, prefill: Number.POSITIVE_INFINITY, prefillLimit: 'prefill' } : undefined;
  }
  const most = mostPrefillUtilisation(setting, prefill.serving, meanCycle);
  const seconds = ttft - decodeStepsToFirstToken * tpot - extraTransfer(setting, prefill.serving, decode.serving);
  const within = utilisationWithin(setting, prefill.serving, seconds, most, meanCycle);
  if (within === undefined || within === 0) return undefined;
  return {
    ...rates,
    prefill: prefill.groups * servePrefill(setting, prefill.serving, within, meanCycle).rate,
    prefillLimit: within < most ? 'ttft' : 'prefill',
  };
}

/**
 * The batch size of most throughput within the limits: throughput is the smaller rate of both phases; decoding gets faster
 * with B, prefill slower, as a longer decode step leaves it less of the TTFT. Undefined where none keeps them.
 */
export function bestBatch(
  setting: Setting,
  serving: PrefillDecodeServing,
  limits: Limits,
): PrefillDecodeChoice | undefined {
  const known = new Map<number, Rates | undefined>();
  const at = (size: number): Rates | undefined => {
    if (!known.has(size)) {
      const rates = ratesAt(setting, serving, size, limits.ttft);
      known.set(size, rates !== undefined && keepsTime(rates.tpot, limits.tpot) ? rates : undefined);
    }
    return known.get(size);
  };
  const { largestBatch } = serving.decode.serving;
  const most = lastOfPrefix((size) => at(size) !== undefined, 1, largestBatch);
  if (most === undefined) return undefined;
  const balanced = lastOfPrefix((size) => at(size)!.decode <= at(size)!.prefill, 1, most) ?? 0;
  const value = (size: number): number => Math.min(at(size)!.decode, at(size)!.prefill);
  const batchSize =
    balanced === most || (balanced > 0 && value(balanced) >= value(balanced + 1)) ? balanced : balanced + 1;
  const { decode, prefill, prefillLimit } = at(batchSize)!;
  // What the next larger batch would be limited by is what this one is.
  const next = batchSize < most ? at(batchSize + 1)! : undefined;
  const byPrefill = prefill < decode || (next !== undefined && next.prefill < next.decode);
  return {
    ...servePrefillDecode(setting, serving, batchSize, Math.min(decode, prefill)),
    limitedBy: byPrefill ? (next?.prefillLimit ?? prefillLimit) : 'decode',
  };
}

/** What comes of a batch size and at most so many requests per second, fewer where a phase does not keep up. */
export function servePrefillDecode(
  setting: Setting,
  serving: PrefillDecodeServing,
  batchSize: number,
  mostRate: number,
): Omit<PrefillDecodeChoice, 'limitedBy'> {
  const { prefill, decode } = serving;
  const tpot = decodeStep(setting, decode.serving, batchSize, meanCycle);
  const decoded = (decode.groups * decodeRate(decode.serving, batchSize, tpot)) / setting.workload.decode;
  let rate = Math.min(mostRate, decoded);
  let ttft = decodeStepsToFirstToken * tpot;
  if (prefill !== undefined) {
    const most = mostPrefillUtilisation(setting, prefill.serving, meanCycle);
    const needed = utilisationFor(setting, prefill.serving, rate / prefill.groups, most, meanCycle);
    const prefilled = servePrefill(setting, prefill.serving, needed ?? most, meanCycle);
    if (needed === undefined) rate = prefill.groups * prefilled.rate;
    ttft += prefilled.seconds + extraTransfer(setting, prefill.serving, decode.serving);
  }
  return { serving, batchSize, served: { throughput: rate * setting.workload.decode, ttft, tpot } };
}
