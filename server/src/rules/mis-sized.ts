import type { Sizing } from '../evaluation/evaluation';
import type { Deployment, Pool } from '../manifest/deployment';
import type { Pools, Regime } from '../provisioning/operating-point';
import { isSmallerBundle, type Recommendation } from '../provisioning/recommendation';
import { formatCounted, formatGain, formatGainBand, formatPools, formatShare } from '../text/format';
import { applyEdits } from '../text/text-range';
import { bundlesNeeded, regimeWords } from '../wording/summary';
import { type ScalarEdit, scalarEdits } from '../yaml/scalar-edit';
import { changesOnly } from '../yaml/verified-edit';
import { type Finding, type Fix, finding, type Rule, type Subject } from './rule';

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
  return finding(rule, changed.size.site, message, {
    related: [
      ...[changed, other].flatMap(({ notEditable, size }) =>
        notEditable ? [{ message: `No edit is offered: ${notEditable}.`, range: size.range }] : [],
      ),
      { message: idleSentence(sizing, other === ffn ? 'ffn' : 'attention', other), range: other.size.site },
      ...[changed, other]
        .filter(({ size }) => size.shared)
        .map(({ size }) => ({ message: `The value is set at the anchor &${size.shared!.anchor}.`, range: size.range })),
    ],
    fixes: () => resizeFixes(deployment, sizing, subject),
    gain: best.gain,
  });
}

/** What the other pool does meanwhile: it waits, or it is what the changed one waits for. */
function idleSentence({ idle, regime }: Sizing, pool: 'attention' | 'ffn', { workers, unit }: Pool): string {
  const names = { attention: 'attention', ffn: 'FFN' };
  const counted = formatCounted(workers, `${names[pool]} ${unit}`);
  if (regime !== pool) return `${counted}, idle ${formatShare(idle[pool])} of each cycle.`;
  const waiting = pool === 'ffn' ? 'attention' : 'ffn';
  return `${counted} ${workers === 1 ? 'sets' : 'set'} the cycle; the ${names[waiting]} pool is idle ${formatShare(idle[waiting])} of it.`;
}

/** The alternatives as edits, best first; for values from anchors, one fix that edits the anchor and one that overrides here. */
function resizeFixes(deployment: Deployment, sizing: Sizing, subject: Subject): readonly Fix[] {
  return sizing.recommendations.flatMap((recommendation) => {
    const variants = resizeVariants(deployment, recommendation.pools);
    return variants
      .filter(({ edits }) => leadsTo(recommendation.pools, edits, subject))
      .map(({ how, edits }, variant) => ({
        title: fixTitle(recommendation, sizing, how),
        preferred: recommendation === sizing.best && variant === 0,
        cosmetic: false,
        edits,
      }));
  });
}

function fixTitle(recommendation: Recommendation, { pools: now }: Sizing, how: string): string {
  const { pools, basis, gain } = recommendation;
  const scope = {
    'same-ffn-pool': 'same FFN pool',
    'same-total': `same ${pools.attention + pools.ffn} workers`,
    'smallest-bundle': isSmallerBundle(recommendation, now) ? bundlesNeeded(pools, now) : 'smallest bundle',
  }[basis];
  return `Change to ${formatPools(pools)} (${formatGain(gain)}, ${scope})${how}`;
}

/** An edit may also reach the other pool, where both take their size from one anchor; such an edit is not offered. */
function leadsTo(target: Pools, edits: Variant['edits'], { text, deploymentIn }: Subject): boolean {
  if (!changesOnly(text, edits)) return false;
  const edited = deploymentIn(applyEdits(text, edits));
  return edited?.attention?.workers === target.attention && edited.ffn?.workers === target.ffn;
}

interface Variant {
  readonly how: string;
  readonly edits: readonly ScalarEdit['edit'][];
}

function resizeVariants(deployment: Deployment, target: Pools): readonly Variant[] {
  const attention = deployment.attention!;
  const ffn = deployment.ffn!;
  const sameScalar = attention.size.range.start === ffn.size.range.start;
  const changes = [
    { pool: attention, workers: target.attention },
    { pool: ffn, workers: target.ffn },
  ].filter(({ pool, workers }) => sameScalar || pool.workers !== workers);
  if (changes.some(({ pool }) => pool.notEditable !== undefined)) return [];
  const ways = changes.map(({ pool, workers }) => ({
    shared: pool.size.shared,
    edits: scalarEdits(pool.size.range, pool.size.shared, pool.sizeKey, String(workers / pool.factor)),
  }));
  const shared = ways.flatMap((way) => (way.shared ? [way.shared] : []));
  if (shared.length === 0) {
    const anchored = changes.flatMap(({ pool }) => (pool.size.anchored ? [pool.size.anchored] : []));
    const how = anchored
      .map(({ anchor, uses }) => `, also &${anchor} in ${formatCounted(uses, 'other place')}`)
      .join('');
    return [{ how, edits: ways.map(({ edits }) => edits[0]!.edit) }];
  }
  const uses = shared.map(({ anchor, uses }) => `&${anchor}, ${formatCounted(uses, 'use')}`).join('; ');
  const atAnchor = {
    how: `: edit the anchor ${uses}`,
    edits: ways.map(({ edits }) => edits[0]!.edit).slice(0, sameScalar ? 1 : 2),
  };
  if (ways.some(({ edits }) => edits.length === 1 && edits[0]!.kind === 'anchor')) return [atAnchor];
  return [{ how: ': override here', edits: ways.map(({ edits }) => edits.at(-1)!.edit) }, atAnchor];
}
