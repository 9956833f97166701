import type {
  AttentionLine,
  FfnLine,
  LatencyModel,
  Misfit,
  OperatingPoint,
  SlopeError,
  StageLine,
} from '../provisioning/cycle/operating-point';
import { normalCdf } from '../provisioning/mathematics/normal';
import { normalQuantile } from '../provisioning/mathematics/normal-quantile';
import type { InputErrors, ThetaError } from './input-errors';
import { fewPoints, latticeCoordinate, latticeSize } from './lattice';
import { leastMisfit, stragglerFactor } from './theory-deviation';
import { ToldOnce } from './told-once';

/** One plausible set of workload, coefficients and deviation of the theory, as what it makes of the given ones. */
export interface World {
  /** Factors of theta and of nu. */
  readonly load: { readonly theta: number; readonly nu: number };
  readonly attention: {
    readonly alpha: number;
    readonly perRequest: number;
    readonly beta: number;
    readonly tilt?: Tilt;
  };
  readonly communication: { readonly alpha: number; readonly beta: number };
  readonly ffn: { readonly alpha: number; readonly beta: number; readonly experts: number; readonly tilt?: Tilt };
  /** What the theory itself misses: a standard normal deviate for stragglers; undefined in a world where it holds. */
  readonly theory: { readonly straggler: number; readonly misfit: Misfit } | undefined;
}

/** A change of a slope, as a share of it, about a load at which the time stays. */
interface Tilt {
  readonly share: number;
  readonly at: number;
}

/** What happens in so many of the worlds is said without reserve. */
export const certainShare = 0.95;

/** The world in which nothing is off. */
export const givenWorld: World = {
  load: { theta: 1, nu: 1 },
  attention: { alpha: 1, perRequest: 1, beta: 1 },
  communication: { alpha: 1, beta: 1 },
  ffn: { alpha: 1, beta: 1, experts: 1 },
  theory: undefined,
};

/**
 * The plausible worlds within the errors of the inputs: always the same, equally likely, and evenly spread.
 * Source: docs/theory.md, "Plausible worlds".
 */
export function plausibleWorlds({
  theta,
  stages,
  slopes = {},
  together = 0,
  misfit = 0,
}: InputErrors): readonly World[] {
  const deviation = Math.hypot(leastMisfit, misfit);
  return Array.from({ length: latticeSize }, (_, point) => {
    const share = (coordinate: number): number => latticeCoordinate(point, coordinate);
    const normal = (coordinate: number): number => normalQuantile(share(coordinate));
    const factorsOf = (common: number, error: number) => {
      const part = Math.sqrt(together) * normal(common);
      return (coordinate: number): number =>
        1 + error * (2 * normalCdf(part + Math.sqrt(1 - together) * normal(coordinate)) - 1);
    };
    // Nothing whose slope was measured is off together, so the coordinates are free.
    const tilt = (coordinate: number, slope: SlopeError | undefined) =>
      slope && { tilt: { share: slope.error * normal(coordinate), at: slope.at } };
    const attention = factorsOf(12, stages.attention);
    const ffn = factorsOf(13, stages.ffn);
    const communication = factorsOf(14, stages.communication);
    return {
      load: loadFactors(theta, share),
      attention: {
        alpha: attention(1),
        beta: attention(2),
        perRequest: attention(3),
        ...tilt(12, slopes.attention),
      },
      ffn: { alpha: ffn(4), beta: ffn(5), experts: ffn(6), ...tilt(13, slopes.ffn) },
      communication: { alpha: communication(7), beta: communication(8) },
      theory: {
        straggler: normal(9),
        misfit: { sine: deviation * normal(10), cosine: deviation * normal(11) },
      },
    };
  });
}

/** Lognormal, so that no load turns negative. One request says nothing of its spread: up to twice its load. */
function loadFactors(error: ThetaError, share: (coordinate: number) => number): World['load'] {
  if (error.kind === 'one request') return { theta: 2 * share(0), nu: 2 * share(0) };
  const tail = error.reach95 / normalQuantile(0.975);
  const normal = normalQuantile(share(0));
  const theta = Math.exp(error.relative * tail * normal);
  if (error.nu === undefined) return { theta, nu: theta };
  const { relative, correlation } = error.nu;
  const own = correlation * normal + Math.sqrt(1 - correlation ** 2) * normalQuantile(share(15));
  return { theta, nu: Math.exp(relative * tail * own) };
}

/** The operating point as it is in a world. */
export function pointIn(world: World, point: OperatingPoint): OperatingPoint {
  const { theory } = world;
  const { theta, nu } = point.load;
  const straggler = theory === undefined ? 1 : stragglerFactor(point, theory.straggler);
  return {
    ...point,
    load: {
      ...point.load,
      theta: theta * world.load.theta,
      nu: nu === undefined ? undefined : nu * world.load.nu * straggler,
    },
    latency: latencyIn(world, point.latency),
    misfit: theory?.misfit,
  };
}

function latencyIn({ attention, communication, ffn }: World, latency: LatencyModel): LatencyModel {
  return {
    ...latency,
    attention: attentionTimes(latency.attention, attention),
    communication: { ...latency.communication, ...scaledLine(latency.communication, communication) },
    ffn: ffnTimes(latency.ffn, ffn),
  };
}

/** What factors make of a line. No time falls with the load, nor is below 0 without one. */
export function scaledLine(
  { alpha, beta }: StageLine,
  { tilt, ...factors }: StageLine & { readonly tilt?: Tilt },
): StageLine {
  const turned = tilt ? Math.max(-alpha, tilt.share * alpha) : 0;
  return {
    alpha: (alpha + turned) * factors.alpha,
    beta: Math.max(0, beta - turned * (tilt?.at ?? 0)) * factors.beta,
  };
}

function attentionTimes(line: AttentionLine, factors: World['attention']): AttentionLine {
  return {
    ...scaledLine(line, factors),
    perRequest: line.perRequest && line.perRequest * factors.perRequest,
    capped: line.capped?.map(({ alpha, tokens }) => ({ alpha: alpha * factors.alpha, tokens })),
  };
}

function ffnTimes(line: FfnLine, factors: World['ffn']): FfnLine {
  const { experts } = line;
  return {
    ...scaledLine(line, factors),
    experts: experts && { ...experts, readTime: experts.readTime * factors.experts },
  };
}

/** Points of worlds, for as long as both are in use. */
type KnownPoints = ToldOnce<readonly World[], ToldOnce<OperatingPoint, readonly OperatingPoint[]>>;

const known: KnownPoints = new ToldOnce();
const knownToSearch: KnownPoints = new ToldOnce();

/** The point as it is in each of the worlds; made once for both. */
export function pointsIn(worlds: readonly World[], point: OperatingPoint): readonly OperatingPoint[] {
  const make = () => worlds.map((world) => pointIn(world, point));
  return known.get(worlds, () => new ToldOnce()).get(point, make);
}

/** The point in some of the worlds, to search for pools in: without the misfit, along which throughput has no one maximum. */
export function searchPoints(worlds: readonly World[], point: OperatingPoint): readonly OperatingPoint[] {
  const make = () =>
    pointsIn(worlds, point)
      .filter((_, index) => fewPoints.includes(index))
      .map((at) => ({ ...at, misfit: undefined }));
  return knownToSearch.get(worlds, () => new ToldOnce()).get(point, make);
}
