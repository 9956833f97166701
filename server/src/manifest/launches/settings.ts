import type { TextRange } from '../../text/text-range';
import { readJson } from '../../yaml/json-tree';
import { entryOf, type TreeMap, type TreeNode, type TreeScalar } from '../../yaml/yaml-tree';
import type { LaunchOption, LaunchProblem, Stated, Unresolved } from './launch';
import { byDefault, partOf, type SettingPlace, stated } from './stated';

/** The object in which a launch gives its AFD settings. */
export interface Settings {
  /** Undefined where it cannot be read, or only a run decides it. */
  readonly map: TreeMap | undefined;
  readonly unresolved: Unresolved | undefined;
  readonly problems: readonly LaunchProblem[];
}

/** The settings that an option holds, below `key` where one is given; undefined for an option that holds none. */
export function readSettings(option: LaunchOption, key?: string): Settings | undefined {
  const { root, problems } = option.tree ? { root: option.tree, problems: [] } : jsonOf(option);
  if (key === undefined) return root || problems.length > 0 ? settingsAt(root, option.nameRange, problems) : undefined;
  const entry = entryOf(root, key);
  if (entry) return settingsAt(entry.value, entry.keyRange, problems);
  const isBroken = problems.length > 0 && new RegExp(`\\b${key}\\b`).test(option.value?.text ?? '');
  return isBroken ? { map: undefined, unresolved: undefined, problems } : undefined;
}

function jsonOf({ value }: LaunchOption): { root: TreeNode | undefined; problems: readonly LaunchProblem[] } {
  return value ? readJson(value) : { root: undefined, problems: [] };
}

function settingsAt(node: TreeNode | undefined, keyRange: TextRange, problems: readonly LaunchProblem[]): Settings {
  if (node?.kind === 'map') return { map: node, unresolved: undefined, problems };
  const whole = node && stated({ keyRange, node }, () => undefined);
  if (whole && 'unresolved' in whole) return { map: undefined, unresolved: whole, problems: [] };
  const wrong = node ? [{ message: 'The AFD settings must be an object.', range: node.site }] : [];
  return { map: undefined, unresolved: undefined, problems: [...problems, ...wrong] };
}

/** The place of the first of these keys that the settings have. */
export function settingPlace(map: TreeNode | undefined, keys: readonly string[]): SettingPlace | undefined {
  for (const key of keys) {
    const entry = entryOf(map, key);
    if (entry) return { keyRange: entry.keyRange, node: entry.value };
  }
  return undefined;
}

/** Reads one setting, by the first of the keys that is given; `fallback` is what the engine takes without any. */
export type SettingReader = <T>(
  keys: readonly string[],
  read: (value: TreeScalar['value']) => T | undefined,
  fallback?: T,
) => Stated<T>;

/** A reader of these settings; what falls back to a default is reported at `site`. */
export function settingReader({ map, unresolved }: Settings, site: TextRange): SettingReader {
  return (keys, read, fallback) => {
    if (unresolved) return unresolved;
    const place = settingPlace(map, keys);
    if (place) return stated(place, read);
    return map && fallback !== undefined ? byDefault(fallback, site) : undefined;
  };
}

/** Both pool sizes of an `afd_size` such as `2A2F`, each at its own digits. */
export function readAfdSize(map: TreeMap | undefined): {
  readonly attention: Stated<number>;
  readonly ffn: Stated<number>;
} {
  const extra = settingPlace(map, ['extra_config', 'afd_extra_config'])?.node;
  const place = settingPlace(extra, ['afd_size']);
  const whole = stated(place, (value) => (typeof value === 'string' ? value : undefined));
  if (whole && 'unresolved' in whole) return { attention: whole, ffn: whole };
  const parts = whole && /^(\s*)(\d{1,9})(\s*[Aa]\s*)(\d{1,9})\s*[Ff]\s*$/.exec(whole.value);
  if (!parts) return { attention: undefined, ffn: undefined };
  const [, lead = '', attention = '', between = '', ffn = ''] = parts;
  const ffnAt = lead.length + attention.length + between.length;
  return {
    attention: partOf(whole, lead.length, lead.length + attention.length, Number(attention)),
    ffn: partOf(whole, ffnAt, ffnAt + ffn.length, Number(ffn)),
  };
}
