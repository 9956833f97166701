import type { DecodePoint } from './decode-front';
import type { Setting } from './group-steps';
import { excess, fastestOf, keepsTime, type Limits } from './limits';
import { lastWithin, paretoFront } from './pareto-front';
import {
  bestBatch,
  decodeStepsToFirstToken,
  extraTransfer,
  type PrefillDecodeChoice,
  type PrefillDecodeServing,
  servePrefillDecode,
} from './prefill-decode-serving';
import type { PrefillPoint } from './prefill-serving';

/** The best ways to use groups of so many devices, so many of them in a rank, for a phase. */
export interface SizedFront<Point> {
  readonly size: number;
  readonly tensorParallel: number;
  readonly points: readonly Point[];
}

/** What the groups of both phases may be. No prefill where every prompt is in the cache. */
export interface PrefillDecodeFronts {
  readonly devices: number;
  readonly prefill: readonly SizedFront<PrefillPoint>[] | undefined;
  readonly decode: readonly SizedFront<DecodePoint>[];
}

/** Groups by the bounds of their times, and the requests per second that they bound. */
interface Pairing {
  readonly serving: PrefillDecodeServing;
  readonly batchSize: number;
  readonly rate: number;
}

/** Pairings that are evaluated exactly. */
const evaluated = 8;

/**
 * The choice of most throughput within the limits; undefined where none keeps them. The bounds of the fronts' points choose
 * sizes and numbers of groups; of the best of these the batch size is then found exactly. Source: docs/strategy.md, "Search".
 */
export function bestPrefillDecode(
  setting: Setting,
  fronts: PrefillDecodeFronts,
  limits: Limits,
): PrefillDecodeChoice | undefined {
  const kept: Pairing[] = [];
  const least = (): number => kept[evaluated - 1]?.rate ?? 0;
  const prefills = fronts.prefill === undefined ? [undefined] : byEfficiency(fronts.prefill);
  for (const decode of byEfficiency(fronts.decode)) {
    for (const prefill of prefills) {
      const decoded = decode.points.at(-1)!.rate / setting.workload.decode;
      if (mostWithParts(fronts.devices, prefill, decode.size, decoded) <= least()) break;
      const pairing = bestPairing(setting, fronts.devices, prefill, decode, limits, least());
      if (pairing === undefined) continue;
      kept.push(pairing);
      kept.sort((a, b) => b.rate - a.rate);
      if (kept.length > evaluated) kept.pop();
    }
  }
  let best: PrefillDecodeChoice | undefined;
  for (const { serving } of kept) {
    const choice = bestBatch(setting, serving, limits);
    if (choice !== undefined && choice.served.throughput > (best?.served.throughput ?? 0)) best = choice;
  }
  return best;
}

/** Descending by what a device gives at most. */
function byEfficiency<Point extends { readonly rate: number }>(
  fronts: readonly SizedFront<Point>[],
): readonly SizedFront<Point>[] {
  const most = ({ size, points }: SizedFront<Point>): number => (points.at(-1)?.rate ?? 0) / size;
  return [...fronts].sort((a, b) => most(b) - most(a));
}

/** The best numbers of groups of two sizes, if they give more requests per second than `above`. */
function bestPairing(
  setting: Setting,
  devices: number,
  prefill: SizedFront<PrefillPoint> | undefined,
  decode: SizedFront<DecodePoint>,
  limits: Limits,
  above: number,
): Pairing | undefined {
  let best: Pairing | undefined;
  for (let i = decode.points.length - 1; i >= 0; i--) {
    const point = decode.points[i]!;
    if (!keepsTime(point.tpot, limits.tpot)) continue;
    const most = mostRate(devices, prefill, decode.size, point.rate / setting.workload.decode);
    if (most <= Math.max(above, best?.rate ?? 0)) break;
    const pairing = pairingAt(setting, devices, prefill, { ...decode, point }, limits.ttft);
    if (pairing !== undefined && pairing.rate > Math.max(above, best?.rate ?? 0)) best = pairing;
  }
  return best;
}

/** No numbers of groups give more requests per second: with parts of groups, and with as many whole ones as there is room for. */
function mostRate(
  devices: number,
  prefill: SizedFront<PrefillPoint> | undefined,
  size: number,
  decodeRate: number,
): number {
  const left = devices - (prefill?.size ?? 0);
  return Math.min(mostWithParts(devices, prefill, size, decodeRate), Math.floor(left / size) * decodeRate);
}

/** Requests per second if parts of groups could be used. */
function mostWithParts(
  devices: number,
  prefill: SizedFront<PrefillPoint> | undefined,
  size: number,
  decodeRate: number,
): number {
  const fastest = prefill?.points.at(-1);
  if (prefill === undefined || fastest === undefined) return (devices * decodeRate) / size;
  return (devices * decodeRate * fastest.rate) / (decodeRate * prefill.size + fastest.rate * size);
}

