import { rangeOfText } from '../../text/mapped-text';
import type { TextRange } from '../../text/text-range';
import type { LimitPlace } from '../dialects/limit';
import type { Fact } from '../fact';
import type { Launch, LaunchOption } from './launch';
import { knownValue } from './launch';
import { settingPlace } from './settings';
import { isDefault, placeOf, type SettingPlace, stated, truth } from './stated';

type Role = 'attention' | 'ffn';

/** The launches that start this pool and no other. */
export function launchesOf(launches: readonly Launch[], role: Role): readonly Launch[] {
  return launches.filter(({ pool }) => pool === role);
}

/** Those of this file, the only ones that findings can stand at. */
export function launchesHere(launches: readonly Launch[] = []): readonly Launch[] {
  return launches.filter(({ file }) => file === undefined);
}

/** Whether a flag is set, or taken back by its `no-` form; undefined where only a run decides it. */
export function flagOf({ options, open }: Launch, name: string): boolean | undefined {
  if (options.has(`no-${name}`)) return false;
  const option = options.get(name);
  if (!option) return open ? undefined : false;
  const place = placeOf(option);
  return place ? knownValue(stated(place, truth)) : true;
}

/** The place of a value below keys of the first of these options that is given. */
export function placeBelow(
  { options }: Launch,
  names: readonly string[],
  keys: readonly string[],
): SettingPlace | undefined {
  const option = names.flatMap((name) => options.get(name) ?? [])[0];
  return keys.reduce<SettingPlace | undefined>(
    (place, key) => settingPlace(place?.node, [key]),
    option?.tree && { keyRange: option.nameRange, node: option.tree },
  );
}

/** Where an option's value stands, or the option where it has none. */
export function optionSite({ value, nameRange }: LaunchOption): TextRange {
  if (!value || value.text === '') return nameRange;
  const { exact: _, ...range } = rangeOfText(value);
  return range;
}

/** A place in a launch, whichever file it stands in. */
export function placeIn({ file }: Launch, message: string, range: TextRange): LimitPlace {
  return { message, range, file };
}

/** ` (the default)` behind a value that the launch does not write. */
export function defaultNote(fact: Fact<unknown>): string {
  return isDefault(fact) ? ' (the default)' : '';
}
