import { dialectOf, knownConnector } from '../../../manifest/dialects/dialects';
import type { SettingTable } from '../../../manifest/dialects/setting-table';
import type { Launch } from '../../../manifest/launches/launch';
import { launchesHere } from '../../../manifest/launches/launch-options';
import type { PluginGeneration } from '../../../manifest/launches/plugin-generation';
import { closest } from '../../../text/closest';
import { quote } from '../../../text/format';
import type { TreeEntry, TreeMap } from '../../../yaml/yaml-tree';
import { type Finding, finding, type Rule, type Severity, type Subject } from '../../rule';
import { renameKeyFix } from '../launch-fix';
import { extraSettingsOf, isReadable, writtenEntries } from './launch-settings';

export const launchUnknownSetting: Rule = {
  code: 'AFD401',
  title: 'Unknown AFD setting',
  severity: 'error',
  check(subject) {
    const { launches, plugin } = subject.deployment ?? { launches: [], plugin: undefined };
    return launchesHere(launches)
      .filter(isReadable)
      .flatMap((launch) => {
        const severity = severityFor(launch, plugin?.generation);
        return [...unknownIn(launch, severity, subject), ...unknownExtra(launch, severity, subject)];
      });
  },
};

/** Engines of today refuse unknown settings; forks of vLLM may have settings of their own. */
function severityFor(launch: Launch, generation: PluginGeneration | undefined): Severity {
  const mayKnowMore = dialectOf(launch).hasUnlistedSettings || generation === 'servers' || generation === 'unknown';
  return mayKnowMore ? 'warning' : 'error';
}

function unknownIn(launch: Launch, severity: Severity, subject: Subject): readonly Finding[] {
  const { settings } = launch;
  const { settings: table, connectors } = dialectOf(launch);
  if (!settings || !table) return [];
  return unknownEntries(settings, table).map((entry) => {
    const isOfConnector = [...(connectors?.byName.values() ?? [])].some((each) =>
      each.settings?.names.includes(entry.key),
    );
    return isOfConnector && connectors?.settingsKey !== undefined
      ? finding(
          launchUnknownSetting,
          entry.keyRange,
          `${quote(entry.key)} is a setting of a connector; move it into ${quote(connectors.settingsKey)}.`,
          { severity },
        )
      : unknown(entry, settings, table, severity, subject);
  });
}

function unknownExtra(launch: Launch, severity: Severity, subject: Subject): readonly Finding[] {
  const map = extraSettingsOf(launch);
  const { settings, connectors } = dialectOf(launch);
  const { name = '', settings: table } = knownConnector([launch]) ?? {};
  // A connector that takes no settings is the matter of another rule.
  if (!map || !table || table.names.length === 0) return [];
  return unknownEntries(map, table).map((entry) =>
    settings?.names.includes(entry.key)
      ? finding(
          launchUnknownSetting,
          entry.keyRange,
          `${quote(entry.key)} is no setting of ${quote(name)}; move it out of ${quote(connectors?.settingsKey ?? '')}.`,
          { severity },
        )
      : unknown(entry, map, table, severity, subject, ` of ${quote(name)}`),
  );
}

function unknownEntries(map: TreeMap, { bySpelling }: SettingTable): readonly TreeEntry[] {
  return writtenEntries(map).filter(({ key }) => !bySpelling.has(key));
}

function unknown(
  entry: TreeEntry,
  map: TreeMap,
  { names }: SettingTable,
  severity: Severity,
  subject: Subject,
  whose = '',
): Finding {
  const free = names.filter((name) => !map.entries.some(({ key }) => key === name));
  const near = closest(entry.key, free);
  const advice = near === undefined ? 'remove it' : `did you mean ${quote(near)}?`;
  const message = `${quote(entry.key)} is no AFD setting${whose}; ${advice}${near === undefined ? '.' : ''}`;
  return finding(launchUnknownSetting, entry.keyRange, message, {
    severity,
    fixes: () => (near === undefined ? [] : renameKeyFix(subject, `Rename to ${near}`, entry, near)),
  });
}
