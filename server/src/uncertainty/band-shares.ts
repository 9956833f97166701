import type { AnswerForm, OperatingPoint, Pools } from '../provisioning/cycle/operating-point';
import { throughputPerInstance } from '../provisioning/cycle/throughput';
import { givenWorld, pointIn, type World } from './world';

/** What a band may come from: the workload, one stage's times, or what the theory misses. */
export const bandSources = ['workload', 'attention', 'ffn', 'communication', 'theory'] as const;

export type BandSource = (typeof bandSources)[number];

/** Shares that add up to 1. */
export type BandShares = Readonly<Record<BandSource, number>>;

/** What of a world belongs to a source. */
const partsOf: Readonly<Record<BandSource, (world: World) => Partial<World>>> = {
  workload: ({ load }) => ({ load }),
  attention: ({ attention }) => ({ attention }),
  ffn: ({ ffn }) => ({ ffn }),
  communication: ({ communication }) => ({ communication }),
  theory: ({ theory }) => ({ theory }),
};

/**
 * How much of a gain's band each source makes: its share of the variances of the gain over the worlds when it alone is off.
 * Undefined where the gain is the same in all of them. Source: docs/theory.md, "Gain band".
 */
export function bandShares(
  point: OperatingPoint,
  from: Pools,
  to: Pools,
  form: AnswerForm,
  worlds: readonly World[],
): BandShares | undefined {
  const varianceOf = (source: BandSource): number =>
    variance(
      worlds.map((world) => {
        const at = pointIn({ ...givenWorld, ...partsOf[source](world) }, point);
        return throughputPerInstance(at, to, form) / throughputPerInstance(at, from, form);
      }),
    );
  const variances = bandSources.map(varianceOf);
  const sum = variances.reduce((total, each) => total + each, 0);
  if (!(sum > 0)) return undefined;
  const [workload, attention, ffn, communication, theory] = variances.map((each) => each / sum);
  return {
    workload: workload!,
    attention: attention!,
    ffn: ffn!,
    communication: communication!,
    theory: theory!,
  };
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
