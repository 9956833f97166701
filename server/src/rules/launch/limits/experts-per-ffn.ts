import { known, type Launch } from '../../../manifest/launches/launch';
import { connectorOf } from '../../../manifest/launches/launch-topology';
import { routedExperts } from '../../../manifest/launches/routed-experts';
import { formatCounted, quote } from '../../../text/format';
import { finding, type Rule } from '../../rule';
import { flagOf, launchesHere, launchesOf, placeIn } from '../launch-options';

export const expertsPerFfn: Rule = {
  code: 'AFD418',
  title: 'Routed experts do not divide over the FFN ranks',
  severity: 'warning',
  check({ deployment }) {
    const launches = deployment?.launches ?? [];
    // The first FFN rank of this connector has the shared expert, and none of the routed ones.
    if (connectorOf(launches) === 'WindowAFDConnector') return [];
    return launchesHere(launchesOf(launches, 'ffn')).flatMap((launch) => {
      const ranks = known(launch.ffnRanks);
      const model = known(launch.model);
      const experts = model && routedExperts(model.value);
      if (!ranks || !model || experts === undefined || ranks.value < 1 || !sharesExperts(launch)) return [];
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

/** Whether a process certainly has an equal part of the experts, and no redundant ones that even it out. */
function sharesExperts(launch: Launch): boolean {
  if (launch.dialect === 'sglang-afd') return !launch.options.has('ep-num-redundant-experts');
  const isVllm = launch.dialect === 'vllm-afd-plugin' || launch.dialect === 'vllm-afd-config';
  const isStatic = flagOf(launch, 'enable-eplb') === false && !launch.options.has('eplb-config');
  return isVllm && isStatic && flagOf(launch, 'enable-expert-parallel') === true;
}

/** The divisors below and above a count. */
function nextDivisors(experts: number, count: number): string {
  const divisors = Array.from({ length: experts }, (_, index) => index + 1).filter((n) => experts % n === 0);
  const below = divisors.findLast((divisor) => divisor < count);
  const above = divisors.find((divisor) => divisor > count);
  return [below, above].filter((divisor) => divisor !== undefined).join(' or ');
}
