import { placeKey } from '../../text/edits-by-file';
import { quote } from '../../text/format';
import { rangeOfText } from '../../text/mapped-text';
import type { TextRange } from '../../text/text-range';
import type { Pool, SizeCopy } from '../deployment';
import type { LaunchedPools } from '../dialects/dialect';
import { dialectOf } from '../dialects/dialects';
import { against } from '../dialects/in-step';
import type { Fact } from '../fact';
import { known, type Launch, type LaunchOption } from './launch';
import { startsRole } from './role';
import { settingName } from './setting-name';
import { isDefault } from './stated';

type Role = 'attention' | 'ffn';

const severalProcesses = against('as many processes as there are ranks have to be started');

/** The pools that a group of launches states, in ranks, with every place that has to keep saying the same. */
export function poolsOf(group: readonly Launch[]): LaunchedPools {
  const attention = poolOf('attention', group);
  const ffn = poolOf('ffn', group);
  const isOneNumber = attention && ffn && editedPlaces(attention).some((place) => editedPlaces(ffn).includes(place));
  if (!isOneNumber) return { attention, ffn };
  const notEditable = 'the same number sizes both pools';
  return { attention: { ...attention, notEditable }, ffn: { ...ffn, notEditable } };
}

function poolOf(role: Role, group: readonly Launch[]): Pool | undefined {
  const own = group.filter((launch) => startsRole(launch, role));
  const others = group.filter((launch) => !own.includes(launch));
  const mentions = [...own, ...others].flatMap((launch) => {
    const fact = known(ranksIn(launch, role));
    return fact ? [{ launch, fact }] : [];
  });
  const workers = mentions[0]?.fact.value;
  if (workers === undefined || workers < 1) return undefined;
  const agreeing = mentions.filter(({ fact }) => fact.value === workers);
  const size =
    agreeing.find(({ fact }) => isWritten(fact) && fact.file === undefined) ??
    agreeing.find(({ fact }) => fact.file === undefined) ??
    agreeing[0]!;
  const inStep = own.map((launch) => dialectOf(launch).inStep?.(launch, role, workers) ?? severalProcesses);
  const counts = agreeing.map(({ fact }) => ({ fact, factor: 1 }));
  const stated = [...counts, ...inStep.flatMap((part) => part.copies)];
  const sizeKey = settingName(size.launch, size.fact) ?? `num_${role}_ranks`;
  const obstacles = [
    ...(mentions.length > agreeing.length ? [`the launches disagree on ${quote(sizeKey)}`] : []),
    ...(group.some((launch) => isUnresolved(launch, role))
      ? [`a launch takes ${quote(sizeKey)} from its environment`]
      : []),
    ...inStep.flatMap((part) => part.obstacles),
    ...stated.flatMap(({ fact }) => whyFixed(fact, sizeKey)),
    ...usedOtherwise(stated, group),
    ...unknownPartner(group),
  ];
  const copies = withoutRepeats(stated, size.fact).filter(({ fact }) => isWritten(fact));
  return { workers, unit: 'rank', size: size.fact, sizeKey, factor: 1, copies, notEditable: obstacles[0] };
}

/** Each role states the sizes of both pools, so that they change in both launches or in none. */
function unknownPartner(group: readonly Launch[]): readonly string[] {
  const roles = ['attention', 'ffn'] as const;
  const missing = roles.find((role) => !group.some((launch) => startsRole(launch, role)));
  if (missing === undefined) return [];
  return [`the ${missing === 'ffn' ? 'FFN' : missing} launch, which states it too, is not known here`];
}

function ranksIn(launch: Launch, role: Role): Launch['attentionRanks'] {
  return role === 'attention' ? launch.attentionRanks : launch.ffnRanks;
}

function isUnresolved(launch: Launch, role: Role): boolean {
  const ranks = ranksIn(launch, role);
  return ranks !== undefined && 'unresolved' in ranks;
}

function isWritten({ literal }: Fact<unknown>): boolean {
  return literal !== false;
}

function whyFixed(fact: Fact<number>, sizeKey: string): readonly string[] {
  if (isWritten(fact)) return [];
  return [
    isDefault(fact)
      ? `${quote(sizeKey)} is not written in every launch`
      : 'it follows from something that is not written as that number',
  ];
}

/** A number in a variable may be used for more than the size, or for the size in several units. */
function usedOtherwise(stated: readonly SizeCopy[], group: readonly Launch[]): readonly string[] {
  const options = group.flatMap((launch) =>
    [...launch.options.values()].map((option) => ({ option, file: launch.file })),
  );
  const isInStep = (option: LaunchOption): boolean =>
    stated.some(({ fact }) => fact.keyRange.start === option.nameRange.start);
  const other = options.find(({ option, file }) => {
    if (!option.value || isInStep(option)) return false;
    const place = placeOf({ file, range: rangeOfText(option.value) });
    return stated.some(({ fact }) => isWritten(fact) && placeOf(fact) === place);
  });
  if (other) return [`${quote(`--${other.option.name}`)} takes the same number`];
  const factors = new Map(stated.map(({ fact, factor }) => [placeOf(fact), factor]));
  const isMixed = stated.some(({ fact, factor }) => isWritten(fact) && factors.get(placeOf(fact)) !== factor);
  return isMixed ? ['the same number counts ranks and something else'] : [];
}

/** Each place once, and not the one that `size` is already. */
function withoutRepeats(copies: readonly SizeCopy[], size: Fact<number>): readonly SizeCopy[] {
  const seen = new Set([placeOf(size)]);
  return copies.filter(({ fact }) => {
    const place = placeOf(fact);
    const isNew = !seen.has(place);
    seen.add(place);
    return isNew;
  });
}

/** The places that an edit of the pool changes, as words to compare. */
export function editedPlaces({ size, copies }: Pool): readonly string[] {
  return [size, ...copies.map(({ fact }) => fact)].filter(isWritten).map(placeOf);
}

function placeOf({ file, range }: { readonly file?: string | undefined; readonly range: TextRange }): string {
  return placeKey(file, range);
}
