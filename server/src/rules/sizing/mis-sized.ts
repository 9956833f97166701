import type { Sizing } from '../../evaluation/evaluation';
import type { Deployment, Pool } from '../../manifest/deployment';
import { poolPlaceHere } from '../../manifest/place-here';
import { type Resize, whyNotEditable } from '../../manifest/resize';
import type { Regime } from '../../provisioning/cycle/operating-point';
import { formatCounted, formatGain, formatGainBand, formatPools, formatShare } from '../../text/format';
import { regimeWords } from '../../text/words';
import { isSmallerBundle, type Recommendation } from '../../uncertainty/recommendation';
import { bundlesNeeded } from '../../wording/summary';
import { type Finding, type Fix, finding, type Rule, type Subject } from '../rule';
import { resizeFixes } from './resize-fix';

/** The mis-size rule of one regime; the four differ only in code, title and documentation. */
export function misSizedRule(regime: Regime, code: string, title: string): Rule {
  const rule: Rule = {
    code,
    title,
    severity: 'warning',
    check(subject) {
      const { deployment, evaluation } = subject;
      const sizing = evaluation?.sizing;
      if (!deployment || !sizing?.misSized || sizing.regime !== regime) return [];
      const per = evaluation?.profile?.weighted ? 'unit of cost' : 'worker';
      return [misSizedFinding(rule, deployment, sizing, subject, per)];
    },
  };
  return rule;
}

function misSizedFinding(rule: Rule, deployment: Deployment, sizing: Sizing, subject: Subject, per: string): Finding {
  const best = sizing.best!;
  const attention = deployment.attention!;
  const ffn = deployment.ffn!;
  const changed = best.pools.attention === sizing.pools.attention ? ffn : attention;
  const other = changed === attention ? ffn : attention;
  const gain = formatGainBand(best.gain, best.gainLow, best.gainHigh);
  const offer = isSmallerBundle(best, sizing.pools)
    ? `bundles of ${formatPools(best.pools)} give`
    : `${formatPools(best.pools)} gives`;
  const message = `${formatPools(sizing.pools)} is ${regimeWords[sizing.regime]}: ${offer} ${gain} tokens/s per ${per}.`;
  const { size } = other;
  return finding(rule, poolPlaceHere(changed) ?? deployment.factsRange, message, {
    related: [
      ...[changed, other].flatMap((pool) => {
        const stays = best.pools[pool === ffn ? 'ffn' : 'attention'] === pool.workers;
        const why = stays ? undefined : whyNotEditable(pool);
        return why === undefined
          ? []
          : [
              {
                message: `${names[pool === ffn ? 'ffn' : 'attention']} is not edited: ${why}.`,
                range: pool.size.range,
                file: pool.size.file,
              },
            ];
      }),
      { message: idleSentence(sizing, other === ffn ? 'ffn' : 'attention', other), range: size.site, file: size.file },
      ...[changed, other].flatMap(({ size: { shared, range, file } }) =>
        shared ? [{ message: `The value is set at the anchor &${shared.anchor}.`, range, file }] : [],
      ),
    ],
    fixes: () => fixesOf(deployment, sizing, subject),
    gain: best.gain,
    // Nothing of a roofline is measured.
    ...(subject.evaluation?.profile?.calibration === 'roofline' ? { severity: 'info' } : {}),
  });
}

const names = { attention: 'The attention pool', ffn: 'The FFN pool' };

/** What the other pool does meanwhile: it waits, or it is what the changed one waits for. */
function idleSentence(
  { idle, regime }: Sizing,
  pool: 'attention' | 'ffn',
  { workers, unit, size, factor }: Pool,
): string {
  const count = unit === 'node' ? size.value : workers;
  const each = unit === 'node' ? ` of ${formatCounted(factor, 'worker')}` : '';
  const counted = `${formatCounted(count, `${pool === 'ffn' ? 'FFN' : pool} ${unit}`)}${each}`;
  if (regime !== pool) return `${counted}, idle ${formatShare(idle[pool])} of each cycle.`;
  const waiting = pool === 'ffn' ? 'attention' : 'ffn';
  return `${counted} ${count === 1 ? 'sets' : 'set'} the cycle; the ${waiting === 'ffn' ? 'FFN' : waiting} pool is idle ${formatShare(idle[waiting])} of it.`;
}

/** The alternatives as edits, best first; for values from anchors, one fix that edits the anchor and one that overrides here. */
function fixesOf(deployment: Deployment, sizing: Sizing, subject: Subject): readonly Fix[] {
  return sizing.recommendations.flatMap((recommendation) => {
    const titleOf = (resize: Resize): string => `${fixTitle(recommendation, sizing)}${reach(resize)}`;
    return resizeFixes(subject, deployment, recommendation.pools, titleOf, recommendation === sizing.best);
  });
}

/** How much an edit touches, where that is more than the two sizes themselves: `, in 4 places of 2 files`. */
function reach({ edits, elsewhere }: Pick<Resize, 'edits' | 'elsewhere'>): string {
  const places = edits.length + elsewhere.reduce((sum, file) => sum + file.edits.length, 0);
  const files = elsewhere.length + Math.min(1, edits.length);
  if (places <= 2 && files < 2) return '';
  return `, in ${places} places${files > 1 ? ` of ${files} files` : ''}`;
}

function fixTitle(recommendation: Recommendation, { pools: now }: Sizing): string {
  const { pools, basis, gain } = recommendation;
  const scope = {
    'same-ffn-pool': 'same FFN pool',
    'same-total': `same ${pools.attention + pools.ffn} workers`,
    'smallest-bundle': isSmallerBundle(recommendation, now) ? bundlesNeeded(pools, now) : 'smallest bundle',
  }[basis];
  return `Change to ${formatPools(pools)} (${formatGain(gain)}, ${scope})`;
}
