import { imbalanceLoss } from '../../evaluation/imbalance-loss';
import { poolPlaceHere } from '../../manifest/place-here';
import { formatNumber, formatPools, formatShare } from '../../text/format';
import { finding, type Rule } from '../rule';
import { resizeFixes } from '../sizing/resize-fix';

export const expertImbalance: Rule = {
  code: 'AFD605',
  title: 'Uneven experts cost more where pools change by whole workers',
  severity: 'hint',
  check(subject) {
    const { deployment, evaluation } = subject;
    const loss = deployment && evaluation && imbalanceLoss(deployment, evaluation);
    if (!loss) return [];
    const { balance, afd, wideEp, instead } = loss;
    const pools = { attention: deployment.attention!.workers, ffn: deployment.ffn!.workers };
    const message = `At an expert balance of ${formatNumber(balance)}, ${formatPools(pools)} loses ${formatShare(afd)}; wide expert parallelism would lose ${formatShare(wideEp)}.`;
    return [
      finding(expertImbalance, poolPlaceHere(deployment.attention!) ?? deployment.factsRange, message, {
        fixes: () =>
          instead === undefined
            ? []
            : resizeFixes(
                subject,
                deployment,
                instead,
                () => `Change to ${formatPools(instead)}, which the busiest FFN worker keeps up with`,
              ),
      }),
    ];
  },
};
