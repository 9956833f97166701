import type { LatencyModel, OperatingPoint, Pools } from '../server/src/provisioning/cycle/operating-point';
import { regime } from '../server/src/provisioning/cycle/regime';
import { simulate } from '../server/src/simulation/simulate';
import { gainBand } from '../server/src/uncertainty/gain-band';
import { recommend } from '../server/src/uncertainty/recommendation';
import { plausibleWorlds } from '../server/src/uncertainty/world';
import { lengthKinds, type RandomLengths, randomLengths, type Uniform, uniformNumbers } from './band-cases';
import { writePart } from './document';

const caseCount = 300;
/** What the stated coefficients are off by at most, each for itself. */
const error = 0.05;
/** Larger cases would take minutes each. */
const mostSlots = 40_000;
/** Gains that the simulation knows to so much tell whether a band holds them; others tell of the simulation. */
const knownTo = 0.003;

/** What a band says, and whether the simulated gain is in it. */
interface Judged {
  readonly holds: boolean;
  readonly width: number;
}

interface BandCase {
  readonly lengths: RandomLengths['kind'];
  readonly regimes: string;
  readonly microbatches: number;
  readonly standardError: number;
  readonly worlds: Judged;
  /** With the true coefficients: what the theory itself misses. */
  readonly perfectProfile: Judged;
}

const exactTheta = { kind: 'standard error', relative: 0, reach95: 1.96 } as const;
const stagesOff = (share: number) => ({ attention: share, communication: share, ffn: share });
const statedWorlds = plausibleWorlds({ theta: exactTheta, stages: stagesOff(error) });
const perfectWorlds = plausibleWorlds({ theta: exactTheta, stages: stagesOff(0) });

/** True stage times of a random regime, in units of the mean attention time. */
function randomLatency(uniform: Uniform, batchSize: number, theta: number): LatencyModel {
  const share = (most: number) => most * uniform();
  const [attentionBase, ffnBase, linkBase] = [share(0.5), share(0.6), share(1)];
  const rows = between(uniform, 1.5, 30) * batchSize;
  const link = uniform() < 0.3 ? between(uniform, 0.5, 3) : between(uniform, 0.05, 0.5);
  return {
    attention: { alpha: (1 - attentionBase) / (batchSize * theta), beta: attentionBase },
    ffn: { alpha: (1 - ffnBase) / rows, beta: ffnBase },
    communication: { alpha: (link * (1 - linkBase)) / rows, beta: link * linkBase },
    communicationScalesWith: 'bundle',
    attentionCost: 1,
    ffnCost: 1,
  };
}

/** A number whose logarithm is uniform. */
function between(uniform: Uniform, low: number, high: number): number {
  return low * (high / low) ** uniform();
}

/** What a profile states whose coefficients are each off by a draw. */
function statedFor(uniform: Uniform, truth: LatencyModel): LatencyModel {
  const off = (value: number) => value / (1 + error * (2 * uniform() - 1));
  const line = ({ alpha, beta }: { readonly alpha: number; readonly beta: number }) => ({
    alpha: off(alpha),
    beta: off(beta),
  });
  const { attention, communication, ffn } = truth;
  return { ...truth, attention: line(attention), communication: line(communication), ffn: line(ffn) };
}

