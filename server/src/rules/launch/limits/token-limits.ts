import type { Connector } from '../../../manifest/dialects/connector';
import { knownConnector } from '../../../manifest/dialects/dialects';
import type { Fact } from '../../../manifest/fact';
import { known, knownValue, type Launch } from '../../../manifest/launches/launch';
import { launchesHere, launchesOf, placeIn } from '../../../manifest/launches/launch-options';
import { formatCount, formatCounted, quote } from '../../../text/format';
import { type Finding, finding, type Rule, type Severity, type Subject } from '../../rule';
import { valueFix } from '../launch-fix';

const option = '--max-num-batched-tokens';

export const tokenLimits: Rule = {
  code: 'AFD416',
  title: 'Token limits of the two pools do not fit together',
  severity: 'error',
  check(subject) {
    const launches = subject.deployment?.launches ?? [];
    const connector = knownConnector(launches);
    const [attention] = [...limitsOf(launchesOf(launches, 'attention'))].sort((a, b) => b.limit.value - a.limit.value);
    if (!connector?.ffnTokens || !attention) return [];
    const { mustBe, severity } = connector.ffnTokens;
    const ffn = launchesOf(launches, 'ffn');
    return mustBe === 'equal'
      ? unequal(ffn, attention, connector, severity, subject)
      : launchesHere(ffn).flatMap((launch) => belowShare(launch, attention, severity, subject));
  },
};

interface Limited {
  readonly launch: Launch;
  readonly limit: Fact<number>;
}

function limitsOf(launches: readonly Launch[]): readonly Limited[] {
  return launches.flatMap((launch) => {
    const limit = known(launch.maxNumBatchedTokens);
    return limit ? [{ launch, limit }] : [];
  });
}

/** Some connectors exchange buffers of one size: both launches are told of it. */
function unequal(
  ffn: readonly Launch[],
  attention: Limited,
  { name }: Connector,
  severity: Severity,
  subject: Subject,
): readonly Finding[] {
  const unlike = limitsOf(ffn).filter(({ limit }) => limit.value !== attention.limit.value);
  const [first] = unlike;
  if (!first) return [];
  const pairs = [
    ...unlike.map((own) => ({ own, partner: attention, role: 'attention' })),
    { own: attention, partner: first, role: 'FFN' },
  ];
  return pairs
    .filter(({ own }) => own.launch.file === undefined)
    .map(({ own, partner, role }) => {
      const theirs = partner.limit.value;
      const message = `${quote(option)} is ${own.limit.value} here and ${theirs} for ${role}: ${quote(name)} needs them equal.`;
      return finding(tokenLimits, own.limit.site, message, {
        severity,
        related: [placeIn(partner.launch, `The limit of the ${role} launch.`, partner.limit.site)],
        fixes: () => valueFix(subject, `Change to ${theirs}`, [{ fact: own.limit, value: theirs }]),
      });
    });
}

function belowShare(launch: Launch, attention: Limited, severity: Severity, subject: Subject): readonly Finding[] {
  const limit = known(launch.maxNumBatchedTokens);
  const a = knownValue(launch.attentionRanks);
  const f = knownValue(launch.ffnRanks);
  if (!limit || a === undefined || f === undefined || a < 1 || f < 1) return [];
  const share = Math.ceil((a * attention.limit.value) / f);
  if (limit.value >= share) return [];
  const message = `${quote(option)} is ${limit.value}, below A/F = ${a}/${f} times the ${formatCounted(attention.limit.value, 'token')} of attention: ${formatCount(share)}.`;
  return [
    finding(tokenLimits, limit.site, message, {
      severity,
      related: [placeIn(attention.launch, 'The limit of the attention launch.', attention.limit.site)],
      fixes: () => valueFix(subject, `Change to ${share}`, [{ fact: limit, value: share }], true),
    }),
  ];
}
