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
    const attention = largestLimit(launchesOf(launches, 'attention'));
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

function largestLimit(launches: readonly Launch[]): Limited | undefined {
  const all = launches.flatMap((launch) => {
    const limit = known(launch.maxNumBatchedTokens);
    return limit ? [{ launch, limit }] : [];
  });
  return all.sort((a, b) => b.limit.value - a.limit.value)[0];
}

/** Some connectors exchange buffers of one size: both launches are told of it. */
function unequal(
  ffn: readonly Launch[],
  attention: Limited,
  { name }: Connector,
  severity: Severity,
  subject: Subject,
): readonly Finding[] {
  return ffn.flatMap((launch): readonly Finding[] => {
    const limit = known(launch.maxNumBatchedTokens);
    if (!limit || limit.value === attention.limit.value) return [];
    const pair = [{ launch, limit }, attention] as const;
    return pair.flatMap((own, index) => {
      if (own.launch.file !== undefined) return [];
      const [partner, role] = index === 0 ? [attention, 'attention'] : [pair[0], 'FFN'];
      const theirs = partner.limit.value;
      const message = `${quote(option)} is ${own.limit.value} here and ${theirs} for ${role}: ${quote(name)} needs them equal.`;
      return [
        finding(tokenLimits, own.limit.site, message, {
          severity,
          related: [placeIn(partner.launch, `The limit of the ${role} launch.`, partner.limit.site)],
          fixes: () => valueFix(subject, `Change to ${theirs}`, [{ fact: own.limit, value: theirs }]),
        }),
      ];
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
