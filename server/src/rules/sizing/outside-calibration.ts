import type { OutOfRange } from '../../evaluation/evaluation';
import type { Deployment } from '../../manifest/deployment';
import { placeHere, poolPlaceHere } from '../../manifest/place-here';
import { formatNumber, formatPools } from '../../text/format';
import type { TextRange } from '../../text/text-range';
import { finding, type Rule } from '../rule';

export const outsideCalibration: Rule = {
  code: 'AFD110',
  title: 'Outside the calibrated range of the latency profile',
  severity: 'info',
  check({ deployment, evaluation }) {
    if (!deployment || !evaluation?.profile) return [];
    return evaluation.outOfRange.map((entry) => {
      const { what, value, calibrated, bestInside } = entry;
      const inside = bestInside ? ` Inside it, ${formatPools(bestInside)} is best.` : '';
      return finding(
        outsideCalibration,
        placeOf(entry, deployment),
        `The ${what} ${formatNumber(value)} is outside ${formatNumber(calibrated.low)} to ${formatNumber(calibrated.high)}, where the profile is calibrated: no prediction.${inside}`,
      );
    });
  },
};

function placeOf({ what }: OutOfRange, deployment: Deployment): TextRange {
  const { attention, batchSize, factsRange } = deployment;
  if (what !== 'ratio') return placeHere(deployment, batchSize);
  return (attention && poolPlaceHere(attention)) ?? factsRange;
}
