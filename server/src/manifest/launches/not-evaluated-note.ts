import { quote } from '../../text/format';
import type { TextRange } from '../../text/text-range';
import { listed } from '../../text/words';
import type { MissingFact } from '../deployment';
import type { LaunchedPools } from '../dialects/dialect';
import { dialectOf, knownConnector } from '../dialects/dialects';
import { known, knownValue, type Launch, type Stated } from './launch';
import { startsRole } from './role';

/**
 * Why a deployment is not evaluated, in one calm note: what the model does not describe, else what only a run decides,
 * else what no launch says. `site` is where it goes if the reason stands in another file, or nowhere.
 */
export function notEvaluatedNote(
  group: readonly Launch[],
  pools: LaunchedPools,
  site: TextRange,
): MissingFact | undefined {
  const attention = group.filter((launch) => startsRole(launch, 'attention'));
  return (
    asynchronous(group, site) ??
    sharedBatch(attention, site) ??
    atRunTime(group, attention, pools, site) ??
    notStated(group, attention, pools, site)
  );
}

function note(message: string, range: TextRange): MissingFact {
  return { message, range, templated: false };
}

function asynchronous(group: readonly Launch[], site: TextRange): MissingFact | undefined {
  const connector = knownConnector(group);
  if (!connector?.isAsynchronous) return undefined;
  return note(
    `${quote(connector.name)} lets the pools run asynchronously, without the common cycle that the model describes`,
    placeHere(group, ({ connector }) => connector) ?? site,
  );
}

/** The parallel sizes by which several attention ranks work on one batch. */
const sharingSizes = [
  ['--tensor-parallel-size', (launch: Launch) => launch.tensorParallel],
  ['--prefill-context-parallel-size', (launch: Launch) => launch.prefillContextParallel],
] as const;

function sharedBatch(attention: readonly Launch[], site: TextRange): MissingFact | undefined {
  for (const [name, read] of sharingSizes) {
    const launch = attention.find((one) => (knownValue(read(one)) ?? 1) > 1);
    if (!launch) continue;
    const { unlikeWorkers } = dialectOf(launch);
    const what = unlikeWorkers ? quote(unlikeWorkers.key) : `${quote(name)} of the attention launch`;
    const why = unlikeWorkers?.why ?? 'its ranks share one batch of requests, and the model knows one batch per worker';
    return note(`${what} is ${knownValue(read(launch))}: ${why}`, placeHere([launch], read) ?? site);
  }
  return undefined;
}

function atRunTime(
  group: readonly Launch[],
  attention: readonly Launch[],
  pools: LaunchedPools,
  site: TextRange,
): MissingFact | undefined {
  const { poolSizeWords, requests } = dialectOf(group[0]!);
  const open = [
    ...(pools.attention ? [] : unresolvedIn(group, poolSizeWords.attention, ({ attentionRanks }) => attentionRanks)),
    ...(pools.ffn ? [] : unresolvedIn(group, poolSizeWords.ffn, ({ ffnRanks }) => ffnRanks)),
    ...unresolvedIn(attention, quote(requests?.option ?? 'batch size'), ({ maxNumSeqs }) => maxNumSeqs),
    ...unresolvedIn(attention, 'the number of microbatches', ({ microbatches }) => microbatches),
    ...sharingSizes.flatMap(([name, read]) =>
      unresolvedIn(
        attention.filter((launch) => !runsOneRankEach(launch)),
        quote(name),
        read,
      ),
    ),
  ];
  const [first] = open;
  if (!first) return undefined;
  const what = listed(
    open.map((item) => item.what),
    'and',
  );
  const by = [...new Set(open.map((item) => item.unresolved))].map(quote).join(', ');
  const templated = open.every((item) => item.unresolved.includes('{{'));
  const when = templated ? 'filled in by a template' : 'known only at run time';
  return {
    message: `${what} ${open.length === 1 ? 'is' : 'are'} ${when} (${by})`,
    range: first.range ?? site,
    templated,
  };
}

interface Open {
  readonly what: string;
  readonly unresolved: string;
  readonly range: TextRange | undefined;
}

/** What only a run decides, unless some launch knows it. */
function unresolvedIn(
  launches: readonly Launch[],
  what: string,
  read: (launch: Launch) => Stated<number>,
): readonly Open[] {
  if (launches.some((launch) => known(read(launch)))) return [];
  const launch = launches.find((one) => isUnresolved(read(one)));
  const value = launch && read(launch);
  if (!value || !('unresolved' in value)) return [];
  return [{ what, unresolved: value.unresolved, range: launch.file === undefined ? value.range : undefined }];
}

function isUnresolved(value: Stated<number>): boolean {
  return value !== undefined && 'unresolved' in value;
}

/** True where there are as many data-parallel replicas as ranks, so that no other parallel size can be above 1. */
function runsOneRankEach({ dataParallel, attentionRanks }: Launch): boolean {
  const replicas = knownValue(dataParallel);
  return replicas !== undefined && replicas === knownValue(attentionRanks);
}

function notStated(
  group: readonly Launch[],
  attention: readonly Launch[],
  pools: LaunchedPools,
  site: TextRange,
): MissingFact | undefined {
  if (group.some(({ problems }) => problems.length > 0)) return undefined;
  const { poolSizeWords } = dialectOf(group[0]!);
  const isSilent = (read: (launch: Launch) => Stated<number>): boolean => group.every((one) => read(one) === undefined);
  if (!pools.attention && isSilent(({ attentionRanks }) => attentionRanks))
    return note(`the size of the attention pool is not known, which follows from ${poolSizeWords.attention}`, site);
  if (!pools.ffn && isSilent(({ ffnRanks }) => ffnRanks))
    return note(`the size of the FFN pool is not known, which follows from ${poolSizeWords.ffn}`, site);
  return attention.length === 0
    ? note('the attention launch is not known here, which says how many requests a rank runs at a time', site)
    : undefined;
}

/** Where the first of the launches in the analysed file writes the value. */
function placeHere(launches: readonly Launch[], read: (launch: Launch) => Stated<unknown>): TextRange | undefined {
  return launches.flatMap((launch) => (launch.file === undefined ? (known(read(launch))?.site ?? []) : []))[0];
}
