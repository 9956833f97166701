import { leastGain, ordersCompared } from '../evaluation/request-order';
import { placeHere } from '../manifest/place-here';
import { formatRatioValue, quote } from '../text/format';
import { orderFigures } from '../wording/request-order-words';
import { byVolumeFixes } from './by-volume-fix';
import { hasEnoughRequests, traceOfOrders } from './compared-orders';
import { finding, type Rule } from './rule';

export const requestOrder: Rule = {
  code: 'AFD611',
  title: 'Another request order waits less',
  severity: 'hint',
  check(subject) {
    const { deployment, requestOrder: order } = subject;
    const compared = order && ordersCompared(order);
    const policy = deployment?.scheduler.policy;
    if (!deployment || !policy || !compared || order.policy !== 'fcfs' || compared.gain < leastGain) return [];
    if (!hasEnoughRequests(subject)) return [];
    const backlog = formatRatioValue(compared.study.backlog!);
    const message = `${quote(policy.value)} at backlog ${backlog}: ${orderFigures(compared)}.`;
    return [
      finding(requestOrder, placeHere(deployment, policy), message, {
        related: traceOfOrders(deployment, compared),
        fixes: () => byVolumeFixes(subject, deployment),
      }),
    ];
  },
};
