// Times the simulator: the sweep of the paper's base case, the cost of one simulated worker-step over batch sizes, and the
// same steps beside the event-by-event simulation of the tests, as a ratio in one run. Usage: node bench/simulation.mjs
import { bundled } from './bundled.mjs';

const { simulate, latency, referenceSimulation } = await bundled('simulation', {
  'server/src/simulation/simulate': 'simulate',
  'test/provisioning/base-case': 'table2 as latency',
  'test/simulation/reference-simulation': 'referenceSimulation',
});

const upTo = (most) => Array.from({ length: most }, (_, i) => ({ attention: i + 1, ffn: 1 }));
const scenario = {
  latency,
  batchSize: 256,
  microbatches: 2,
  pools: upTo(32),
  requests: { kind: 'geometric', meanPrefill: 100, meanDecode: 500 },
  requestsPerWorker: 10_000,
  start: 'cold',
  warmUp: 0,
  replications: 1,
  seed: 1,
};

/** Median seconds of five runs, and the last result. */
function timed(run) {
  const seconds = [];
  let result;
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    result = run();
    seconds.push((performance.now() - start) / 1000);
  }
  return { seconds: seconds.sort((a, b) => a - b)[2], result };
}

const sweep = timed(() => simulate(scenario));
console.log(
  `the paper's sweep, r = 1..32, N = 10,000: ${sweep.seconds.toFixed(3)} s, ${sweep.result.workerSteps} worker-steps`,
);

for (const batchSize of [16, 64, 256, 1024]) {
  const requestsPerWorker = 40 * batchSize;
  const { seconds, result } = timed(() => simulate({ ...scenario, batchSize, requestsPerWorker }));
  console.log(`  B = ${batchSize}: ${((1e9 * seconds) / result.workerSteps).toFixed(1)} ns per worker-step`);
}

const length = 60_000;
const list = {
  prefill: Float64Array.from({ length }, (_, i) => 50 + ((i * 37) % 101)),
  decode: Float64Array.from({ length }, (_, i) => 1 + ((i * 53) % 99)),
};
const pools = { attention: 8, ffn: 1 };
const replay = {
  ...scenario,
  batchSize: 16,
  pools: [pools],
  requests: { kind: 'replay', list },
  requestsPerWorker: 2000,
};
const fast = timed(() => simulate(replay));
const slow = timed(() => referenceSimulation(replay, pools, list));
console.log(`the same replay event by event takes ${(slow.seconds / fast.seconds).toFixed(0)} times as long`);