/** A case, or undefined where nothing better is found or it is too large. */
function randomCase(uniform: Uniform, seed: number): BandCase | undefined {
  const lengths = randomLengths(uniform);
  const { theta, nu, meanDecode } = lengths;
  const microbatches = 1 + Math.floor(4 * uniform());
  const batchSize = Math.round(between(uniform, 8, 1024));
  const truth = randomLatency(uniform, batchSize, theta);
  const point: OperatingPoint = {
    load: { theta, nu, meanDecode },
    batchSize,
    microbatches,
    latency: statedFor(uniform, truth),
  };
  const from: Pools = {
    attention: Math.round(between(uniform, 1, 64)),
    ffn: 2 ** Math.floor(3 * uniform() ** 2),
  };
  const limits = { attentionStep: 1, ffnStep: 1, maxWorkers: 64 };
  const to = recommend(point, from, 'pipeline', limits, statedWorlds)[0]?.pools;
  const most = Math.max(from.attention, to?.attention ?? 0);
  if (to === undefined || most * batchSize * microbatches > mostSlots) return undefined;
  const { points } = simulate({
    latency: truth,
    batchSize,
    microbatches,
    pools: [from, to],
    requests: { kind: 'resample', list: lengths.list },
    requestsPerWorker: Math.min(60_000, Math.max(3000, 20 * batchSize * microbatches, 4e7 / (most * meanDecode))),
    start: 'stationary',
    warmUp: 0,
    replications: 3,
    seed,
  })!;
  const gain = points[1]!.throughput.mean / points[0]!.throughput.mean - 1;
  const judged = ({ low, high }: { readonly low: number; readonly high: number }): Judged => ({
    holds: low <= gain && gain <= high,
    width: high - low,
  });
  return {
    lengths: lengths.kind,
    regimes: `${regime(point, from, 'pipeline')} to ${regime(point, to, 'pipeline')}`,
    microbatches,
    // Student's t with two degrees of freedom reaches 4.3 standard errors.
    standardError: Math.hypot(
      ...points.map(({ throughput: { mean, low, high } }) => (high! - low!) / (2 * 4.303 * mean)),
    ),
    worlds: judged(gainBand(point, from, to, 'pipeline', statedWorlds)),
    perfectProfile: judged(gainBand({ ...point, latency: truth }, from, to, 'pipeline', perfectWorlds)),
  };
}

function allCases(): readonly BandCase[] {
  const uniform = uniformNumbers(2026);
  const cases: BandCase[] = [];
  for (let seed = 1; cases.length < caseCount; seed++) {
    const drawn = randomCase(uniform, seed);
    if (drawn) cases.push(drawn);
    if (drawn && cases.length % 50 === 0) console.log(`${cases.length} cases`);
  }
  return cases;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function row(name: string, cases: readonly BandCase[]): string {
  const held = (key: 'worlds' | 'perfectProfile') =>
    `${((100 * cases.filter((each) => each[key].holds).length) / cases.length).toFixed(0)} %`;
  const width = (key: 'worlds' | 'perfectProfile') => (100 * median(cases.map((each) => each[key].width))).toFixed(1);
  return `| ${[name, cases.length, held('worlds'), width('worlds'), held('perfectProfile'), width('perfectProfile')].join(' | ')} |`;
}

function main(): void {
  const all = allCases();
  const known = all.filter(({ standardError }) => standardError <= knownTo);
  const classes = (of: (each: BandCase) => string) =>
    [...new Set(known.map(of))]
      .map((name) => [name, known.filter((each) => of(each) === name)] as const)
      .filter(([, cases]) => cases.length >= 10)
      .map(([name, cases]) => row(name, cases));
  writePart('bands', [
    `Written by \`npm run validate -- --bands\`; do not edit. ${caseCount} random cases: lengths that are ${lengthKinds.join(', ')}, m of 1 to 4, B of 8 to 1,024, up to 64 attention workers, all regimes. The profile states coefficients that are each off by a uniform draw within ${100 * error} %; what it recommends is simulated with the true ones. A band should hold the simulated gain in 90 % of the cases. How worlds are made: [theory.md](theory.md), "Plausible worlds".`,
    [
      '| cases | number | bands hold | width | perfect profile: bands hold | width |',
      '| :--- | ---: | ---: | ---: | ---: | ---: |',
      row('all', all),
      row(`gain simulated to ${100 * knownTo} points or better; of these:`, known),
      ...classes(({ lengths }) => `${lengths} lengths`),
      ...classes(({ microbatches }) => `m = ${microbatches}`),
      ...classes(({ regimes }) => regimes),
    ].join('\n'),
    'Widths are medians, in percentage points. Of heavy-tailed lengths the simulation itself knows the gain of many cases to a point at best, which all bands are blamed for in the first row.',
  ]);
}

main();
