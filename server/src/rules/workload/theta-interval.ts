import { formatNumber, formatPools } from '../../text/format';
import { finding, type Rule } from '../rule';
import { givenNote } from './given-note';

export const thetaInterval: Rule = {
  code: 'AFD203',
  title: 'Theta known only as an interval',
  severity: 'info',
  check({ deployment, evaluation }) {
    const estimate = evaluation?.workload?.estimate;
    const statistics = deployment?.workload?.statistics;
    if (!statistics || estimate?.kind !== 'interval') return [];
    const bounds = `${formatNumber(estimate.thetaLow)} to ${formatNumber(estimate.thetaHigh)}`;
    const { low, high } = evaluation?.interval ?? {};
    const optimum = low && high ? `: optimum ${formatPools(low)} to ${formatPools(high)}` : '';
    return [
      finding(
        thetaInterval,
        statistics.keyRange,
        `Without the covariance of prefill and decode${givenNote(statistics)}, theta is only known as ${bounds}${optimum}.`,
      ),
    ];
  },
};
