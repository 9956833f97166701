import { renamedConnectors } from '../../../manifest/launches/connectors';
import type { Launch, LaunchProblem } from '../../../manifest/launches/launch';
import { knownValue } from '../../../manifest/launches/launch';
import { stated, truth } from '../../../manifest/launches/stated';
import { closest } from '../../../text/closest';
import { quote } from '../../../text/format';
import { entryOf, type TreeEntry, type TreeNode } from '../../../yaml/yaml-tree';
import { type Finding, type Fix, finding, type Rule, type Severity, type Subject } from '../../rule';
import { removeKeyFix, valueFix } from '../launch-fix';
import { launchesHere } from '../launch-options';
import {
  branchConnectors,
  extraValues,
  inTreeValues,
  pluginValues,
  type SettingValue,
  sglangValues,
} from './launch-setting-values';
import { connectorNow, extraSettingsOf, isReadable, settingAliases, writtenEntries } from './launch-settings';

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
  const { dialect, settings } = launch;
  switch (dialect) {
    case 'vllm-afd-plugin': {
      const extra = extraValues.get(connectorNow(launch) ?? '');
      return [
        ...wrongIn(writtenEntries(settings), pluginValues, 'error', subject),
        ...wrongIn(writtenEntries(extraSettingsOf(launch)), extra, 'error', subject),
      ];
    }
    case 'vllm-afd-config':
      return wrongIn(writtenEntries(settings), inTreeValues, 'error', subject);
    case 'sglang-afd':
      return wrongIn(writtenEntries(settings), sglangValues, 'error', subject);
    default:
      return [];
  }
}

function wrongIn(
  entries: readonly TreeEntry[],
  values: ReadonlyMap<string, SettingValue> | undefined,
  severity: Severity,
  subject: Subject,
): readonly Finding[] {
  return entries.flatMap((entry) => {
    const { key, value } = entry;
    const expected = values?.get(key) ?? values?.get(settingAliases.get(key) ?? '');
    if (!expected || isOpen(value) || expected.accepts(value) || isFormerConnector(value)) return [];
    const near = nearWord(value, expected);
    const what = `${quote(key)} is ${shown(value)}`;
    const advice = near === undefined ? `it must be ${expected.mustBe}` : `did you mean ${quote(near)}?`;
    return [
      finding(
        launchInvalidSetting,
        isEmpty(value) ? entry.keyRange : value.site,
        `${what}; ${advice}${near === undefined ? '.' : ''}`,
        {
          severity,
          fixes: () => (near === undefined ? [] : changeFix(subject, entry, near)),
        },
      ),
    ];
  });
}

function isEmpty({ site }: TreeNode): boolean {
  return site.start === site.end;
}

/** A value that only a run decides. */
function isOpen(node: TreeNode): boolean {
  return node.kind === 'scalar' && node.templated;
}

/** A connector's former name, which another rule speaks of. */
function isFormerConnector(node: TreeNode): boolean {
  return node.kind === 'scalar' && typeof node.value === 'string' && renamedConnectors.has(node.value);
}

function nearWord(node: TreeNode, { words }: SettingValue): string | undefined {
  return node.kind === 'scalar' && typeof node.value === 'string' && words ? closest(node.value, words) : undefined;
}

function changeFix(subject: Subject, { keyRange, value: node }: TreeEntry, value: string): readonly Fix[] {
  const fact = stated({ keyRange, node }, (old) => old ?? undefined);
  return fact && 'value' in fact ? valueFix(subject, `Change to ${value}`, [{ fact, value }], true) : [];
}

function shown(node: TreeNode): string {
  if (node.kind === 'map') return 'an object';
  if (node.kind === 'sequence') return 'a list';
  if (node.value === '') return 'empty';
  return typeof node.value === 'string' ? `the text ${quote(node.value)}` : quote(node.source);
}

/** What single connectors forbid or need, beside the values of their own settings. */
function connectorLimits(launch: Launch, subject: Subject): readonly Finding[] {
  const connector = connectorNow(launch);
  if (launch.dialect !== 'vllm-afd-plugin' || connector === undefined) return [];
  return [...unwantedExtra(launch, connector, subject), ...gateLimits(launch, connector, subject)];
}

function unwantedExtra(launch: Launch, connector: string, subject: Subject): readonly Finding[] {
  const { settings } = launch;
  const entry = entryOf(settings, 'connector_extra_config');
  const takesNone = connector === 'P2pNcclAFDConnector' || connector === 'P2pHcclAFDConnector';
  if (!entry || !takesNone || (extraSettingsOf(launch)?.entries.length ?? 0) === 0) return [];
  return [
    finding(
      launchInvalidSetting,
      entry.keyRange,
      `${quote(connector)} takes no ${quote(entry.key)}; remove it or leave it empty.`,
      { fixes: () => removeKeyFix(subject, `Remove ${entry.key}`, settings!, entry) },
    ),
  ];
}

/** Where each connector computes the gate; of CAMAsync another rule speaks. */
const gates: ReadonlyMap<string, boolean> = new Map([
  ['CAMP2pAFDConnector', false],
  ['P2pHcclAFDConnector', false],
  ['WindowAFDConnector', true],
  ['GpuAsyncAFDConnector', true],
]);

function gateLimits(launch: Launch, connector: string, subject: Subject): readonly Finding[] {
  const entry = entryOf(launch.settings, 'compute_gate_on_attention');
  const needed = gates.get(connector);
  const gate = entry && stated({ keyRange: entry.keyRange, node: entry.value }, truth);
  const given = knownValue(gate);
  if (!entry || needed === undefined || given === undefined || given === needed) return [];
  return [
    finding(
      launchInvalidSetting,
      entry.value.site,
      `${quote(connector)} needs ${quote(entry.key)} to be ${quote(String(needed))}.`,
      {
        severity: branchConnectors.some((name) => name === connector) ? 'warning' : 'error',
        fixes: () => changeFix(subject, entry, String(needed)),
      },
    ),
  ];
}
