import { outsideTestedRange } from '../server/src/provisioning/cycle/tested-range';
import type { Estimate, SimulatedPoint } from '../server/src/simulation/scenario';
import { type Comparison, forms } from './compare';
import { idleCrossing, type PaperRun } from './paper';

const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;
const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [row(header), row(header.map((_, i) => (i === 0 ? ':---' : '---:'))), ...rows.map(row)].join('\n');
}

/** The paper's experiment: what it reports beside what comes out here. */
export function paperSection({ cold, stationary, theory, replications }: PaperRun): string {
  const best = (of: (point: SimulatedPoint) => Estimate) =>
    cold.reduce((most, point) => (of(point).mean > of(most).mean ? point : most)).pools.attention;
  const shown = [1, 2, 4, 8, 9, 10, 16, 24, 32];
  const at = (points: readonly SimulatedPoint[], r: number) => points[r - 1]!;
  const gap = (r: number, of: (point: SimulatedPoint) => Estimate) =>
    percent(of(at(cold, r)).mean / theory[r - 1]! - 1);
  return [
    `B = 256, geometric lengths of mean 100 and 500, N = 10,000 requests per attention worker, two microbatches, communication per worker, cold start, ${replications} replications.`,
    table(
      ['', 'reported', 'here'],
      [
        ['best ratio, first-80 % metric', '8 or 9', best(({ throughputFirst80 }) => throughputFirst80)],
        ['best ratio, tokens generated', '', best(({ throughput }) => throughput)],
        ['FFN idle at r = 1', '> 60 %', percent(at(cold, 1).idleFfn.mean)],
        ['the same from a stationary start', '', percent(at(stationary, 1).idleFfn.mean)],
        ['attention idle at r = 32', '> 60 %', percent(at(cold, 32).idleAttention.mean)],
        ['idle curves cross at', 'near 8', idleCrossing(cold).toFixed(1)],
        [
          'first-80 % metric against theory at r = 32',
          'about -15 %',
          gap(32, ({ throughputFirst80 }) => throughputFirst80),
        ],
        ['tokens generated against theory at r = 32', '', gap(32, ({ throughput }) => throughput)],
      ],
    ),
    'Throughput in tokens per cycle per worker; `theory` is max{tA, tF} at the mean load of the finite run, the line the paper draws.',
    table(
      ['r', 'theory', 'first 80 %', 'generated', 'stationary', 'idle attention', 'idle FFN', 'barrier'],
      shown.map((r) => {
        const point = at(cold, r);
        return [
          r,
          theory[r - 1]!.toFixed(4),
          withReach(point.throughputFirst80),
          withReach(point.throughput),
          withReach(at(stationary, r).throughput),
          percent(point.idleAttention.mean),
          percent(point.idleFfn.mean),
          percent(point.barrierOverhead.mean),
        ];
      }),
    ),
  ].join('\n\n');
}

function withReach({ mean, high }: Estimate): string {
  return `${mean.toFixed(4)} ± ${((high ?? mean) - mean).toFixed(4)}`;
}

/** The three forms at a glance. */
export function summaryTable(comparisons: readonly Comparison[]): string {
  const quantile = (values: readonly number[], p: number) =>
    values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(p * values.length))]!;
  return table(
    [
      'form',
      'median regret',
      '95 % of cases',
      'largest',
      'cases above 1 %',
      'ratio within 10 % or one worker',
      'median cycle error',
    ],
    forms.map((form) => {
      const verdicts = comparisons.map((each) => ({ ...each.verdicts[form], best: each.best }));
      const regrets = verdicts.map(({ regretPercent }) => regretPercent);
      const near = verdicts.filter(
        ({ attention, best, ratioErrorPercent }) => ratioErrorPercent <= 10 || Math.abs(attention - best) <= 1,
      );
      return [
        form,
        `${quantile(regrets, 0.5).toFixed(2)} %`,
        `${quantile(regrets, 0.95).toFixed(2)} %`,
        `${Math.max(...regrets).toFixed(2)} %`,
        `${regrets.filter((regret) => regret > 1).length} of ${regrets.length}`,
        percent(near.length / verdicts.length, 0),
        `${quantile(
          verdicts.map(({ cycleErrorPercent }) => Math.abs(cycleErrorPercent)),
          0.5,
        ).toFixed(1)} %`,
      ];
    }),
  );
}

/** Every case of one workload. */
export function caseTable(comparisons: readonly Comparison[]): string {
  return table(
    [
      'profile',
      'B',
      'm',
      'regime',
      'simulated best',
      ...forms.map((form) => `${form}: r, ratio error, regret`),
      'cycle error',
    ],
    comparisons.map(({ profile, batchSize, microbatches, regime, best, verdicts }) => [
      profile,
      batchSize,
      microbatches,
      regime,
      best,
      ...forms.map((form) => {
        const { attention, ratioErrorPercent, regretPercent } = verdicts[form];
        return `${attention}, ${ratioErrorPercent.toFixed(0)} %, ${regretPercent.toFixed(2)} %`;
      }),
      `${verdicts.pipeline.cycleErrorPercent.toFixed(1)} %`,
    ]),
  );
}

/** The cases in which the form the recommendation uses loses more than 1 %. */
export function missTable(comparisons: readonly Comparison[]): string {
  const misses = comparisons
    .filter(({ verdicts }) => verdicts.pipeline.regretPercent > 1)
    .toSorted((a, b) => b.verdicts.pipeline.regretPercent - a.verdicts.pipeline.regretPercent);
  if (misses.length === 0) return 'None.';
  return table(
    [
      'workload',
      'profile',
      'B',
      'm',
      'predicted',
      'simulated best',
      'regret',
      'cycle error',
      'nu / (√B theta)',
      'nu / theta',
      'mean decode',
      'hover says untested',
    ],
    misses.map(({ workload, profile, batchSize, microbatches, best, loadSpread, verdicts }) => [
      workload.name,
      profile,
      batchSize,
      microbatches,
      verdicts.pipeline.attention,
      best,
      `${verdicts.pipeline.regretPercent.toFixed(2)} %`,
      `${verdicts.pipeline.cycleErrorPercent.toFixed(1)} %`,
      loadSpread.toFixed(2),
      (workload.nu / workload.theta).toFixed(2),
      workload.meanDecode.toFixed(0),
      isUntested({ workload, batchSize }) ? 'yes' : 'no',
    ]),
  );
}

/** Whether a case lies outside the range the hover calls tested. */
export function isUntested({ workload, batchSize }: Pick<Comparison, 'workload' | 'batchSize'>): boolean {
  return outsideTestedRange({ load: workload, batchSize }).length > 0;
}
