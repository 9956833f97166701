import { dialectOf } from '../../../manifest/dialects/dialects';
import type { Launch } from '../../../manifest/launches/launch';
import { settingPlace } from '../../../manifest/launches/settings';
import { unknownCharacter } from '../../../text/mapped-text';
import { ownKey, type TreeEntry, type TreeMap } from '../../../yaml/yaml-tree';

/** Whether the settings of a launch are a text that its engine can read at all. */
export function isReadable({ problems }: Launch): boolean {
  return problems.every(({ readable }) => readable === true);
}

/**
 * Whether the settings of a launch are all known by name. Else one may be meant that seems not to be given, and nothing is
 * said about its default.
 */
export function knowsItsSettings(launch: Launch): boolean {
  const table = dialectOf(launch).settings;
  return (launch.settings?.entries ?? []).every(({ key }) => table?.bySpelling.has(key));
}

/** The map of a connector's own settings. */
export function extraSettingsOf(launch: Launch): TreeMap | undefined {
  const key = dialectOf(launch).connectors?.settingsKey;
  const node = key === undefined ? undefined : settingPlace(launch.settings, [key])?.node;
  return node?.kind === 'map' ? node : undefined;
}

/** The entries that this map writes itself under names that are known before a run. */
export function writtenEntries(map: TreeMap | undefined): readonly TreeEntry[] {
  return (map?.entries ?? []).filter((entry) => ownKey(entry) && !entry.key.includes(unknownCharacter));
}
