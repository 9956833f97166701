import type { Launch } from '../../../manifest/launches/launch';
import type { PluginGeneration } from '../../../manifest/launches/plugin-generation';
import { closest } from '../../../text/closest';
import { quote } from '../../../text/format';
import type { TreeEntry, TreeMap } from '../../../yaml/yaml-tree';
import { type Finding, finding, type Rule, type Severity, type Subject } from '../../rule';
import { renameKeyFix } from '../launch-fix';
import { launchesHere } from '../launch-options';
import {
  connectorNow,
  extraSettings,
  extraSettingsOf,
  formerSettings,
  isReadable,
  knownSettings,
  settingAliases,
  writtenEntries,
} from './launch-settings';

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
function severityFor({ dialect }: Launch, generation: PluginGeneration | undefined): Severity {
  const mayKnowMore = dialect === 'vllm-afd-config' || generation === 'servers' || generation === 'unknown';
  return mayKnowMore ? 'warning' : 'error';
}

function unknownIn(launch: Launch, severity: Severity, subject: Subject): readonly Finding[] {
  const { settings, dialect } = launch;
  const names = knownSettings(dialect);
  if (!settings || !names) return [];
  const isPlugin = dialect === 'vllm-afd-plugin';
  const others = isPlugin ? [...settingAliases.keys(), ...formerSettings.keys()] : [];
  return writtenEntries(settings)
    .filter(({ key }) => !names.includes(key) && !others.includes(key))
    .map((entry) => {
      const isExtra = isPlugin && [...extraSettings.values()].some((keys) => keys.includes(entry.key));
      return isExtra
        ? finding(
            launchUnknownSetting,
            entry.keyRange,
            `${quote(entry.key)} is a setting of a connector; move it into ${quote('connector_extra_config')}.`,
            { severity },
          )
        : unknown(entry, settings, names, severity, subject);
    });
}

function unknownExtra(launch: Launch, severity: Severity, subject: Subject): readonly Finding[] {
  const map = extraSettingsOf(launch);
  const connector = connectorNow(launch);
  const names = launch.dialect === 'vllm-afd-plugin' ? extraSettings.get(connector ?? '') : undefined;
  // A connector that takes no settings is the matter of another rule.
  if (!map || !names || names.length === 0) return [];
  return writtenEntries(map)
    .filter(({ key }) => !names.includes(key))
    .map((entry) =>
      knownSettings('vllm-afd-plugin')!.includes(entry.key)
        ? finding(
            launchUnknownSetting,
            entry.keyRange,
            `${quote(entry.key)} is no setting of ${quote(connector!)}; move it out of ${quote('connector_extra_config')}.`,
            { severity },
          )
        : unknown(entry, map, names, severity, subject, ` of ${quote(connector!)}`),
    );
}

function unknown(
  entry: TreeEntry,
  map: TreeMap,
  names: readonly string[],
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
