// Times schedules under a KV budget: static orders on 5,000 requests and Sorted-F on 2,000, each with its statistics and
// bound, and prints ratios to first come, first served in the same run. Usage: node bench/scheduling.mjs
import { bundled, timed } from './bundled.mjs';

const { scheduleStudy, loadLinearSolver, mixedRequests } = await bundled('scheduling', {
  'server/src/scheduling/schedule-study': 'scheduleStudy',
  'server/src/cli/schedule/linear-solver': 'loadLinearSolver',
  'test/scheduling/request-lists': 'mixedRequests',
});
const solve = await loadLinearSolver();

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
    // Lengths and arrivals of a mixed workload at an offered load of 0.95.
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
