import { knownConnector } from '../../../manifest/dialects/dialects';
import { known, knownValue, type Launch } from '../../../manifest/launches/launch';
import { flagOf, launchesHere, launchesOf, placeIn } from '../../../manifest/launches/launch-options';
import { isDefault } from '../../../manifest/launches/stated';
import { formatCount } from '../../../text/format';
import { type Finding, finding, type Rule, type Subject } from '../../rule';
import { valueFix } from '../launch-fix';
import { captureSizes } from '../settings/vllm-settings';

export const ffnBatchShape: Rule = {
  code: 'AFD417',
  title: 'FFN graphs are not captured at the FFN batch',
  severity: 'warning',
  check(subject) {
    const launches = subject.deployment?.launches ?? [];
    if (!knownConnector(launches)?.capturesFfnBatch) return [];
    const [attention] = launchesOf(launches, 'attention').filter(({ maxNumSeqs }) => knownValue(maxNumSeqs));
    if (!attention) return [];
    return launchesHere(launchesOf(launches, 'ffn')).flatMap((ffn) => checkShape(ffn, attention, subject));
  },
};

function checkShape(ffn: Launch, attention: Launch, subject: Subject): readonly Finding[] {
  const batch = known(attention.maxNumSeqs)!;
  const a = knownValue(ffn.attentionRanks);
  const f = known(ffn.ffnRanks);
  const captured = captureSizes(ffn);
  if (!captured || flagOf(ffn, 'enforce-eager') !== false || a === undefined || !f || a < 1 || f.value < 1) return [];
  const rows = a * batch.value;
  const how = `A*B/F = ${a}*${batch.value}/${f.value}`;
  const related = [placeIn(attention, 'B: requests of an attention rank.', batch.site)];
  if (rows % f.value !== 0) {
    const message = `The FFN batch ${how} is no whole number, so no graph fits it: change B, A or F.`;
    return [finding(ffnBatchShape, isDefault(f) ? ffn.site : f.site, message, { related })];
  }
  const wanted = rows / f.value;
  const { sizes, place } = captured;
  if (sizes.some(({ value }) => value === wanted)) return [];
  const only = sizes.length === 1 ? sizes[0] : undefined;
  const message = `The FFN batch is ${how} = ${formatCount(wanted)} rows, but no graph is captured at that size.`;
  return [
    finding(ffnBatchShape, only?.site ?? place.node.site, message, {
      related,
      fixes: () => (only ? valueFix(subject, `Change to ${wanted}`, [{ fact: only, value: wanted }], true) : []),
    }),
  ];
}
