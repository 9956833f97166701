import { attentionNeeded } from '../evaluation/backlog';
import { poolPlaceHere } from '../manifest/place-here';
import { formatCount, formatPools, formatRatioValue } from '../text/format';
import { resizeFixes } from './resize-fix';
import { finding, type Rule } from './rule';

export const kvDemand: Rule = {
  code: 'AFD613',
  title: 'Requests need more KV cache than there is',
  severity: 'error',
  check(subject) {
    const { deployment, evaluation, requestOrder } = subject;
    const backlog = requestOrder?.backlog;
    if (!deployment?.attention || !evaluation || !backlog || backlog.low <= 1) return [];
    const enough = attentionNeeded(deployment, evaluation, backlog);
    const held = enough
      ? `${formatCount(enough.attention)} attention workers hold them`
      : 'no allowed number of attention workers holds them';
    const message = `No order of requests helps: they need ${formatRatioValue(backlog.rho)} of the KV cache; ${held}.`;
    return [
      finding(kvDemand, poolPlaceHere(deployment.attention) ?? deployment.factsRange, message, {
        fixes: () =>
          enough
            ? resizeFixes(
                subject,
                deployment,
                enough,
                () => `Change to ${formatPools(enough)}, the fewest attention workers that keep up`,
              )
            : [],
      }),
    ];
  },
};
