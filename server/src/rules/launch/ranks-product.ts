import type { RankSettings } from '../../manifest/dialects/dialect';
import { dialectOf } from '../../manifest/dialects/dialects';
import type { Fact } from '../../manifest/fact';
import { known, type Launch } from '../../manifest/launches/launch';
import { defaultNote, launchesHere, launchesOf } from '../../manifest/launches/launch-options';
import { settingName } from '../../manifest/launches/setting-name';
import { integer, isDefault, placeOf, stated } from '../../manifest/launches/stated';
import { formatCounted, quote } from '../../text/format';
import { entryOf } from '../../yaml/yaml-tree';
import { type Finding, type Fix, finding, type RelatedPlace, type Rule, type Subject } from '../rule';
import { type ValueChange, valueFix } from './launch-fix';
import { isReadable, knowsItsSettings } from './settings/launch-settings';

export const ranksProduct: Rule = {
  code: 'AFD406',
  title: 'Parallel sizes do not multiply out to the ranks',
  severity: 'error',
  check(subject) {
    const launches = subject.deployment?.launches ?? [];
    return launchesHere(launches)
      .filter(isReadable)
      .flatMap((launch) => {
        const names = dialectOf(launch).rankSettings;
        return names ? mismatch(launch, names, launches, subject) : [];
      });
  },
};

type Role = 'attention' | 'ffn';

/** The parallel sizes of a launch, which multiply out to the ranks of its pool. */
interface Sizes {
  readonly dataParallel: Fact<number>;
  readonly prefillContextParallel: Fact<number>;
  readonly tensorParallel: Fact<number>;
}

const words: Readonly<Record<keyof Sizes, string>> = {
  dataParallel: 'data parallel',
  prefillContextParallel: 'prefill context parallel',
  tensorParallel: 'tensor parallel',
};
const sizeNames = ['dataParallel', 'prefillContextParallel', 'tensorParallel'] as const;

function mismatch(
  launch: Launch,
  names: RankSettings,
  launches: readonly Launch[],
  subject: Subject,
): readonly Finding[] {
  const role = launch.pool === 'attention' || launch.pool === 'ffn' ? launch.pool : undefined;
  const sizes = sizesOf(launch);
  if (!role || !sizes) return [];
  const name = names[role];
  const ranks = ranksOf(launch, role, name);
  const product = productOf(sizes);
  if (!ranks || ranks.value === product || product < 1) return [];
  if (isCountedOtherwise(launch, names, sizes)) return [];
  const isOneOfSeveral = mayBeOneOfSeveral(launch, sizes, ranks.value, launchesOf(launches, role).length);
  // Builds of old could be told the rank of each process.
  if (isOneOfSeveral && subject.deployment?.plugin?.generation !== 'ranks-uneven') return [];
  const written = sizeNames.filter((name) => !isDefault(sizes[name]));
  return [
    finding(
      ranksProduct,
      ranks.site,
      `${quote(name)} is ${ranks.value}${defaultNote(ranks)}, but ${givenBy(sizes, written, product)}.`,
      {
        severity: isOneOfSeveral ? 'warning' : 'error',
        related: written.map(
          (name): RelatedPlace => ({
            message: `This is ${words[name]} ${sizes[name].value}.`,
            range: sizes[name].site,
          }),
        ),
        fixes: () => [
          ...ranksFix(role, name, product, launches, subject),
          ...dataParallelFix(role, ranks.value, sizes, launches, subject),
        ],
      },
    ),
  ];
}

function sizesOf(launch: Launch): Sizes | undefined {
  const [dataParallel, prefillContextParallel, tensorParallel] = [
    known(launch.dataParallel),
    known(launch.prefillContextParallel),
    known(launch.tensorParallel),
  ];
  if (!dataParallel || !prefillContextParallel || !tensorParallel) return undefined;
  return { dataParallel, prefillContextParallel, tensorParallel };
}

function productOf({ dataParallel, prefillContextParallel, tensorParallel }: Sizes): number {
  return dataParallel.value * prefillContextParallel.value * tensorParallel.value;
}

/** The ranks of the launch's own pool; not what builds of old counted as servers. */
function ranksOf(launch: Launch, role: Role, name: string): Fact<number> | undefined {
  const ranks = known(role === 'ffn' ? launch.ffnRanks : launch.attentionRanks);
  const isCountedSo = ranks && (isDefault(ranks) ? knowsItsSettings(launch) : settingName(launch, ranks) === name);
  return isCountedSo && ranks.value >= 1 ? ranks : undefined;
}

/** Whether the launch is told its rank by hand, follows another one, or has stages of a pipeline. */
function isCountedOtherwise({ options, settings }: Launch, { byHand }: RankSettings, { dataParallel }: Sizes): boolean {
  const isToldItsRank = byHand.some((key) => entryOf(settings, key) !== undefined);
  const pipeline = options.get('pipeline-parallel-size');
  const isPipelined = pipeline !== undefined && known(stated(placeOf(pipeline), integer))?.value !== 1;
  return isToldItsRank || isPipelined || (isDefault(dataParallel) && options.has('headless'));
}

/** Whether several processes like this one, without data parallel, may make up the ranks. */
function mayBeOneOfSeveral({ carrier }: Launch, sizes: Sizes, ranks: number, launchesOfPool: number): boolean {
  const isSingle = sizes.dataParallel.value === 1 && ranks % productOf(sizes) === 0;
  return isSingle && (launchesOfPool > 1 || !carrier.isPod || carrier.pods !== 1);
}

/** `data parallel 2 x tensor parallel 2 give 4 ranks`. */
function givenBy(sizes: Sizes, written: readonly (keyof Sizes)[], product: number): string {
  const ranks = formatCounted(product, 'rank');
  const factors = written.map((name) => `${words[name]} ${sizes[name].value}`);
  if (factors.length === 0) return `without parallel sizes there is ${ranks}`;
  return `${factors.join(' x ')} ${factors.length === 1 ? 'gives' : 'give'} ${ranks}`;
}

/** States the ranks as the parallel sizes have them, in every launch of the deployment. */
function ranksFix(
  role: Role,
  name: string,
  product: number,
  launches: readonly Launch[],
  subject: Subject,
): readonly Fix[] {
  const facts = launches.map((launch) => known(role === 'ffn' ? launch.ffnRanks : launch.attentionRanks));
  const changes = facts.flatMap((fact): ValueChange[] =>
    fact && fact.value !== product ? [{ fact, value: product }] : [],
  );
  const isWhole = facts.every((fact) => fact !== undefined);
  return isWhole ? valueFix(subject, `Change ${name} to ${product}`, changes) : [];
}

/** Takes as many replicas as the ranks ask for, in every launch of the pool. */
function dataParallelFix(
  role: Role,
  ranks: number,
  sizes: Sizes,
  launches: readonly Launch[],
  subject: Subject,
): readonly Fix[] {
  const replicas = ranks / (productOf(sizes) / sizes.dataParallel.value);
  if (!Number.isInteger(replicas)) return [];
  const changes = launchesOf(launches, role).flatMap((launch): ValueChange[] => {
    const size = known(launch.dataParallel);
    const local = known(stated(placeOf(launch.options.get('data-parallel-size-local')), integer));
    const all = local && local.value === size?.value ? [size, { ...local, file: launch.file }] : [size];
    return all.flatMap((fact) => (fact && fact.value !== replicas ? [{ fact, value: replicas }] : []));
  });
  return valueFix(subject, `Change --data-parallel-size to ${replicas}`, changes);
}
