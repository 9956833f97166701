import type { Sizing } from '../evaluation/evaluation';
import { throughputPerInstance } from '../provisioning/cycle/throughput';
import type { RequestLaw, RequestLengths } from '../simulation/request-law';
import type { Scenario, SimulatedPoint, Simulation } from '../simulation/scenario';
import { scenarioProblem } from '../simulation/scenario-problem';
import { formatCounted, formatNumber, plainWord, quote } from '../text/format';
import type { KeepRequests } from '../workload/request-list';
import { describeLaw, lawOfStatistics } from './request-law-of';
import { scaleList } from './scale-lengths';
import type { NoSweep, SimulatedSweep, SimulatedSweepPoint, TheorySweep, WhatIf } from './sweep';
import { type SweptRatios, sweepPools } from './sweep-pools';
import { type SizedSubject, type SweepSubject, sizeSubject } from './sweep-subject';
import { sweepStep, theoryOf } from './theory-sweep';

/** How to simulate; absent means the default. */
export interface SimulationOptions {
  readonly range?: SweptRatios | undefined;
  readonly seed?: number | undefined;
  readonly requestsPerWorker?: number | undefined;
  readonly replications?: number | undefined;
  readonly start?: Scenario['start'] | undefined;
  /** The trace's requests in their order instead of drawn at random. */
  readonly replay?: boolean | undefined;
}

/** What a simulation needs from outside: the requests of the referenced trace, and somewhere to run. */
export interface SimulationServices {
  readonly requests: (
    reference: string,
    columns: { readonly prefill: string; readonly decode: string } | undefined,
    keep: KeepRequests,
  ) => Promise<
    | { readonly kind: 'ready'; readonly list: RequestLengths }
    | { readonly kind: 'failed'; readonly message: string }
    | { readonly kind: 'missing' }
  >;
  readonly simulate: (scenario: Scenario) => Promise<Simulation>;
}

/** Points of a simulated sweep, and requests of a trace it draws from at most. */
const mostPoints = 40;
const mostRequests = 250_000;
/** By default every slot serves about so many requests. */
const requestsPerSlot = 20;
const fewestRequests = 1000;

/** A theoretical sweep and its simulation; or why there is none. Rejects as `services` do, for instance when aborted. */
export async function simulateSweep(
  subject: SweepSubject,
  whatIf: WhatIf,
  options: SimulationOptions,
  services: SimulationServices,
): Promise<{ readonly theory: TheorySweep; readonly simulated: SimulatedSweep } | NoSweep> {
  const sized = sizeSubject(subject, whatIf);
  if ('kind' in sized) return sized;
  const theory = theoryOf(subject, sized, whatIf, options.range);
  const none = (message: string): NoSweep => ({ kind: 'none', title: theory.title, message });
  if (theory.points.length === 0) return none(outsideRange(sized, options.range));
  if (theory.notSimulated !== undefined) return none(theory.notSimulated);
  const outline = outlineOf(sized, theory, options);
  const early = scenarioProblem({ ...outline, requests: { kind: 'deterministic', prefill: 0, decode: 1 } });
  if (early !== undefined) return none(early);
  const law = await requestLaw(sized, outline, whatIf.lengthScale ?? 1, options, services);
  if ('problem' in law) return none(law.problem);
  const scenario: Scenario = { ...outline, requests: law.law };
  const problem = scenarioProblem(scenario);
  if (problem !== undefined) return none(problem);
  return { theory, simulated: simulatedSweep(await services.simulate(scenario), sized, theory, law.words) };
}

/** Why a range asked for leaves nothing to simulate. */
function outsideRange({ evaluation: { profile } }: SizedSubject, asked: SweptRatios | undefined): string {
  const [from, to] = [asked?.low, asked?.high].map((ratio) => formatNumber(ratio ?? Number.NaN));
  const { ratio } = profile.ranges;
  const calibrated = ratio
    ? ` within the ${formatNumber(ratio.low)} to ${formatNumber(ratio.high)} that the latency profile was calibrated for`
    : '';
  return `No pool sizes have a ratio from ${from} to ${to}${calibrated}.`;
}

