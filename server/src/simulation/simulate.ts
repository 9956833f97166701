import { studentT95 } from '../provisioning/mathematics/student-t';
import { IndependentSlots } from './independent-slots';
import { type BlockView, PipelineRun, type RunFigures } from './pipeline-run';
import { QueuedSlots } from './queued-slots';
import { type RequestSource, requestSource } from './request-source';
import type { Estimate, RunControl, Scenario, SimulatedPoint, Simulation } from './scenario';
import { type SlotBlock, slotBlock } from './slot-block';
import type { Slots } from './slot-state';

/**
 * Simulates every point of the scenario, each replication with requests of its own that all points share. Undefined
 * when cancelled. Expects a scenario in which `scenarioProblem` finds nothing. Source: docs/theory.md, "Simulation".
 */
export function simulate(scenario: Scenario, control: RunControl = {}): Simulation | undefined {
  const source = requestSource(scenario.requests);
  const figures: RunFigures[][] = scenario.pools.map(() => []);
  let workerSteps = 0;
  for (let replication = 0; replication < scenario.replications; replication++) {
    const onProgress = (share: number) => control.onProgress?.((replication + share) / scenario.replications);
    const runs = simulateOnce(scenario, source, replication, { ...control, onProgress });
    if (runs === undefined) return undefined;
    for (const [index, run] of runs.entries()) {
      figures[index]!.push(run.figures());
      workerSteps += run.workerSteps;
    }
  }
  const { seed, replications, requestsPerWorker, start } = scenario;
  const points = scenario.pools.map((pools, index): SimulatedPoint => {
    const of = (key: keyof RunFigures) => estimate(figures[index]!.map((each) => each[key]));
    return {
      pools,
      throughput: of('throughput'),
      throughputFirst80: of('throughputFirst80'),
      cycleTime: of('cycleTime'),
      tpotMean: of('tpotMean'),
      tpotP99: of('tpotP99'),
      idleAttention: of('idleAttention'),
      idleFfn: of('idleFfn'),
      barrierOverhead: of('barrierOverhead'),
    };
  });
  return { seed, replications, requestsPerWorker, start, points, workerSteps };
}

/** How many rounds a run takes, nearly; a cold one has its first completions later. */
export function expectedRounds(
  { requestsPerWorker, batchSize, microbatches, start }: Scenario,
  meanDecode: number,
): number {
  const lifetimes = (0.8 * requestsPerWorker) / (batchSize * microbatches);
  return Math.ceil((start === 'cold' ? lifetimes + 1 : lifetimes) * meanDecode);
}

/** The runs of all points in the order of the scenario. */
function simulateOnce(
  scenario: Scenario,
  source: RequestSource,
  replication: number,
  control: RunControl,
): readonly PipelineRun[] | undefined {
  const { seed, pools, requests, microbatches } = scenario;
  const rounds = expectedRounds(scenario, source.meanDecode);
  const runOf = (index: number, block: SlotBlock) =>
    new PipelineRun(scenario, pools[index]!, rounds, block.rounds * microbatches);
  const all = pools.map((_, index) => index).sort((a, b) => pools[a]!.attention - pools[b]!.attention);
  const runs: PipelineRun[] = [];
  const pass = (indices: readonly number[], slots: Slots, block: SlotBlock, passControl: RunControl): boolean => {
    for (const index of indices) runs[index] = runOf(index, block);
    return advanceAll(
      indices.map((index) => runs[index]!),
      slots,
      block,
      scenario,
      rounds,
      passControl,
    );
  };
  if (requests.kind !== 'replay') {
    const workers = Math.max(...pools.map(({ attention }) => attention));
    const slots = new IndependentSlots(scenario, source, workers, [seed, replication]);
    return pass(all, slots, slotBlock(workers, microbatches), control) ? runs : undefined;
  }
  // Who takes which request from a common queue depends on how many workers there are.
  for (const [nth, index] of all.entries()) {
    const workers = pools[index]!.attention;
    const slots = new QueuedSlots(scenario, requests.list, source, workers, [seed, replication]);
    const onProgress = (share: number) => control.onProgress?.((nth + share) / all.length);
    if (!pass([index], slots, slotBlock(workers, microbatches), { ...control, onProgress })) return undefined;
  }
  return runs;
}

/** Takes the runs, ascending in attention workers, through block after block to their ends; false when cancelled. */
function advanceAll(
  runs: readonly PipelineRun[],
  slots: Slots,
  block: SlotBlock,
  { latency, batchSize, microbatches }: Scenario,
  rounds: number,
  control: RunControl,
): boolean {
  const { alpha, beta, perRequest = 0, capped = [] } = latency.attention;
  const atAnyLoad = beta + perRequest * batchSize;
  const steps = block.rounds * microbatches;
  const duration = new Float64Array(block.load.length);
  const view: BlockView = {
    block,
    duration,
    completed: new Float64Array(steps),
    completedTokens: new Float64Array(steps),
  };
  for (let done = 0; runs.some((run) => !run.finished); done += block.rounds) {
    if (control.isCancelled?.()) return false;
    control.onProgress?.(Math.min(1, done / rounds));
    slots.fill(block);
    for (let entry = 0; entry < duration.length; entry++) duration[entry] = alpha * block.load[entry]! + atAnyLoad;
    if (capped.length > 0) {
      for (let entry = 0; entry < duration.length; entry++) duration[entry]! += block.cappedTime[entry]!;
    }
    view.completed.fill(0);
    view.completedTokens.fill(0);
    let workers = 0;
    for (const run of runs) {
      for (; workers < run.pools.attention; workers++) addWorker(view, workers);
      if (!run.finished) run.advance(view);
    }
  }
  control.onProgress?.(1);
  return true;
}

function addWorker({ block, completed, completedTokens }: BlockView, worker: number): void {
  for (let step = 0, entry = worker; step < completed.length; step++, entry += block.workers) {
    completed[step]! += block.completed[entry]!;
    completedTokens[step]! += block.completedTokens[entry]!;
  }
}

function estimate(values: readonly number[]): Estimate {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, low: undefined, high: undefined };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const reach = studentT95(n) * Math.sqrt(variance / n);
  return { mean, low: mean - reach, high: mean + reach };
}
