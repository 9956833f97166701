import type { Pools } from '../provisioning/cycle/operating-point';
import { sharedStageTimes } from '../provisioning/cycle/stage-times';
import { bundleCost } from '../provisioning/cycle/throughput';
import { QuantileSketch } from './quantile-sketch';
import type { Scenario } from './scenario';
import { FOLLOWED_WORKERS, type SlotBlock } from './slot-block';

/** One run's figures at one point; see SimulatedPoint. */
export interface RunFigures {
  readonly throughput: number;
  readonly throughputFirst80: number;
  readonly cycleTime: number;
  readonly tpotMean: number;
  readonly tpotP99: number;
  readonly idleAttention: number;
  readonly idleFfn: number;
  readonly barrierOverhead: number;
}

/** Attention durations of a block and, for the first x workers, what completes in each step. */
export interface BlockView {
  readonly block: SlotBlock;
  /** Attention time of each entry of the block, in the profile's unit. */
  readonly duration: Float64Array;
  /** Completions of the first x workers in each step, and their decode steps. */
  readonly completed: Float64Array;
  readonly completedTokens: Float64Array;
}

/**
 * The pipeline of one bundle through time. Microbatches go round in turn; each attention worker takes its own part as
 * soon as both are free; the transfer to the FFN pool begins when the slowest of the x is done, takes half of tC, and
 * so does the one back; a direction of the link carries one transfer at a time; the FFN pool takes microbatches in turn.
 */
export class PipelineRun {
  private readonly workerFree: Float64Array;
  /** When each microbatch is back at the attention workers. */
  private readonly ready: Float64Array;
  private readonly slotSince: Float64Array;
  private readonly stepEnd: Float64Array;
  private readonly oneWay: number;
  private readonly ffnTime: number;
  private readonly meanFfnTime: number;
  private readonly target: number;
  private readonly measureFrom: number;
  private readonly tpot = new QuantileSketch();
  private ffnFree = 0;
  private toFfnFree = 0;
  private back = 0;
  private round = 0;
  private completed = 0;
  private tokens = 0;
  private first80: number | undefined;
  private windowStart = 0;
  private windowSteps = 0;
  private attentionBusy = 0;
  private slowestSum = 0;
  private tpotSum = 0;
  private tpotCount = 0;

  /** `rounds`: how many the run is expected to take, for the share that `warmUp` leaves out. */
  constructor(
    private readonly scenario: Scenario,
    readonly pools: Pools,
    rounds: number,
    blockSteps: number,
  ) {
    const { batchSize, microbatches, warmUp, requestsPerWorker } = scenario;
    const { attention } = pools;
    this.workerFree = new Float64Array(attention);
    this.ready = new Float64Array(microbatches);
    this.slotSince = new Float64Array(Math.min(attention, FOLLOWED_WORKERS) * microbatches * batchSize);
    this.stepEnd = new Float64Array(blockSteps);
    const { communication, ffn, ffnMean } = sharedStageTimes(scenario, pools);
    this.oneWay = communication / 2;
    this.ffnTime = ffn;
    this.meanFfnTime = ffnMean;
    this.target = Math.ceil(0.8 * requestsPerWorker * attention);
    // The first rounds fill the pipeline and are never part of the steady state.
    this.measureFrom = Math.max(Math.min(2, rounds - 1), Math.floor(warmUp * rounds));
  }

  /** True once 80 % of the requests are complete and some of the steady state was seen. */
  get finished(): boolean {
    return this.first80 !== undefined && this.round > this.measureFrom;
  }

  /** Worker-steps done so far. */
  get workerSteps(): number {
    return this.round * this.scenario.microbatches * this.pools.attention;
  }

  /** Goes through a block, or to the end of the run within it. */
  advance(view: BlockView): void {
    const { microbatches } = this.scenario;
    const { rounds } = view.block;
    let round = 0;
    for (; round < rounds && !this.finished; round++) {
      const measured = this.round >= this.measureFrom;
      if (this.round === this.measureFrom) this.windowStart = this.back;
      for (let microbatch = 0; microbatch < microbatches; microbatch++) {
        const step = round * microbatches + microbatch;
        this.advanceStep(view, step, microbatch, measured);
        if (this.first80 !== undefined) continue;
        this.completed += view.completed[step]!;
        this.tokens += view.completedTokens[step]!;
        if (this.completed >= this.target) this.first80 = this.back;
      }
      this.round += 1;
    }
    this.followRequests(view.block, round);
  }

  private advanceStep({ block, duration }: BlockView, step: number, microbatch: number, measured: boolean): void {
    const free = this.workerFree;
    const first = step * block.workers;
    const ready = this.ready[microbatch]!;
    let allDone = 0;
    let slowest = 0;
    let sum = 0;
    for (let worker = 0; worker < free.length; worker++) {
      const time = duration[first + worker]!;
      const done = Math.max(free[worker]!, ready) + time;
      free[worker] = done;
      sum += time;
      if (done > allDone) allDone = done;
      if (time > slowest) slowest = time;
    }
    this.toFfnFree = Math.max(allDone, this.toFfnFree) + this.oneWay;
    this.ffnFree = Math.max(this.toFfnFree, this.ffnFree) + this.ffnTime;
    this.back = Math.max(this.ffnFree, this.back) + this.oneWay;
    this.ready[microbatch] = this.back;
    this.stepEnd[step] = this.back;
    if (!measured) return;
    this.windowSteps += 1;
    this.attentionBusy += sum;
    this.slowestSum += slowest;
  }

  private followRequests({ completions, microbatches }: SlotBlock, rounds: number): void {
    const { count, slot: slots, step: steps, steps: observed } = completions;
    const lastStep = rounds * microbatches;
    const firstMeasured = (this.measureFrom - (this.round - rounds)) * microbatches;
    const since = this.slotSince;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      const step = steps[i]!;
      if (slot >= since.length || step >= lastStep) continue;
      const end = this.stepEnd[step]!;
      if (step >= firstMeasured) {
        const tpot = (end - since[slot]!) / observed[i]!;
        this.tpotSum += tpot;
        this.tpotCount += 1;
        this.tpot.add(tpot);
      }
      since[slot] = end;
    }
  }

  /** The figures of a finished run. */
  figures(): RunFigures {
    const { latency, batchSize, microbatches } = this.scenario;
    const { attention } = this.pools;
    const cost = bundleCost(latency, this.pools);
    const time = this.back - this.windowStart;
    const meanAttention = this.attentionBusy / (this.windowSteps * attention);
    const cycleTime = time / this.windowSteps;
    // In a very short run no request may end within the steady state; all of them advance once a round.
    const followed = this.tpotCount > 0;
    const roundTime = microbatches * cycleTime;
    return {
      throughput: (attention * batchSize) / (cost * cycleTime),
      throughputFirst80: this.tokens / (cost * this.first80!),
      cycleTime,
      tpotMean: followed ? this.tpotSum / this.tpotCount : roundTime,
      tpotP99: followed ? this.tpot.quantile(0.99) : roundTime,
      idleAttention: Math.max(0, 1 - meanAttention / cycleTime),
      idleFfn: Math.max(0, 1 - this.meanFfnTime / cycleTime),
      barrierOverhead: this.slowestSum / this.windowSteps / meanAttention - 1,
    };
  }
}
