// Times the joint choice of pools, microbatches and batch size: over numbers of workers, with and without memory and an
// objective, and beside trying every bundle, as a ratio in one run. Usage: node bench/plan.mjs
import { bundled, timed } from './bundled.mjs';

const { plan, cycleTime, baseCase } = await bundled('plan', {
  'server/src/provisioning/plan/plan': 'plan',
  'server/src/provisioning/cycle/cycle-time': 'cycleTime',
  'test/provisioning/base-case': 'baseCase',
});

const question = {
  point: baseCase,
  workers: 64,
  limits: { attentionStep: 1, ffnStep: 1, maxWorkers: 16_384 },
  microbatches: [1, 2, 3],
  batchSizes: { low: 1, high: 1024 },
};
const memory = {
  attention: { capacity: 80e9, reserve: 4e9, weights: 20e9, kvPerToken: 70_000, capped: [] },
  ffn: { capacity: 80e9, reserve: 4e9, ownWeights: 1e9, sharedWeights: 600e9, perRow: 1e6 },
};
const objectives = { tpot: 900 };
const experts = { count: 256, perToken: 8, readTime: 1600 };
const withExperts = {
  ...baseCase,
  latency: {
    ...baseCase.latency,
    ffn: { alpha: 0.083, beta: 20, experts },
    communication: { ...baseCase.latency.communication, fanOut: experts },
  },
};

const variants = [
  ['batch in a range', {}],
  ['and memory', { memory }],
  ['and a TPOT objective', { objectives }],
  ['memory and objective', { memory, objectives }],
  ['the same with experts', { memory, objectives, point: withExperts }],
];
for (const [name, change] of variants) {
  const medians = [16, 64, 256, 1024].map((workers) => {
    const { first, median } = timed(() => plan({ ...question, ...change, workers }));
    return `N = ${workers}: ${median.toFixed(1)} ms (first ${first.toFixed(1)})`;
  });
  console.log(`${name}: ${medians.join(', ')}`);
}

/** Every bundle with the largest batch, but for any other limit. */
function tryAll(workers) {
  let best = 0;
  for (const microbatches of question.microbatches) {
    for (let attention = 1; attention < workers; attention++) {
      for (let ffn = 1; attention + ffn <= workers; ffn++) {
        const point = { ...baseCase, microbatches, batchSize: 1024 };
        const bundles = Math.floor(workers / (attention + ffn));
        const tokens = bundles * attention * 1024;
        best = Math.max(best, tokens / (workers * cycleTime(point, { attention, ffn }, 'pipeline')));
      }
    }
  }
  return best;
}
const workers = 256;
const fast = timed(() => plan({ ...question, workers })).median;
const slow = timed(() => tryAll(workers)).median;
const { choices } = plan({ ...question, workers });
if (Math.abs(choices[0].perCost / tryAll(workers) - 1) > 1e-9) throw new Error('They disagree.');
console.log(`trying every bundle of ${workers} workers takes ${(slow / fast).toFixed(0)} times as long`);
