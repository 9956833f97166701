import { basename } from 'node:path';
import { testedRange } from '../server/src/provisioning/cycle/tested-range';
import { readRequests } from '../server/src/workload/read-requests';
import { builtInWorkloads, hardWorkloads, validationProfiles, type Workload, workloadOf } from './cases';
import { type Comparison, compare } from './compare';
import { writePart } from './document';
import { paperRun } from './paper';
import { caseTable, isUntested, missTable, paperSection, summaryTable } from './report';

const batchSizes = [16, 64, 256];
const microbatchCounts = [1, 2, 3, 4];

const provenance =
  'The traces of the version in this repository are public and not part of it: they are those of Azure (2023), Mooncake (`synthetic_trace`), Vidur, etalon and LLMServingSim.';

async function traceWorkload(path: string): Promise<Workload> {
  const { list } = await readRequests({ path }, { keep: { kind: 'sample', limit: 200_000, seed: 1 } });
  return workloadOf(basename(path).replace(/\.(?:gz|csv|jsonl?|afd)$/g, ''), list);
}

/** All cases of a workload; what is out of a simulation's reach is counted. */
function casesOf(
  workload: Workload,
  sizes: readonly number[],
  counts: readonly number[],
): { readonly comparisons: readonly Comparison[]; readonly left: number } {
  let left = 0;
  const comparisons = validationProfiles.flatMap(({ name, latencyFor }) =>
    sizes.flatMap((batchSize) =>
      counts.flatMap((microbatches) => {
        const comparison = compare(workload, name, latencyFor(workload, batchSize), batchSize, microbatches);
        if (!comparison) left += 1;
        return comparison ? [comparison] : [];
      }),
    ),
  );
  console.log(`${workload.name}: ${comparisons.length} cases${left > 0 ? `, ${left} left out` : ''}`);
  return { comparisons, left };
}

async function main(traces: readonly string[]): Promise<void> {
  const workloads = [...builtInWorkloads(), ...(await Promise.all(traces.map(traceWorkload)))];
  console.log("the paper's set-up");
  const paper = paperSection(paperRun(8));
  const ordinary = workloads.map((workload) => ({ workload, ...casesOf(workload, batchSizes, microbatchCounts) }));
  const hard = hardWorkloads().map((workload) => {
    // A replay takes requests for every worker, which the largest batch would run out of.
    const sizes = workload.law.kind === 'replay' ? batchSizes.slice(0, 2) : batchSizes;
    return { workload, ...casesOf(workload, sizes, [2, 3]) };
  });
  const inAll = ordinary.flatMap(({ comparisons }) => comparisons);
  const hardAll = hard.flatMap(({ comparisons }) => comparisons);
  const tested = [...inAll, ...hardAll].filter((each) => !isUntested(each));
  const untested = [...inAll, ...hardAll].filter(isUntested);
  const left = ordinary.reduce((sum, each) => sum + each.left, 0);
  const command = `npm run validate${traces.length > 0 ? ` -- ${traces.map((path) => basename(path)).join(' ')}` : ''}`;
  writePart('simulation', [
    `Written by \`${command}\`${traces.length > 0 ? ', each trace given by its path' : ''}; do not edit.${traces.length > 0 ? ` ${provenance}` : ''} How the simulator works: [theory.md](theory.md), "Simulation".`,
    'Regret is the throughput lost by deploying the predicted ratio instead of the best simulated one. The best ratio is found with one seed and the loss measured with another, with common random numbers among the ratios of each, so luck is not counted; it can come out slightly negative. Cycle error is predicted against simulated cycle time at the predicted ratio. The recommendation uses the pipeline form, as the number of microbatches is given. One FFN worker throughout, so r is the attention count, and one worker more or less is often more than 10 %.',
    "## The paper's set-up",
    paper,
    'What does not reproduce is the 15 % gap at r = 32. FFN sets every cycle there, so stragglers cannot bind; the first-80 % metric lies below the tokens really generated because it leaves out those of requests still in flight, at every ratio alike. FFN idle at r = 1 comes out slightly below 60 % from a cold start, whose loads are lower, and near 60 % from a stationary one.',
    '## All cases within the tested range',
    `${tested.length} cases: ${workloads.length} workloads and those of the hard ones below that lie within the range, ${validationProfiles.length} latency profiles, B of ${batchSizes.join(', ')}, m of ${microbatchCounts.join(', ')}.${left > 0 ? ` ${left} further cases, with a predicted ratio above 400, were not simulated.` : ''}`,
    summaryTable(tested),
    'Mean-field and barrier know nothing of the microbatches and take a round trip of communication as one stage, which is why they miss with m of 1 and 2 and where communication is long.',
    '## Where it misses',
    'Every case, in or out of the tested range, in which the pipeline form loses more than 1 %:',
    missTable([...inAll, ...hardAll]),
    '## The tested range',
    `The hover says "outside the tested range", and the band of a gain is wider, where the mean request decodes fewer than ${testedRange.meanDecode} steps, nu is more than ${testedRange.slotSpread} times theta, or the token load of a worker varies by more than ${testedRange.loadSpread} of its mean (nu / (√B theta)). The reasons:`,
    '- **Short decodes.** The formula lets each microbatch keep its load for long, so that a slow worker stays slow. When requests leave after a few steps, loads change before the pipeline has settled: with m = 2 a slow step now and then delays everyone, with m of 3 and more it is absorbed.\n- **Heavy tails and small batches.** The token load of a worker is taken as normal. A sum of few, very uneven requests is skewed: it is usually smaller and sometimes far larger.\n- **Requests that come in phases.** Where long and short requests alternate over time, all workers are slow together, and theta is a mean over the phases. The order of a trace is not looked at, so the hover cannot say this; `afd-lens simulate --replay` shows it.\n- **Communication longer than the cycle.** Each direction of the link carries one transfer at a time; a link that shares its bandwidth otherwise is not modelled.',
    `${untested.length} cases outside the range:`,
    summaryTable(untested),
    '## Every case',
    ...ordinary.flatMap(({ workload, comparisons }) => [heading(workload), caseTable(comparisons)]),
    ...hard.flatMap(({ workload, comparisons }) => [heading(workload), caseTable(comparisons)]),
  ]);
}

function heading({ name, theta, nu, meanDecode }: Workload): string {
  return `### ${name}\n\ntheta ${theta.toFixed(0)}, nu ${nu.toFixed(0)}, mean decode ${meanDecode.toFixed(0)}`;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
