import { launchDialect } from '../../manifest/dialects/dialects';
import type { Fact } from '../../manifest/fact';
import { known, type Launch } from '../../manifest/launches/launch';
import { defaultNote, launchesHere, placeIn } from '../../manifest/launches/launch-options';
import { isDefault } from '../../manifest/launches/stated';
import { quote } from '../../text/format';
import { type Finding, type Fix, finding, type Rule, type Severity, type Subject } from '../rule';
import { removeOptionFix, valueFix } from './launch-fix';
import { type LaunchTopic, launchTopics } from './launch-topics';
import { isReadable, knowsItsSettings } from './settings/launch-settings';

export const launchesDisagree: Rule = {
  code: 'AFD404',
  title: 'Launches of one deployment disagree',
  severity: 'error',
  check(subject) {
    const launches = (subject.deployment?.launches ?? []).filter(isReadable);
    const dialect = launchDialect(subject.deployment);
    return dialect ? launchTopics(dialect).flatMap((topic) => disagreements(topic, launches, subject)) : [];
  },
};

type Value = string | number | boolean;

interface Statement {
  readonly launch: Launch;
  readonly fact: Fact<Value>;
  /** The fact as the launch writes it. */
  readonly written: Fact<Value>;
}

/** At each launch of this file that differs from most of the others; without a majority, at each. */
function disagreements(topic: LaunchTopic, launches: readonly Launch[], subject: Subject): readonly Finding[] {
  const statements = launches.flatMap((launch): readonly Statement[] => {
    const fact = known(topic.read(launch));
    return fact && (!isDefault(fact) || knowsItsSettings(launch))
      ? [{ launch, fact, written: known(topic.written?.(launch)) ?? fact }]
      : [];
  });
  const usual = majority(statements.map(({ fact }) => fact.value));
  const found = statements
    .filter(({ launch, fact }) => launchesHere([launch]).length > 0 && fact.value !== usual)
    .flatMap((own) => disagreement(topic, own, statements, usual, subject));
  return [...new Map(found.map((each) => [`${each.range.start}:${each.range.end}`, each])).values()];
}

/** The value that more than half of the launches state; two launches have none unless they agree. */
function majority(values: readonly Value[]): Value | undefined {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].find(([, count]) => 2 * count > values.length)?.[0];
}

function disagreement(
  topic: LaunchTopic,
  own: Statement,
  statements: readonly Statement[],
  usual: Value | undefined,
  subject: Subject,
): readonly Finding[] {
  const others = statements.flatMap((other) => {
    const severity = severityBetween(topic, own, other);
    return severity ? [{ ...other, severity }] : [];
  });
  const usualOnes = others.filter(({ fact }) => fact.value === usual);
  const candidates = usualOnes.length > 0 ? usualOnes : others;
  const other = candidates.find(({ launch }) => launch.pool !== own.launch.pool) ?? candidates[0];
  if (!other) return [];
  const name = topic.name.startsWith('The ') ? topic.name : quote(topic.name);
  const whose = nameOf(other.launch, own.launch);
  const isSure = other.severity === 'error';
  const consequence = isSure ? topic.consequence : topic.consequence.replace('cannot', 'may not');
  return [
    finding(
      launchesDisagree,
      own.fact.site,
      messageFor({ ...topic, consequence }, name, own.written, other.written, whose),
      {
        severity: other.severity,
        related: [placeIn(other.launch, `This is what ${whose} says.`, other.fact.site)],
        fixes: () => fixesFor(topic, own, other, usual, subject),
      },
    ),
  ];
}

function severityBetween(
  { severity }: LaunchTopic,
  { fact: one }: Statement,
  { fact: other }: Statement,
): Severity | undefined {
  return one.value === other.value ? undefined : severity(String(one.value), String(other.value));
}

function messageFor(topic: LaunchTopic, name: string, own: Fact<Value>, other: Fact<Value>, whose: string): string {
  if (topic.kind === 'flag')
    return own.value
      ? `${name} is given here, but not in ${whose}; ${topic.consequence}.`
      : `${name} is not given here, but in ${whose}; ${topic.consequence}.`;
  if (topic.kind === 'object') return `${name} differs from that of ${whose}; ${topic.consequence}.`;
  return `${name} is ${shown(own)} here, but ${shown(other)} in ${whose}; ${topic.consequence}.`;
}

function shown(fact: Fact<Value>): string {
  const { value } = fact;
  return `${typeof value === 'number' ? value : quote(String(value))}${defaultNote(fact)}`;
}

function nameOf({ pool }: Launch, own: Launch): string {
  if (pool === own.pool) return pool === 'ffn' ? 'another FFN launch' : 'another attention launch';
  return pool === 'ffn' ? 'the FFN launch' : 'the attention launch';
}

function fixesFor(
  { name, kind }: LaunchTopic,
  own: Statement,
  other: Statement,
  usual: Value | undefined,
  subject: Subject,
): readonly Fix[] {
  const isUsual = other.fact.value === usual;
  if (kind === 'flag') {
    const flag = own.launch.options.get(name.replace(/^--/, ''));
    return flag && own.fact.value ? removeOptionFix(subject, `Remove ${name}`, flag, isUsual) : [];
  }
  if (isDefault(own.written)) return [];
  const { value } = other.written;
  const title = `Change to ${value}, as in ${nameOf(other.launch, own.launch)}`;
  return valueFix(subject, title, [{ fact: own.written, value }], isUsual);
}
