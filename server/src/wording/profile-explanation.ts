import type { LatencyProfile, NumberRange } from '../latency/latency-profile';
import { formatNumber, quote } from '../text/format';
import { errorText } from './evidence';
import type { Explanation } from './explanation';
import { explainRoofline } from './roofline-breakdown';

/** The coefficients of a latency profile and how far to trust them: for the hover on a profile reference. */
export function explainProfile(profile: LatencyProfile): Explanation {
  if (profile.roofline) return explainRoofline(profile, profile.roofline);
  const { latency, timeUnit, ranges } = profile;
  const unit = timeUnit === 'us' ? 'µs' : timeUnit === 'cycle' ? 'cycles' : timeUnit;
  const row = (stage: string, { alpha, beta }: { readonly alpha: number; readonly beta: number }, load: string) =>
    [stage, `${formatNumber(alpha)} × load + ${formatNumber(beta)} ${unit}`, `load: ${load}`] as const;
  const taken = [profile.model, profile.device]
    .filter((part) => part !== undefined)
    .map(quote)
    .join(' on ');
  const stated = [
    ['ratio', ranges.ratio],
    ['batch size', ranges.batchSize],
    ['token load', ranges.tokenLoad],
  ] as const;
  const calibrated = stated.flatMap(([name, range]) => (range ? [`${name} ${rangeText(range)}`] : []));
  return {
    headline: `**${quote(profile.id)}**${taken ? ` · ${taken}` : ''} · ${profile.calibration}`,
    table: {
      header: ['stage', 'time of one decode step', ''],
      rows: [
        row(
          'attention',
          latency.attention,
          latency.attention.perRequest
            ? `KV tokens of one attention worker; and ${formatNumber(latency.attention.perRequest)} ${unit} per request`
            : 'KV tokens of one attention worker',
        ),
        row('FFN', latency.ffn, 'requests rB of one FFN worker'),
        row(
          'communication',
          latency.communication,
          latency.communicationScalesWith === 'bundle'
            ? 'requests rB, round trip'
            : 'requests B of one worker, round trip',
        ),
      ],
    },
    derivation: profile.weighted
      ? [`Cost of one worker: attention ${formatNumber(latency.attentionCost)}, FFN ${formatNumber(latency.ffnCost)}`]
      : [],
    evidence: [
      `error of a stage time: ${errorText(profile)}`,
      calibrated.length > 0 ? `calibrated for ${calibrated.join(', ')}` : 'no calibrated range stated',
      ...(timeUnit === 'cycle' ? ['times are in cycles without a known length, so seconds are unknown'] : []),
      ...(profile.source ? [`from ${quote(profile.source)}`] : []),
    ],
  };
}

function rangeText({ low, high }: NumberRange): string {
  return `${formatNumber(low)} to ${formatNumber(high)}`;
}