/** The best numbers of groups of two sizes with one way to decode. */
function pairingAt(
  setting: Setting,
  devices: number,
  prefill: SizedFront<PrefillPoint> | undefined,
  { size, point }: { readonly size: number; readonly point: DecodePoint },
  ttft: number,
): Pairing | undefined {
  const { batchSize, serving: decode } = point;
  const decodeRate = point.rate / setting.workload.decode;
  const afterPrefill = decodeStepsToFirstToken * point.tpot;
  if (prefill === undefined) {
    const groups = Math.floor(devices / size);
    if (groups === 0 || !keepsTime(afterPrefill, ttft)) return undefined;
    const serving = { prefill: undefined, decode: { serving: decode, groups } };
    return { serving, batchSize, rate: groups * decodeRate };
  }
  const [fastest] = prefill.points;
  if (fastest === undefined) return undefined;
  const left = ttft - afterPrefill - extraTransfer(setting, fastest.serving, decode);
  const way = lastWithin(prefill.points, ({ seconds }) => seconds, left);
  if (way === undefined) return undefined;
  const decodeGroups = (prefillGroups: number): number => Math.floor((devices - prefillGroups * prefill.size) / size);
  // Where both rates would be equal with parts of groups; and the most prefill groups beside one more decode group.
  const equal = Math.floor((devices * decodeRate) / (size * way.rate + prefill.size * decodeRate));
  const fewer = Math.floor((devices - (decodeGroups(equal) + 1) * size) / prefill.size);
  let best: Pairing | undefined;
  for (const groups of [fewer, equal, equal + 1]) {
    const rate = Math.min(groups * way.rate, decodeGroups(groups) * decodeRate);
    if (groups < 1 || decodeGroups(groups) < 1 || rate <= (best?.rate ?? 0)) continue;
    const serving = {
      prefill: { serving: way.serving, groups },
      decode: { serving: decode, groups: decodeGroups(groups) },
    };
    best = { serving, batchSize, rate };
  }
  return best;
}

/** The choice that exceeds the limits least; undefined where no groups of both phases fit. */
export function nearestPrefillDecode(
  setting: Setting,
  fronts: PrefillDecodeFronts,
  limits: Limits,
): Omit<PrefillDecodeChoice, 'limitedBy'> | undefined {
  let [nearest, least]: [Pairing | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  for (const decode of fronts.decode) {
    for (const prefill of fronts.prefill ?? [undefined]) {
      const [slow, first] = [decode.points[0], prefill?.points[0]];
      if (slow === undefined || (prefill !== undefined && first === undefined)) continue;
      const extra = first === undefined ? 0 : extraTransfer(setting, first.serving, slow.serving);
      const ttft = (first?.seconds ?? 0) + extra + decodeStepsToFirstToken * slow.tpot;
      const over = excess({ ttft, tpot: slow.tpot }, limits);
      if (over >= least) continue;
      const pairing = pairingAt(
        setting,
        fronts.devices,
        prefill && { ...prefill, points: prefill.points.slice(0, 1) },
        { size: decode.size, point: slow },
        Number.POSITIVE_INFINITY,
      );
      if (pairing === undefined) continue;
      [nearest, least] = [pairing, over];
    }
  }
  return nearest && servePrefillDecode(setting, nearest.serving, nearest.batchSize, nearest.rate);
}

/** The front of throughput and TPOT, at so many steps of TPOT, with the objective on TTFT alone. */
export function prefillDecodeFrontier(
  setting: Setting,
  fronts: PrefillDecodeFronts,
  { ttft }: Pick<Limits, 'ttft'>,
  points: number,
): readonly Omit<PrefillDecodeChoice, 'limitedBy'>[] {
  const low = nearestPrefillDecode(setting, fronts, fastestOf(ttft))?.served.tpot;
  if (low === undefined) return [];
  const high = Math.max(...fronts.decode.map(({ points: ways }) => ways.at(-1)?.tpot ?? low));
  const front = paretoFront<Omit<PrefillDecodeChoice, 'limitedBy'>>();
  for (let step = 0; step < points; step++) {
    const tpot = low * (high / low) ** (step / (points - 1));
    let best: Pairing | undefined;
    for (const decode of fronts.decode) {
      const point = lastWithin(decode.points, (each) => each.tpot, tpot * (1 + 1e-9));
      if (point === undefined) continue;
      for (const prefill of fronts.prefill ?? [undefined]) {
        const most = mostRate(fronts.devices, prefill, decode.size, point.rate / setting.workload.decode);
        if (most <= (best?.rate ?? 0)) continue;
        const pairing = pairingAt(setting, fronts.devices, prefill, { size: decode.size, point }, ttft);
        if (pairing !== undefined && pairing.rate > (best?.rate ?? 0)) best = pairing;
      }
    }
    if (best === undefined) continue;
    const choice = servePrefillDecode(setting, best.serving, best.batchSize, best.rate);
    const { served } = choice;
    if (keepsTime(served.ttft, ttft)) front.offer(served.tpot, served.throughput, () => choice);
  }
  return front.items();
}
