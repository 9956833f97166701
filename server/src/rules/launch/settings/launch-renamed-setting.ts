import { renamedConnectors } from '../../../manifest/launches/connectors';
import { known, type Launch } from '../../../manifest/launches/launch';
import type { KnownGeneration } from '../../../manifest/launches/plugin-generation';
import { isDefault } from '../../../manifest/launches/stated';
import { quote } from '../../../text/format';
import { entryOf, type TreeEntry, type TreeMap, toPlain } from '../../../yaml/yaml-tree';
import { type Finding, type Fix, finding, type Rule, type Severity, type Subject } from '../../rule';
import { removeKeyFix, removeOptionFix, renameKeyFix, valueFix } from '../launch-fix';
import { launchesHere, optionSite } from '../launch-options';
import { type FormerSetting, formerSettings, isReadable, settingAliases, writtenEntries } from './launch-settings';

export const launchRenamedSetting: Rule = {
  code: 'AFD402',
  title: 'AFD setting by a former name',
  severity: 'error',
  check(subject) {
    const { launches, plugin } = subject.deployment ?? {};
    if (!plugin) return [];
    return launchesHere(launches)
      .filter(isReadable)
      .flatMap((launch) => [
        ...formerKeys(launch, plugin, subject),
        ...doubledKeys(launch, subject),
        ...formerConnector(launch, plugin, subject),
        ...workerClass(launch, plugin, subject),
      ]);
  },
};

/** How bad something is that the plugin refuses since a day; undefined where this build still takes it. */
function severitySince(day: string, { generation, date }: KnownGeneration): Severity | undefined {
  if (date !== undefined) return date < day ? undefined : 'error';
  return generation === 'unknown' ? 'warning' : 'error';
}

function formerKeys({ settings }: Launch, plugin: KnownGeneration, subject: Subject): readonly Finding[] {
  return writtenEntries(settings).flatMap((entry) => {
    const former = formerSettings.get(entry.key);
    const severity = former && severitySince(former.until, plugin);
    if (!former || !severity) return [];
    return [
      finding(
        launchRenamedSetting,
        entry.keyRange,
        `The AFD plugin has no setting ${quote(entry.key)} since ${former.until}; ${adviceFor(entry, former)}.`,
        { severity, fixes: () => fixesOfKey(subject, settings!, entry, former) },
      ),
    ];
  });
}

function adviceFor(entry: TreeEntry, { now }: FormerSetting): string {
  if (now === undefined) return 'remove it';
  return holdsSizes(entry) ? `state ${poolSizes.map(quote).join(' and ')}` : `it is ${quote(now)} today`;
}

const poolSizes = ['num_attention_ranks', 'num_ffn_ranks'];

function fixesOfKey(subject: Subject, settings: TreeMap, entry: TreeEntry, { now }: FormerSetting): readonly Fix[] {
  const removal = () => removeKeyFix(subject, `Remove ${entry.key}`, settings, entry);
  if (now === undefined) return removal();
  if (holdsSizes(entry)) return poolSizes.every((key) => entryOf(settings, key)) ? removal() : [];
  return entryOf(settings, now) ? removal() : renameKeyFix(subject, `Rename to ${now}`, entry, now);
}

/** Whether it is the `afd_size` of old, such as `2A2F`, and no connector's setting. */
function holdsSizes({ value }: TreeEntry): boolean {
  return entryOf(value, 'afd_size') !== undefined;
}

function doubledKeys({ settings }: Launch, subject: Subject): readonly Finding[] {
  return writtenEntries(settings).flatMap((entry) => {
    const canonical = settingAliases.get(entry.key);
    const other = canonical === undefined ? undefined : entryOf(settings, canonical);
    if (!other) return [];
    const isSame = JSON.stringify(toPlain(entry.value)) === JSON.stringify(toPlain(other.value));
    return [
      finding(
        launchRenamedSetting,
        entry.keyRange,
        `${quote(entry.key)} and ${quote(other.key)} are the same setting, which the AFD plugin takes once only.`,
        {
          related: [{ message: `${quote(other.key)} is given here.`, range: other.keyRange }],
          fixes: () => removeKeyFix(subject, `Remove ${entry.key}`, settings!, entry, isSame),
        },
      ),
    ];
  });
}

/** The day of the first build that knows the connectors by their names of today only. */
const connectorsSince = '2026-07-13';

function formerConnector({ connector }: Launch, plugin: KnownGeneration, subject: Subject): readonly Finding[] {
  const fact = known(connector);
  const now = fact && renamedConnectors.get(fact.value);
  const severity = severitySince(connectorsSince, plugin);
  if (!fact || !now || !severity || isDefault(fact)) return [];
  return [
    finding(
      launchRenamedSetting,
      fact.site,
      `The AFD plugin has no connector ${quote(fact.value)} since ${connectorsSince}; it is ${quote(now)} today.`,
      { severity, fixes: () => valueFix(subject, `Rename to ${now}`, [{ fact, value: now }], true) },
    ),
  ];
}

/** The day of the first build that chooses the worker class itself. */
const workersSince = '2026-08-01';

function workerClass({ options, pool }: Launch, plugin: KnownGeneration, subject: Subject): readonly Finding[] {
  const option = options.get('worker-cls');
  const named = /^afd_plugin\..*\.AFD(Attention|FFN)Worker$/.exec(option?.value?.text ?? '');
  const severity = severitySince(workersSince, plugin);
  if (!option || !named || !severity) return [];
  const isOther = named[1] === (pool === 'ffn' ? 'Attention' : 'FFN') && pool !== undefined;
  return [
    finding(
      launchRenamedSetting,
      optionSite(option),
      isOther
        ? `This is the worker class of the other pool, which the AFD plugin refuses; remove ${quote('--worker-cls')}.`
        : `The AFD plugin chooses its worker class since August 2026 and refuses another one; remove ${quote('--worker-cls')}.`,
      {
        severity: isOther ? severity : 'warning',
        fixes: () => removeOptionFix(subject, 'Remove --worker-cls', option),
      },
    ),
  ];
}
