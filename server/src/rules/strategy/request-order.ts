import { leastOrderGain, ordersCompared } from '../../evaluation/request-order';
import { isDefault } from '../../manifest/launches/stated';
import { placeHere } from '../../manifest/place-here';
import { formatRatioValue, quote } from '../../text/format';
import { orderFigures } from '../../wording/request-order-words';
import { finding, type Rule } from '../rule';
import { byVolumeFixes } from './by-volume-fix';
import { hasEnoughRequests, traceOfOrders } from './compared-orders';

export const requestOrder: Rule = {
  code: 'AFD611',
  title: 'Another request order waits less',
  severity: 'hint',
  check(subject) {
    const { deployment, requestOrder: order } = subject;
    const compared = order && ordersCompared(order);
    const policy = deployment?.scheduler.policy;
    if (!deployment || !policy || !compared || order.policy !== 'fcfs' || compared.gain < leastOrderGain) return [];
    if (!hasEnoughRequests(subject)) return [];
    const offeredLoad = formatRatioValue(compared.study.offeredLoad!);
    const isUnwritten = isDefault(policy);
    // Beside what a manifest says of the scheduler, where its order is not; of launches at the program that lacks the option.
    const isBeside = isUnwritten && deployment.launches.length === 0;
    const place = (isBeside && deployment.scheduler.kvTokens) || policy;
    const message = `${quote(policy.value)}${isUnwritten ? ' (default)' : ''} at offered load ${offeredLoad}: ${orderFigures(compared)}.`;
    return [
      finding(requestOrder, placeHere(deployment, place), message, {
        related: traceOfOrders(deployment, compared),
        fixes: () => byVolumeFixes(subject, deployment),
      }),
    ];
  },
};
