import type { Launch } from './launch';
import { launchesAgree, meetAtOnePlace, statementOf } from './launch-agreement';
import { nameWithoutPool } from './pool-by-name';

/** Launches that make up one deployment, in the order of the text; those of other files behind. */
export type LaunchGroup = readonly Launch[];

/**
 * The launches of each deployment of the analysed file. Launches that say the same belong together, then those that at
 * least do not contradict each other about where they meet. What is left over is paired by where it stands, and only
 * where there is one candidate for each pool, so that a disagreement is seen but never invented. A group is whole once it
 * has both pools.
 */
export function pairLaunches(launches: readonly Launch[]): readonly LaunchGroup[] {
  const ordered = [...launches].sort(inOrder);
  const files = [...groupBy(ordered, ({ file }) => file ?? '').values()].map((inFile) =>
    inFile.map((launch): LaunchGroup => [launch]),
  );
  const inFiles = files.map((groups) => pairByAgreement(uniteSame(groups)));
  const acrossFiles = pairByAgreement(uniteSameAcrossFiles(inFiles.flat()));
  const inDocuments = pairLeftovers(acrossFiles, documentOf);
  const inSameFile = pairLeftovers(inDocuments, ({ file = '' }) => file);
  const inFolder = pairLeftovers(inSameFile, () => '');
  return joinFollowers(inFolder)
    .map((group) => [...group].sort(inOrder))
    .filter((group) => group.some(({ file }) => file === undefined))
    .sort(([a], [b]) => inOrder(a!, b!));
}

/**
 * Launches of a file that say the same of everything are of one deployment, whether they start one pool or both; unless
 * their objects are named after several deployments, each of which has both pools.
 */
function uniteSame(groups: readonly LaunchGroup[]): readonly LaunchGroup[] {
  const fixed = groups.filter((group) => !isPart(group));
  const parts = groupBy(groups.filter(isPart).flat(), statementOf);
  const united = [...parts.values()].flatMap((same) => {
    const named = [...groupBy(same, ({ carrier }) => nameWithoutPool(carrier)).values()];
    return named.every((group) => !isPart(group)) ? named : [same];
  });
  return [...fixed, ...united];
}

/**
 * Unites groups of several files that start the same deployment. Where two of them would start the same ranks, they
 * are of several deployments.
 */
function uniteSameAcrossFiles(groups: readonly LaunchGroup[]): readonly LaunchGroup[] {
  const whole = groups.filter((group) => !isPart(group));
  const parts = groupBy(groups.filter(isPart), ([launch]) => statementOf(launch!));
  const united = [...parts.values()].flatMap((same) => {
    const places = same.flatMap((group) => [...new Set(group.map(rankPlace))]);
    return new Set(places).size === places.length ? [same.flat()] : same;
  });
  return [...whole, ...united];
}

/** Which ranks of its pool a launch starts, as far as its options say. */
function rankPlace({ pool, options }: Launch): string {
  const names = ['data-parallel-start-rank', 'data-parallel-rank', 'node-rank', 'afd-server-rank'];
  return JSON.stringify([pool, options.has('headless'), ...names.map((name) => options.get(name)?.value?.text ?? '')]);
}

/** Unites groups of one pool each that agree, where each is the only candidate of the other. */
function pairByAgreement(groups: readonly LaunchGroup[]): readonly LaunchGroup[] {
  const [attention, ffn, others] = byPool(groups);
  const agree = (one: LaunchGroup, other: LaunchGroup): boolean =>
    meetAtOnePlace(one[0]!, other[0]!) && one.every((a) => other.every((b) => launchesAgree(a, b)));
  const partners = new Map(attention.map((group) => [group, ffn.filter((other) => agree(group, other))]));
  const wanted = (other: LaunchGroup): number => [...partners.values()].filter((list) => list.includes(other)).length;
  const pairs = attention.flatMap((group) => {
    const [partner, ...more] = partners.get(group)!;
    return partner && more.length === 0 && wanted(partner) === 1 ? [[group, partner] as const] : [];
  });
  const paired = new Set(pairs.flat());
  return [
    ...others,
    ...pairs.map(([one, other]) => [...one, ...other]),
    ...[...attention, ...ffn].filter((group) => !paired.has(group)),
  ];
}

/** Unites the one group of attention launches and the one of FFN launches that are left over in each place. */
function pairLeftovers(groups: readonly LaunchGroup[], placeOf: (launch: Launch) => string): readonly LaunchGroup[] {
  const stands = (group: LaunchGroup): boolean => group.every((launch) => placeOf(launch) === placeOf(group[0]!));
  const isCandidate = (group: LaunchGroup): boolean => isPart(group) && stands(group);
  const whole = groups.filter((group) => !isCandidate(group));
  const places = groupBy(groups.filter(isCandidate), ([launch]) => `${launch!.dialect} ${placeOf(launch!)}`);
  const rest = [...places.values()].flatMap((parts) => {
    const [attention, ffn] = byPool(parts);
    return attention.length === 1 && ffn.length === 1 ? [[...attention[0]!, ...ffn[0]!]] : parts;
  });
  return [...whole, ...rest];
}

/** A node that only follows others is no deployment of its own: it joins the one that its file, else its folder, has. */
function joinFollowers(groups: readonly LaunchGroup[]): readonly LaunchGroup[] {
  const followers = groups.filter((group) => isPart(group) && group.every(isFollower));
  const leaders = groups.filter((group) => !followers.includes(group));
  const joined = new Map(leaders.map((group) => [group, [...group]]));
  const alone = followers.filter((group) => {
    const [first] = group;
    const alike = leaders.filter((other) =>
      other.some(({ dialect, pool }) => dialect === first!.dialect && pool === first!.pool),
    );
    const inFile = alike.filter((other) => other.some(({ file }) => file === first!.file));
    const agreeing = alike.filter((other) => other.every((launch) => launchesAgree(launch, first!)));
    const [leader, ...more] = inFile.length > 0 ? inFile : agreeing;
    if (!leader || more.length > 0) return true;
    joined.get(leader)!.push(...group);
    return false;
  });
  return [...joined.values(), ...alone];
}

function isFollower({ options }: Launch): boolean {
  return options.has('headless') || Number(options.get('data-parallel-start-rank')?.value?.text) > 0;
}

function documentOf({ file = '', carrier }: Launch): string {
  return `${carrier.extent.start} ${file}`;
}

/** Groups of attention launches alone, of FFN launches alone, and all others. */
function byPool(groups: readonly LaunchGroup[]): readonly [LaunchGroup[], LaunchGroup[], LaunchGroup[]] {
  const only = (pool: Launch['pool']): LaunchGroup[] =>
    groups.filter((group) => group.every((launch) => launch.pool === pool));
  return [only('attention'), only('ffn'), groups.filter((group) => !isPart(group))];
}

/** True for a group that starts one pool, and may belong to one that starts the other. */
function isPart(group: LaunchGroup): boolean {
  const [first] = group;
  return (first!.pool === 'attention' || first!.pool === 'ffn') && group.every(({ pool }) => pool === first!.pool);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function inOrder(a: Launch, b: Launch): number {
  const [fileA, fileB] = [a.file ?? '', b.file ?? ''];
  if (fileA !== fileB) return fileA < fileB ? -1 : 1;
  return a.site.start - b.site.start;
}
