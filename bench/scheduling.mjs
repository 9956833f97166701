// Times schedules under a KV budget: static orders on 5,000 requests and Sorted-F on 2,000, each with its statistics and
// bound, and prints ratios to first come, first served in the same run. Usage: node bench/scheduling.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const folder = resolve('node_modules/.cache/bench');
mkdirSync(folder, { recursive: true });
writeFileSync(
  `${folder}/scheduling.ts`,
  `export { scheduleStudy } from '${resolve('server/src/scheduling/schedule-study')}';
export { loadLinearSolver } from '${resolve('server/src/cli/linear-solver')}';
export { mixedRequests } from '${resolve('test/scheduling/request-lists')}';`,
);
await build({
  entryPoints: [`${folder}/scheduling.ts`],
  outfile: `${folder}/scheduling.cjs`,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
});
const { scheduleStudy, loadLinearSolver, mixedRequests } = createRequire(import.meta.url)(`${folder}/scheduling.cjs`);
const solve = await loadLinearSolver();

/** Milliseconds of the first run, and the median of the next `repeats`. */
function timed(run, repeats = 5) {
  const times = [];
  for (let i = 0; i <= repeats; i++) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  const [first, ...next] = times;
  return { first, median: next.sort((a, b) => a - b)[repeats >> 1] };
}

const cases = [
  { count: 5000, policies: ['fcfs'], limit: 50 },
  { count: 5000, policies: ['svf'], limit: 50 },
  { count: 5000, policies: ['fcfs', 'svf'], limit: 50 },
  { count: 2000, policies: ['sorted-f'], limit: 150 },
  { count: 2000, policies: ['sorted-f-swap'] },
  { count: 2000, policies: ['sorted-f-scaled'], repeats: 1 },
  { count: 300, policies: ['sorted-f-dp'], repeats: 1 },
  { count: 300, policies: ['sorted-lp'], repeats: 1 },
];
for (const mode of ['burst', 'online']) {
  for (const { count, policies, limit, repeats } of cases) {
    // Lengths and arrivals of a mixed workload at a backlog of 0.95.
    const requests = mixedRequests(count, { longShare: 0.2, seed: 1, meanGap: 8.7 });
    const times = (of) => {
      const question = { requests, kvTokens: 16_492, mode, policies: of, predictionNoise: 0, seed: 1 };
      return timed(() => scheduleStudy(question, solve), repeats);
    };
    const [{ first, median }, reference] = [times(policies), times(['fcfs'])];
    const ratio = (median / reference.median).toFixed(1);
    const wanted = limit === undefined ? '' : `, wanted below ${limit} ms`;
    console.log(
      `${mode}, ${count} requests, ${policies.join(' and ')}: ${median.toFixed(1)} ms (first ${first.toFixed(1)}), ` +
        `${ratio} times fcfs${wanted}`,
    );
  }
}
