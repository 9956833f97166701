import { leastOrderGain, ordersCompared } from '../../evaluation/request-order';
import { placeHere } from '../../manifest/place-here';
import { formatShare, quote } from '../../text/format';
import { orderFigures } from '../../wording/request-order-words';
import { lengthCorrelation } from '../../workload/length-correlation';
import { finding, type Rule, type Subject } from '../rule';
import { byVolumeFixes } from './by-volume-fix';
import { hasEnoughRequests, traceOfOrders } from './compared-orders';

export const shortestFirst: Rule = {
  code: 'AFD612',
  title: 'Shortest first where requests differ in memory',
  severity: 'warning',
  check(subject) {
    const { deployment, requestOrder: order } = subject;
    const compared = order && ordersCompared(order);
    const policy = deployment?.scheduler.policy;
    if (!deployment || !policy || !compared || compared.gain < leastOrderGain || !hasEnoughRequests(subject)) return [];
    if (order.policy !== 'sf' && order.policy !== 'spf') return [];
    const why = whyMixed(subject, compared.study.largeShare);
    if (why === undefined) return [];
    const byPriority = policy.value === 'priority';
    const key = byPriority ? deployment.scheduler.priorityKey! : policy;
    const made = traceOfOrders(deployment, compared).map((place) => ({ ...place, message: `${why} ${place.message}` }));
    return [
      finding(
        shortestFirst,
        placeHere(deployment, key),
        `${quote(key.value)}${byPriority ? ' first' : ''} ignores memory: ${orderFigures(compared)}.`,
        { related: made, fixes: () => byVolumeFixes(subject, deployment) },
      ),
    ];
  },
};

/** More requests than this that need over a tenth of the cache make a workload mixed. */
const manyLarge = 0.05;

/** What makes the workload one in which length says little of memory, as a sentence; undefined where nothing does. */
function whyMixed({ evaluation }: Subject, largeShare: number): string | undefined {
  const origin = evaluation?.workload?.origin;
  const correlation = origin?.kind === 'trace' ? lengthCorrelation(origin.trace.summary.moments) : undefined;
  if (correlation && correlation.value < -2 * correlation.standardError) {
    return `Long prompts have short answers (correlation ${correlation.value.toFixed(2)}).`;
  }
  return largeShare > manyLarge
    ? `${formatShare(largeShare)} of the requests need more than a tenth of the KV cache.`
    : undefined;
}
