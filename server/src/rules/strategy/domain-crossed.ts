import { type DomainCrossing, domainCrossing } from '../../evaluation/domain-crossing';
import type { Sizing } from '../../evaluation/evaluation';
import { poolPlaceHere } from '../../manifest/place-here';
import { formatCount, formatCounted, formatGainBand, formatPools, formatShare, formatTime } from '../../text/format';
import { finding, type Rule } from '../rule';
import { resizeFixes } from '../sizing/resize-fix';

/** From this loss on it is worth a word that predictions leave domains out, although the errors may undo it. */
const leastLoss = 0.1;

export const domainCrossed: Rule = {
  code: 'AFD604',
  title: 'Traffic between the pools leaves the scale-up network',
  severity: 'warning',
  check(subject) {
    const { deployment, evaluation, thresholds } = subject;
    const crossing = deployment && evaluation && domainCrossing(deployment, evaluation);
    const { sizing, profile } = evaluation ?? {};
    if (!crossing || !sizing || !profile) return [];
    const { across, within, gain, smaller } = crossing;
    const [acrossTime, withinTime] = [across, within].map((time) => formatTime(time, profile.timeUnit));
    const isStated = deployment.hardware.network === 'scale-out';
    const range = poolPlaceHere(deployment.attention!) ?? deployment.factsRange;
    if (smaller && Math.min(smaller.gain.low, gain.low) >= thresholds.minGain) {
      const times = `Communication takes ${acrossTime} a step across domains, and ${withinTime} within one.`;
      return [
        finding(domainCrossed, range, `${placed(sizing, crossing)}, ${offer(crossing, smaller)}.`, {
          gain: smaller.gain.gain,
          related: [{ message: times, range }],
          // Where the manifest states the network, other sizes alone change nothing.
          fixes: () => {
            if (isStated) return [];
            const title = `Change to ${formatPools(smaller.pools)} (${formatCount(smaller.bundles)} such bundles have as many workers)`;
            return resizeFixes(subject, deployment, smaller.pools, () => title);
          },
        }),
      ];
    }
    const loss = 1 - 1 / (1 + gain.gain);
    if (isStated || loss < leastLoss) return [];
    const message = `${placed(sizing, crossing)}: communication takes ${acrossTime} a step, not ${withinTime}; that is ${formatShare(loss)} less throughput.`;
    return [finding(domainCrossed, range, message, { severity: 'info' })];
  },
};

function placed({ pools }: Sizing, { domain, domains }: DomainCrossing): string {
  return domains === 1
    ? `${formatPools(pools)} over scale-out fits into a domain of ${formatCount(domain)}`
    : `${formatPools(pools)} spans ${formatCounted(domains, 'scale-up domain')}`;
}

function offer({ domains }: DomainCrossing, { pools, gain }: NonNullable<DomainCrossing['smaller']>): string {
  const band = `${formatGainBand(gain.gain, gain.low, gain.high)} tokens/s per worker`;
  return domains === 1 ? `which gives ${band}` : `${formatPools(pools)} in one gives ${band}`;
}
