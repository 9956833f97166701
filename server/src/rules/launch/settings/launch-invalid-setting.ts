import type { Connector } from '../../../manifest/dialects/connector';
import { dialectOf, knownConnector } from '../../../manifest/dialects/dialects';
import type { SettingTable } from '../../../manifest/dialects/setting-table';
import type { SettingValue } from '../../../manifest/dialects/setting-values';
import type { Launch, LaunchProblem } from '../../../manifest/launches/launch';
import { known, knownValue } from '../../../manifest/launches/launch';
import { launchesHere } from '../../../manifest/launches/launch-options';
import { stated, truth } from '../../../manifest/launches/stated';
import { closest } from '../../../text/closest';
import { quote } from '../../../text/format';
import { entryOf, type TreeEntry, type TreeNode } from '../../../yaml/yaml-tree';
import { type Finding, type Fix, finding, type Rule, type Subject } from '../../rule';
import { removeKeyFix, valueFix } from '../launch-fix';
import { extraSettingsOf, isReadable, writtenEntries } from './launch-settings';

export const launchInvalidSetting: Rule = {
  code: 'AFD403',
  title: 'AFD setting that the engine cannot take',
  severity: 'error',
  check(subject) {
    return launchesHere(subject.deployment?.launches).flatMap((launch) => [
      ...worthSaying(launch).map(({ message, range, readable }) =>
        finding(launchInvalidSetting, range, message, readable ? { severity: 'warning' } : {}),
      ),
      ...(isReadable(launch) ? [...wrongValues(launch, subject), ...connectorLimits(launch, subject)] : []),
    ]);
  },
};

/** The problems worth saying: of a text that is not whole the first mistake alone, since the others often follow from it. */
function worthSaying({ problems }: Launch): readonly LaunchProblem[] {
  const broken = problems.find(({ readable }) => !readable);
  return [...problems.filter(({ readable }) => readable), ...(broken ? [broken] : [])];
}

function wrongValues(launch: Launch, subject: Subject): readonly Finding[] {
  const { settings, connectors } = dialectOf(launch);
  const own = wrongIn(writtenEntries(launch.settings), settings);
  const ofConnector = wrongIn(writtenEntries(extraSettingsOf(launch)), knownConnector([launch])?.settings);
  return [...own, ...ofConnector].flatMap(({ entry, expected }) => {
    // Of a connector's former name another rule speaks.
    const isRenamed = connectors?.renamed.has(textOf(entry.value) ?? '');
    return isRenamed ? [] : wrongValue(entry, expected, subject);
  });
}

interface WrongEntry {
  readonly entry: TreeEntry;
  readonly expected: SettingValue;
}

function wrongIn(entries: readonly TreeEntry[], table: SettingTable | undefined): readonly WrongEntry[] {
  return entries.flatMap((entry) => {
    const expected = table?.bySpelling.get(entry.key)?.takes;
    return expected && !isOpen(entry.value) && !expected.accepts(entry.value) ? { entry, expected } : [];
  });
}

function wrongValue(entry: TreeEntry, expected: SettingValue, subject: Subject): Finding {
  const { key, keyRange, value } = entry;
  const near = nearWord(value, expected);
  const advice = near === undefined ? `it must be ${expected.mustBe}.` : `did you mean ${quote(near)}?`;
  return finding(
    launchInvalidSetting,
    isEmpty(value) ? keyRange : value.site,
    `${quote(key)} is ${shown(value)}; ${advice}`,
    { fixes: () => (near === undefined ? [] : changeFix(subject, entry, near)) },
  );
}

function isEmpty({ site }: TreeNode): boolean {
  return site.start === site.end;
}

/** A value that only a run decides. */
function isOpen(node: TreeNode): boolean {
  return node.kind === 'scalar' && node.templated;
}

function textOf(node: TreeNode): string | undefined {
  return node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

function nearWord(node: TreeNode, { words }: SettingValue): string | undefined {
  const text = textOf(node);
  return text !== undefined && words ? closest(text, words) : undefined;
}

function changeFix(subject: Subject, { keyRange, value: node }: TreeEntry, value: string): readonly Fix[] {
  const fact = known(stated({ keyRange, node }, (old) => old ?? undefined));
  return fact ? valueFix(subject, `Change to ${value}`, [{ fact, value }], true) : [];
}

function shown(node: TreeNode): string {
  if (node.kind === 'map') return 'an object';
  if (node.kind === 'sequence') return 'a list';
  if (node.value === '') return 'empty';
  return typeof node.value === 'string' ? `the text ${quote(node.value)}` : quote(node.source);
}

/** What single connectors forbid or need, beside the values of their own settings. */
function connectorLimits(launch: Launch, subject: Subject): readonly Finding[] {
  const connector = knownConnector([launch]);
  if (!connector) return [];
  return [...unwantedExtra(launch, connector, subject), ...gateLimits(launch, connector, subject)];
}

function unwantedExtra(launch: Launch, connector: Connector, subject: Subject): readonly Finding[] {
  const { settings } = launch;
  const key = dialectOf(launch).connectors?.settingsKey;
  const entry = key === undefined ? undefined : entryOf(settings, key);
  const takesNone = connector.settings?.names.length === 0;
  if (!entry || !takesNone || (extraSettingsOf(launch)?.entries.length ?? 0) === 0) return [];
  return [
    finding(
      launchInvalidSetting,
      entry.keyRange,
      `${quote(connector.name)} takes no ${quote(entry.key)}; remove it or leave it empty.`,
      { fixes: () => removeKeyFix(subject, `Remove ${entry.key}`, settings!, entry) },
    ),
  ];
}

function gateLimits(launch: Launch, connector: Connector, subject: Subject): readonly Finding[] {
  const { gateSetting } = dialectOf(launch);
  const entry = gateSetting === undefined ? undefined : entryOf(launch.settings, gateSetting);
  const needed = connector.gateOnAttention;
  const gate = entry && stated({ keyRange: entry.keyRange, node: entry.value }, truth);
  const given = knownValue(gate);
  if (!entry || needed === undefined || given === undefined || given === needed) return [];
  return [
    finding(
      launchInvalidSetting,
      entry.value.site,
      `${quote(connector.name)} needs ${quote(entry.key)} to be ${quote(String(needed))}.`,
      {
        severity: connector.isUnreleased ? 'warning' : 'error',
        fixes: () => changeFix(subject, entry, String(needed)),
      },
    ),
  ];
}
