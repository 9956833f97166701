/** Time per output token is followed on so many attention workers; all are alike. */
export const FOLLOWED_WORKERS = 16;

/** Roughly so many worker-steps are kept at once, which bounds the memory of a run. */
const BLOCK_WORKER_STEPS = 400_000;

/**
 * What happens in the slots over a number of rounds, worker by worker: in a round each of the m microbatches steps
 * once. Nothing here depends on time, only on the order of steps, so it serves every ratio. Entry
 * `(round * m + microbatch) * workers + worker`.
 */
export interface SlotBlock {
  readonly workers: number;
  readonly microbatches: number;
  readonly rounds: number;
  /** Token load of the worker's microbatch in the step. */
  readonly load: Float64Array;
  /** Attention time in the step of layers that read at most so many tokens of each request. */
  readonly cappedTime: Float64Array;
  /** Requests that complete in the step, and their decode steps. */
  readonly completed: Int32Array;
  readonly completedTokens: Float64Array;
  /** Completions in the slots of the followed workers; those of one slot in order. */
  readonly completions: Completions;
}

/** Slots of the followed workers are numbered `(worker * m + microbatch) * B + slot`. */
export interface Completions {
  count: number;
  slot: Int32Array;
  /** `round * m + microbatch` within the block. */
  step: Int32Array;
  /** Decode steps of the request that were simulated. */
  steps: Float64Array;
}

/** A block for so many workers, with as many rounds as memory allows. */
export function slotBlock(workers: number, microbatches: number): SlotBlock {
  const rounds = Math.max(16, Math.min(1024, Math.floor(BLOCK_WORKER_STEPS / (workers * microbatches))));
  const entries = rounds * microbatches * workers;
  return {
    workers,
    microbatches,
    rounds,
    load: new Float64Array(entries),
    cappedTime: new Float64Array(entries),
    completed: new Int32Array(entries),
    completedTokens: new Float64Array(entries),
    completions: {
      count: 0,
      slot: new Int32Array(1024),
      step: new Int32Array(1024),
      steps: new Float64Array(1024),
    },
  };
}

/** Empties a block of what it notes; loads are written over. */
export function clearBlock({ completed, completedTokens, completions }: SlotBlock): void {
  completed.fill(0);
  completedTokens.fill(0);
  completions.count = 0;
}

/** Notes one completion. */
export function noteCompletion(completions: Completions, slot: number, step: number, steps: number): void {
  const { count } = completions;
  if (count === completions.slot.length) {
    completions.slot = grown(completions.slot, new Int32Array(2 * count));
    completions.step = grown(completions.step, new Int32Array(2 * count));
    completions.steps = grown(completions.steps, new Float64Array(2 * count));
  }
  completions.slot[count] = slot;
  completions.step[count] = step;
  completions.steps[count] = steps;
  completions.count = count + 1;
}

function grown<A extends Int32Array | Float64Array>(old: A, larger: A): A {
  larger.set(old);
  return larger;
}