function outlineOf(
  { deployment, evaluation: { sizing } }: SizedSubject,
  theory: TheorySweep,
  options: SimulationOptions,
): Omit<Scenario, 'requests'> {
  const { point, pools } = sizing;
  const microbatches = point.microbatches!;
  const horizon = deployment.workload?.horizonRequests?.value;
  const step = sweepStep(deployment);
  const near = theory.predicted.attention;
  const include = [theory.configured.attention, near - step, near, near + step];
  const start = options.start ?? (horizon === undefined ? 'stationary' : 'cold');
  const { points } = theory;
  const range = { low: points[0]!.ratio, high: points.at(-1)!.ratio };
  return {
    latency: point.latency,
    batchSize: point.batchSize,
    sharing: point.sharing,
    microbatches,
    pools: sweepPools(range, pools.ffn, step, mostPoints, include),
    requestsPerWorker:
      options.requestsPerWorker ??
      horizon ??
      Math.max(fewestRequests, requestsPerSlot * microbatches * point.batchSize),
    start,
    // A run of a given length is measured as a whole.
    warmUp: start === 'cold' && horizon === undefined ? 0.5 : 0,
    replications: options.replications ?? 3,
    seed: options.seed ?? 1,
  };
}

async function requestLaw(
  { deployment }: SizedSubject,
  { pools, requestsPerWorker, batchSize, microbatches, seed }: Omit<Scenario, 'requests'>,
  scale: number,
  { replay = false }: SimulationOptions,
  services: SimulationServices,
): Promise<{ readonly law: RequestLaw; readonly words: string } | { readonly problem: string }> {
  const trace = deployment.workload?.trace;
  if (!trace) {
    if (replay) return { problem: 'Only a request trace can be replayed; this workload is given by statistics.' };
    const law = lawOfStatistics(deployment.workload?.statistics?.data ?? {});
    return 'kind' in law ? { law, words: describeLaw(law, undefined) } : law;
  }
  const workers = Math.max(...pools.map(({ attention }) => attention));
  const keep: KeepRequests = replay
    ? { kind: 'first', limit: workers * (requestsPerWorker + batchSize * microbatches) }
    : { kind: 'sample', limit: mostRequests, seed };
  const read = await services.requests(trace.path.value, trace.columns, keep);
  if (read.kind === 'missing') return { problem: `The trace ${quote(trace.path.value)} does not exist.` };
  if (read.kind === 'failed') return { problem: read.message };
  const law: RequestLaw = { kind: replay ? 'replay' : 'resample', list: scaleList(read.list, scale) };
  const count = formatCounted(read.list.decode.length, 'request');
  return { law, words: `${count} of ${describeLaw(law, plainWord(trace.path.value))}` };
}

function simulatedSweep(
  simulation: Simulation,
  { evaluation: { sizing } }: SizedSubject,
  theory: TheorySweep,
  requests: string,
): SimulatedSweep {
  const points = simulation.points.map((point) => sweepPoint(point, sizing));
  const best = points.reduce((most, point) => (point.throughput.mean > most.throughput.mean ? point : most));
  const { attention, ffn, ratio } = theory.predicted;
  const predicted = points.find((point) => point.attention === attention);
  return {
    kind: 'simulated',
    seed: simulation.seed,
    replications: simulation.replications,
    requestsPerWorker: simulation.requestsPerWorker,
    start: simulation.start,
    requests,
    points,
    best: { attention: best.attention, ffn: best.ffn, ratio: best.ratio },
    predicted: { attention, ffn, ratio },
    ratioErrorPercent: 100 * Math.abs(ratio / best.ratio - 1),
    regretPercent: predicted ? 100 * (1 - predicted.throughput.mean / best.throughput.mean) : Number.NaN,
  };
}

function sweepPoint({ pools, cycleTime: _, ...figures }: SimulatedPoint, { point, form }: Sizing): SimulatedSweepPoint {
  const theory = throughputPerInstance(point, pools, form);
  return { ...pools, ratio: pools.attention / pools.ffn, theory, ...figures };
}
