import type { Dialect } from '../../../manifest/dialects/dialect';
import { dialectOf } from '../../../manifest/dialects/dialects';
import type { EngineSetting } from '../../../manifest/dialects/setting-table';
import { known, type Launch } from '../../../manifest/launches/launch';
import { launchesHere, optionSite } from '../../../manifest/launches/launch-options';
import type { KnownGeneration } from '../../../manifest/launches/plugin-generation';
import { isDefault } from '../../../manifest/launches/stated';
import { quote } from '../../../text/format';
import { entryOf, type TreeEntry, type TreeMap, toPlain } from '../../../yaml/yaml-tree';
import { type Finding, type Fix, finding, type Rule, type Severity, type Subject } from '../../rule';
import { removeKeyFix, removeOptionFix, renameKeyFix, valueFix } from '../launch-fix';
import { isReadable, writtenEntries } from './launch-settings';

export const launchRenamedSetting: Rule = {
  code: 'AFD402',
  title: 'AFD setting by a former name',
  severity: 'error',
  check(subject) {
    const { launches, plugin = newest } = subject.deployment ?? {};
    return launchesHere(launches)
      .filter(isReadable)
      .flatMap((launch) => {
        const dialect = dialectOf(launch);
        return [
          ...formerKeys(launch, dialect, plugin, subject),
          ...doubledKeys(launch, dialect, subject),
          ...formerConnector(launch, dialect, plugin, subject),
          ...workerClass(launch, dialect, plugin, subject),
        ];
      });
  },
};

type Build = Pick<KnownGeneration, 'generation' | 'date'>;

/** Of engines whose builds nobody dates the newest is assumed. */
const newest: Build = { generation: 'ranks-uneven' };

/** How bad something is that an engine refuses since a day; undefined where this build still takes it. */
function severitySince(day: string, { generation, date }: Build): Severity | undefined {
  if (date !== undefined) return date < day ? undefined : 'error';
  return generation === 'unknown' ? 'warning' : 'error';
}

function formerKeys({ settings }: Launch, dialect: Dialect, build: Build, subject: Subject): readonly Finding[] {
  return writtenEntries(settings).flatMap((entry) => {
    const former = dialect.settings?.bySpelling.get(entry.key);
    const severity = former?.until === undefined ? undefined : severitySince(former.until, build);
    if (!former || !severity) return [];
    return [
      finding(
        launchRenamedSetting,
        entry.keyRange,
        `${atStart(dialect.engine)} has no setting ${quote(entry.key)} since ${former.until}; ${adviceFor(entry, former, dialect)}.`,
        { severity, fixes: () => fixesOfKey(subject, settings!, entry, former, dialect) },
      ),
    ];
  });
}

function adviceFor(entry: TreeEntry, { renamedTo: now }: EngineSetting, dialect: Dialect): string {
  if (now === undefined) return 'remove it';
  const sizes = sizesIn(entry, dialect);
  return sizes ? `state ${sizes.map(quote).join(' and ')}` : `it is ${quote(now)} today`;
}

function fixesOfKey(
  subject: Subject,
  settings: TreeMap,
  entry: TreeEntry,
  { renamedTo: now }: EngineSetting,
  dialect: Dialect,
): readonly Fix[] {
  const removal = () => removeKeyFix(subject, `Remove ${entry.key}`, settings, entry);
  if (now === undefined) return removal();
  const sizes = sizesIn(entry, dialect);
  if (sizes) return sizes.every((key) => entryOf(settings, key)) ? removal() : [];
  return entryOf(settings, now) ? removal() : renameKeyFix(subject, `Rename to ${now}`, entry, now);
}

/** The settings of today for what is the `afd_size` of old, such as `2A2F`, and no connector's setting. */
function sizesIn({ value }: TreeEntry, { rankSettings }: Dialect): readonly string[] | undefined {
  const holdsSizes = entryOf(value, 'afd_size') !== undefined;
  return rankSettings && holdsSizes ? [rankSettings.attention, rankSettings.ffn] : undefined;
}

function atStart(engine: string): string {
  return engine.charAt(0).toUpperCase() + engine.slice(1);
}

function doubledKeys({ settings }: Launch, dialect: Dialect, subject: Subject): readonly Finding[] {
  return writtenEntries(settings).flatMap((entry) => {
    const canonical = dialect.settings?.bySpelling.get(entry.key)?.name;
    const other = canonical === undefined || canonical === entry.key ? undefined : entryOf(settings, canonical);
    if (!other) return [];
    const isSame = JSON.stringify(toPlain(entry.value)) === JSON.stringify(toPlain(other.value));
    return [
      finding(
        launchRenamedSetting,
        entry.keyRange,
        `${quote(entry.key)} and ${quote(other.key)} are the same setting, which ${dialect.engine} takes once only.`,
        {
          related: [{ message: `${quote(other.key)} is given here.`, range: other.keyRange }],
          fixes: () => removeKeyFix(subject, `Remove ${entry.key}`, settings!, entry, isSame),
        },
      ),
    ];
  });
}

function formerConnector(
  { connector }: Launch,
  { connectors, engine }: Dialect,
  build: Build,
  subject: Subject,
): readonly Finding[] {
  const fact = known(connector);
  const now = fact && connectors?.renamed.get(fact.value);
  const since = connectors?.renamedSince;
  const severity = since === undefined ? undefined : severitySince(since, build);
  if (!fact || !now || !severity || isDefault(fact)) return [];
  return [
    finding(
      launchRenamedSetting,
      fact.site,
      `${atStart(engine)} has no connector ${quote(fact.value)} since ${since}; it is ${quote(now)} today.`,
      { severity, fixes: () => valueFix(subject, `Rename to ${now}`, [{ fact, value: now }], true) },
    ),
  ];
}

function workerClass(
  { options, pool }: Launch,
  { plugin }: Dialect,
  build: Build,
  subject: Subject,
): readonly Finding[] {
  const option = options.get('worker-cls');
  const named = /^afd_plugin\..*\.AFD(Attention|FFN)Worker$/.exec(option?.value?.text ?? '');
  const severity = plugin && severitySince(plugin.choosesWorkersSince, build);
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
