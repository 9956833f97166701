import { microbatchGain } from '../../evaluation/microbatch-gain';
import { isCalibratedFor } from '../../latency/latency-profile';
import type { Deployment } from '../../manifest/deployment';
import { launchDialect } from '../../manifest/dialects/dialects';
import { placeHere } from '../../manifest/place-here';
import { formatCounted, formatGainBand, formatNumber, formatTime, quote, secondsPerUnit } from '../../text/format';
import { finding, type Rule } from '../rule';
import { countFixes } from './count-fix';

export const tooFewMicrobatches: Rule = {
  code: 'AFD105',
  title: 'Microbatches too few to hide communication',
  severity: 'info',
  check(subject) {
    const { deployment, evaluation, thresholds } = subject;
    const { sizing, profile } = evaluation ?? {};
    const configured = deployment?.microbatches;
    if (!sizing || !profile || !configured) return [];
    const splits = splitsItsBatch(deployment);
    const better = microbatchGain(sizing, {
      choices: deployment.microbatchChoices,
      keeps: splits ? 'requests in flight' : 'batch size',
    });
    if (!better || better.gainLow < thresholds.minGain) return [];
    if (!isCalibratedFor(profile, better.batchSize, sizing.point.load.theta)) return [];
    const limit = deployment.tpotSeconds?.value ?? Number.POSITIVE_INFINITY;
    // How long cycles take is not known.
    if (better.tpot * (secondsPerUnit(profile.timeUnit) ?? 0) > limit) return [];
    const what = configured.value === 1 ? 'overlaps no stage with another' : 'do not hide communication';
    const gain = formatGainBand(better.gain, better.gainLow, better.gainHigh);
    const now = formatCounted(configured.value, 'microbatch', 'microbatches');
    const overlap = launchDialect(deployment)?.overlap;
    const option = overlap ? ` (${quote(`--${overlap.option}`)})` : '';
    const more = `${better.microbatches}${splits ? ` of ${formatNumber(better.batchSize)} requests${option}` : ''}`;
    return [
      finding(
        tooFewMicrobatches,
        placeHere(deployment, configured),
        `${now} ${what}: ${more} give ${gain} tokens/s per worker, TPOT ${formatTime(better.tpot, profile.timeUnit)}.`,
        {
          fixes: () =>
            countFixes(subject, {
              fact: configured,
              key: 'microbatches',
              value: better.microbatches,
              title: `Change to ${better.microbatches} microbatches${splits ? '' : ', if the KV cache holds them'}`,
              preferred: false,
            }),
        },
      ),
    ];
  },
};

/** An engine's launch limits the requests in flight, and microbatches share them out. */
function splitsItsBatch({ launches }: Deployment): boolean {
  return launches.length > 0;
}
