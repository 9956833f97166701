import { basename } from 'node:path';
import { readRequests } from '../server/src/workload/read-requests';
import { type KnownLengths, knownLengths, lengthKinds, uniformNumbers } from './band-cases';
import { writePart } from './document';
import { type BandCase, error, randomCase } from './judged-case';

const caseCount = 300;
const realCount = 150;
/** What recommending by the worlds is worth is asked at a large error, too. */
const largeError = 0.25;
const largeCount = 100;
/** Gains that the simulation knows to so much tell whether a band holds them; others tell of the simulation. */
const knownTo = 0.003;

/** So many cases, with random lengths or those of the traces in turn. */
function drawnCases(count: number, seed: number, real?: readonly KnownLengths[], mostOff = error): readonly BandCase[] {
  const uniform = uniformNumbers(seed);
  const cases: BandCase[] = [];
  for (let tried = 1; cases.length < count; tried++) {
    const drawn = randomCase(uniform, tried, real && (() => real[tried % real.length]!), mostOff);
    if (drawn) cases.push(drawn);
    if (drawn && cases.length % 50 === 0) console.log(`${cases.length} cases`);
  }
  return cases;
}

async function lengthsOf(path: string): Promise<KnownLengths> {
  const { list } = await readRequests({ path }, { keep: { kind: 'sample', limit: 20_000, seed: 1 } });
  return knownLengths('real', list);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function row(name: string, cases: readonly BandCase[]): string {
  const held = (key: 'worlds' | 'perfectProfile') =>
    `${((100 * cases.filter((each) => each[key].holds).length) / cases.length).toFixed(0)} %`;
  const width = (key: 'worlds' | 'perfectProfile') => (100 * median(cases.map((each) => each[key].width))).toFixed(1);
  return `| ${[name, cases.length, held('worlds'), width('worlds'), held('perfectProfile'), width('perfectProfile')].join(' | ')} |`;
}

/** What it costs, or gains, to recommend by the worlds and not by the given point. */
function lostWords(cases: readonly BandCase[]): string {
  const lost = cases.map((each) => each.lost).sort((a, b) => a - b);
  const moved = lost.filter((share) => share !== 0);
  const mean = lost.reduce((sum, share) => sum + share, 0) / lost.length;
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  const p95 = lost[Math.ceil(0.95 * lost.length) - 1]!;
  return `they differ in ${moved.length} of ${lost.length} cases and lose ${percent(mean)} on average (negative: they gain), ${percent(median(lost))} in the median, ${percent(p95)} in the 95th percentile, from ${percent(lost[0]!)} to ${percent(lost.at(-1)!)}`;
}

async function main(traces: readonly string[]): Promise<void> {
  const real = await Promise.all(traces.map(lengthsOf));
  const all = [...drawnCases(caseCount, 2026), ...(real.length > 0 ? drawnCases(realCount, 2027, real) : [])];
  const known = all.filter(({ standardError }) => standardError <= knownTo);
  const classes = (of: (each: BandCase) => string) =>
    [...new Set(known.map(of))]
      .map((name) => [name, known.filter((each) => of(each) === name)] as const)
      .filter(([, cases]) => cases.length >= 10)
      .map(([name, cases]) => row(name, cases));
  writePart('bands', [
    `Written by \`npm run validate -- --bands${traces.map((path) => ` ${basename(path)}`).join('')}\`; do not edit. ${caseCount} random cases: lengths that are ${lengthKinds.join(', ')}${real.length > 0 ? `, and ${realCount} further ones with the lengths of ${real.length} public traces, which are not part of this repository` : ''}; m of 1 to 4, B of 8 to 1,024, up to 64 attention workers, all regimes. The profile states coefficients that are each off by a uniform draw within ${100 * error} %; what it recommends is simulated with the true ones. A band should hold the simulated gain in 90 % of the cases. How worlds are made: [theory.md](theory.md), "Plausible worlds".`,
    [
      '| cases | number | bands hold | width | perfect profile: bands hold | width |',
      '| :--- | ---: | ---: | ---: | ---: | ---: |',
      row('all', all),
      row(`gain simulated to ${100 * knownTo} points or better; of these:`, known),
      ...classes(({ lengths }) => `${lengths} lengths`),
      ...classes(({ microbatches }) => `m = ${microbatches}`),
      ...classes(({ regimes }) => regimes),
    ].join('\n'),
    `Pools recommended for their expected throughput against those of the given point, simulated: ${lostWords(known)}. With coefficients off by up to ${100 * largeError} %, in ${largeCount} further random cases: ${lostWords(drawnCases(largeCount, 2028, undefined, largeError))}.`,
    'Widths are medians, in percentage points. Of heavy-tailed lengths the simulation itself knows the gain of many cases to a point at best, which all bands are blamed for in the first row.',
  ]);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
