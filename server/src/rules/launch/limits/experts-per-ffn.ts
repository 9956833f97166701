import { dialectOf, knownConnector } from '../../../manifest/dialects/dialects';
import { known } from '../../../manifest/launches/launch';
import { launchesHere, launchesOf, placeIn } from '../../../manifest/launches/launch-options';
import { routedExperts } from '../../../manifest/launches/routed-experts';
import { formatCounted, quote } from '../../../text/format';
import { finding, type Rule } from '../../rule';

export const expertsPerFfn: Rule = {
  code: 'AFD418',
  title: 'Routed experts do not divide over the FFN ranks',
  severity: 'warning',
  check({ deployment }) {
    const launches = deployment?.launches ?? [];
    if (knownConnector(launches)?.hasSharedExpertApart) return [];
    return launchesHere(launchesOf(launches, 'ffn')).flatMap((launch) => {
      const ranks = known(launch.ffnRanks);
      const model = known(launch.model);
      const experts = model && routedExperts(model.value);
      if (!ranks || !model || experts === undefined || ranks.value < 1) return [];
      if (!dialectOf(launch).sharesExperts?.(launch)) return [];
      if (experts % ranks.value === 0) return [];
      const message = `${formatCounted(ranks.value, 'FFN rank')} cannot share ${experts} routed experts of ${quote(model.value)} evenly: use ${nextDivisors(experts, ranks.value)}.`;
      return [
        finding(expertsPerFfn, ranks.site, message, {
          related: [placeIn(launch, `A model with ${experts} routed experts in a layer.`, model.site)],
        }),
      ];
    });
  },
};

/** The divisors below and above a count. */
function nextDivisors(experts: number, count: number): string {
  const divisors = Array.from({ length: experts }, (_, index) => index + 1).filter((n) => experts % n === 0);
  const below = divisors.findLast((divisor) => divisor < count);
  const above = divisors.find((divisor) => divisor > count);
  return [below, above].filter((divisor) => divisor !== undefined).join(' or ');
}
