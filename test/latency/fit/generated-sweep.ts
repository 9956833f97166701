import { seededRandom } from '../../workload/seeded-random';

/** Stage times in milliseconds: attention per KV token, per request and per step; FFN per row and per step. */
export interface Truth {
  readonly alpha: number;
  readonly perRequest: number;
  readonly beta: number;
  readonly ffnAlpha: number;
  readonly ffnBeta: number;
}

/** What is measured: requests per worker and microbatch at each context, and the counts of attention workers. */
export interface Plan {
  readonly contexts: readonly { readonly context: number; readonly batchSize: number }[];
  readonly attention: readonly number[];
  readonly ffn: number;
  readonly microbatches: number;
  /** Relative standard deviation of a step. */
  readonly noise: number;
  readonly seed: number;
}

export interface GeneratedRow {
  readonly context: number;
  readonly attention: number;
  readonly ffn: number;
  readonly requests: number;
  readonly microbatches: number;
  readonly step: number;
}

/** Steps of a pipeline that is run event by event, not computed by a formula, with noise. */
export function generatedSweep(truth: Truth, { contexts, attention, ffn, microbatches, noise, seed }: Plan) {
  const normal = normals(seed);
  return contexts.flatMap(({ context, batchSize }) =>
    attention.map((workers): GeneratedRow => {
      const tA = truth.alpha * context * batchSize + truth.perRequest * batchSize + truth.beta;
      const tF = (truth.ffnAlpha * batchSize * workers) / ffn + truth.ffnBeta;
      const step = stepOf(tA, tF, microbatches) * (1 + noise * normal());
      return { context, attention: workers, ffn, requests: batchSize * microbatches, microbatches, step };
    }),
  );
}

/** The steady step of m microbatches that take turns on an attention pool and an FFN pool. */
function stepOf(attention: number, ffn: number, microbatches: number): number {
  const ready = new Array<number>(microbatches).fill(0);
  let [attentionFree, ffnFree, halfway] = [0, 0, 0];
  const rounds = 400;
  for (let round = 0; round < rounds; round++) {
    if (round === rounds / 2) halfway = ready[0]!;
    for (let batch = 0; batch < microbatches; batch++) {
      attentionFree = Math.max(attentionFree, ready[batch]!) + attention;
      ffnFree = Math.max(ffnFree, attentionFree) + ffn;
      ready[batch] = ffnFree;
    }
  }
  return (ready[0]! - halfway) / (rounds / 2);
}

/** Independent standard normal numbers, by Box and Muller. */
export function normals(seed: number): () => number {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The table that an engineer would have. */
export function sweepCsv(rows: readonly GeneratedRow[]): string {
  const header = 'context_tokens,attention_workers,ffn_workers,requests_per_attention_worker,microbatches,step_ms';
  const lines = rows.map(({ context, attention, ffn, requests, microbatches, step }) =>
    [context, attention, ffn, requests, microbatches, step].join(','),
  );
  return `${[header, ...lines].join('\n')}\n`;
}

/** Counts of attention workers from `low` to `high` in steps. */
export function counts(low: number, high: number, step: number): readonly number[] {
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step);
}
