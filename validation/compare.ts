import { cycleTime } from '../server/src/provisioning/cycle/cycle-time';
import type {
  AnswerForm,
  LatencyModel,
  OperatingPoint,
  Regime,
} from '../server/src/provisioning/cycle/operating-point';
import { regime } from '../server/src/provisioning/cycle/regime';
import { bestAttentionCount } from '../server/src/provisioning/optimum/best-attention-count';
import { meanFieldOptimum } from '../server/src/provisioning/optimum/mean-field-optimum';
import type { Scenario } from '../server/src/simulation/scenario';
import { simulate } from '../server/src/simulation/simulate';
import type { Workload } from './cases';

/** One form's prediction against the simulation. */
export interface Verdict {
  readonly attention: number;
  readonly ratioErrorPercent: number;
  readonly regretPercent: number;
  /** Predicted cycle time against the simulated one, at the predicted ratio. */
  readonly cycleErrorPercent: number;
}

export interface Comparison {
  readonly workload: Workload;
  readonly profile: string;
  readonly batchSize: number;
  readonly microbatches: number;
  /** Coefficient of variation of one worker's token load, nu / (sqrt(B) theta). */
  readonly loadSpread: number;
  readonly regime: Regime;
  readonly best: number;
  readonly verdicts: Readonly<Record<AnswerForm, Verdict>>;
}

export const forms: readonly AnswerForm[] = ['mean-field', 'barrier', 'pipeline'];

/** Largest attention count that is simulated; cases whose prediction lies above are left out. */
const mostAttention = 400;

/**
 * Compares the three forms with a simulation at one FFN worker; undefined where the prediction is out of reach. The
 * best ratio is found with one seed and the regret measured with another, so that luck is not counted as regret.
 */
export function compare(
  workload: Workload,
  profile: string,
  latency: LatencyModel,
  batchSize: number,
  microbatches: number,
): Comparison | undefined {
  const point: OperatingPoint = {
    load: { theta: workload.theta, nu: workload.nu },
    batchSize,
    latency,
    microbatches,
  };
  const predicted = new Map(forms.map((form) => [form, predict(point, form)]));
  const most = Math.max(...predicted.values());
  if (!(most <= mostAttention)) return undefined;
  const counts = countsToSimulate([...predicted.values()], Math.max(8, 2 * most));
  const throughputWith = (seed: number) => simulatedPoints(point, workload, counts, seed);
  const first = throughputWith(1);
  const best = counts[indexOfLargest(first.map(({ throughput }) => throughput))]!;
  const second = throughputWith(2);
  const at = (attention: number) => counts.indexOf(attention);
  const verdictOf = (form: AnswerForm): Verdict => {
    const attention = predicted.get(form)!;
    const mean = (first[at(attention)]!.cycleTime + second[at(attention)]!.cycleTime) / 2;
    return {
      attention,
      ratioErrorPercent: 100 * Math.abs(attention / best - 1),
      regretPercent: 100 * (1 - second[at(attention)]!.throughput / second[at(best)]!.throughput),
      cycleErrorPercent: 100 * (cycleTime(point, { attention, ffn: 1 }, form) / mean - 1),
    };
  };
  return {
    workload,
    profile,
    batchSize,
    microbatches,
    loadSpread: workload.nu / (Math.sqrt(batchSize) * workload.theta),
    regime: regime(point, { attention: predicted.get('pipeline')!, ffn: 1 }, 'pipeline'),
    best,
    verdicts: {
      'mean-field': verdictOf('mean-field'),
      barrier: verdictOf('barrier'),
      pipeline: verdictOf('pipeline'),
    },
  };
}

/** The best attention count beside one FFN worker; beyond reach where throughput grows without end. */
function predict(point: OperatingPoint, form: AnswerForm): number {
  if (form === 'mean-field' && !Number.isFinite(meanFieldOptimum(point, { attention: 1, ffn: 1 }).ratio))
    return Number.POSITIVE_INFINITY;
  return bestAttentionCount(point, 1, form, { step: 1 })!;
}

/** About forty counts up to `most`, every one of the first, and around each prediction. */
function countsToSimulate(predicted: readonly number[], most: number): readonly number[] {
  const spread = Array.from({ length: 36 }, (_, i) => Math.round(most ** (i / 35)));
  const near = predicted.flatMap((count) => [count - 1, count, count + 1]);
  return [...new Set([...spread, ...near])].filter((count) => count >= 1).sort((a, b) => a - b);
}

function simulatedPoints(point: OperatingPoint, workload: Workload, counts: readonly number[], seed: number) {
  const { latency, batchSize } = point;
  const microbatches = point.microbatches!;
  const scenario: Scenario = {
    latency,
    batchSize,
    microbatches,
    pools: counts.map((attention) => ({ attention, ffn: 1 })),
    requests: workload.law,
    requestsPerWorker: workload.requestsPerWorker ?? Math.max(2000, 30 * batchSize * microbatches),
    start: 'stationary',
    warmUp: 0,
    // A replay differs between replications only in what its slots hold at the start.
    replications: workload.law.kind === 'replay' ? 1 : 3,
    seed,
  };
  return simulate(scenario)!.points.map(({ throughput, cycleTime: cycle }) => ({
    throughput: throughput.mean,
    cycleTime: cycle.mean,
  }));
}

function indexOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > values[best]! ? index : best), 0);
}
