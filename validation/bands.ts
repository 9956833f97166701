import { lengthKinds, uniformNumbers } from './band-cases';
import { writePart } from './document';
import { type BandCase, error, randomCase } from './judged-case';

const caseCount = 300;
/** Gains that the simulation knows to so much tell whether a band holds them; others tell of the simulation. */
const knownTo = 0.003;

function allCases(): readonly BandCase[] {
  const uniform = uniformNumbers(2026);
  const cases: BandCase[] = [];
  for (let seed = 1; cases.length < caseCount; seed++) {
    const drawn = randomCase(uniform, seed);
    if (drawn) cases.push(drawn);
    if (drawn && cases.length % 50 === 0) console.log(`${cases.length} cases`);
  }
  return cases;
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
  return `Pools recommended for their expected throughput differ from those of the given point in ${moved.length} of ${lost.length} of these cases. Simulated, they lose ${percent(mean)} against them on average (negative: they gain), ${percent(median(lost))} in the median and at most ${percent(lost.at(-1)!)}.`;
}

function main(): void {
  const all = allCases();
  const known = all.filter(({ standardError }) => standardError <= knownTo);
  const classes = (of: (each: BandCase) => string) =>
    [...new Set(known.map(of))]
      .map((name) => [name, known.filter((each) => of(each) === name)] as const)
      .filter(([, cases]) => cases.length >= 10)
      .map(([name, cases]) => row(name, cases));
  writePart('bands', [
    `Written by \`npm run validate -- --bands\`; do not edit. ${caseCount} random cases: lengths that are ${lengthKinds.join(', ')}, m of 1 to 4, B of 8 to 1,024, up to 64 attention workers, all regimes. The profile states coefficients that are each off by a uniform draw within ${100 * error} %; what it recommends is simulated with the true ones. A band should hold the simulated gain in 90 % of the cases. How worlds are made: [theory.md](theory.md), "Plausible worlds".`,
    [
      '| cases | number | bands hold | width | perfect profile: bands hold | width |',
      '| :--- | ---: | ---: | ---: | ---: | ---: |',
      row('all', all),
      row(`gain simulated to ${100 * knownTo} points or better; of these:`, known),
      ...classes(({ lengths }) => `${lengths} lengths`),
      ...classes(({ microbatches }) => `m = ${microbatches}`),
      ...classes(({ regimes }) => regimes),
    ].join('\n'),
    lostWords(known),
    'Widths are medians, in percentage points. Of heavy-tailed lengths the simulation itself knows the gain of many cases to a point at best, which all bands are blamed for in the first row.',
  ]);
}

main();
