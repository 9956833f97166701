import { bestAggregated } from '../../server/src/strategy/best-aggregated';
import { bestPrefillDecode } from '../../server/src/strategy/best-prefill-decode';
import type { Setting, StageScale } from '../../server/src/strategy/group-steps';
import { limitsOf } from '../../server/src/strategy/limits';
import { phaseFronts } from '../../server/src/strategy/phase-fronts';
import type { StrategyQuestion } from '../../server/src/strategy/question';
import { type SearchSpace, searchSpace, settingOf, withoutOverlap } from '../../server/src/strategy/search-space';

/** Gains of AFD in settings drawn at random within a question's errors, everything chosen anew; those that both keep. */
export function drawnGains(question: StrategyQuestion, count: number, draw: () => number): readonly number[] {
  const space = searchSpace(question);
  const apart = withoutOverlap(space);
  return Array.from({ length: count }, () => {
    const setting = drawnSetting(question, draw);
    const [overlapping, byTurns] = [bestOf(space, setting), bestOf(apart, setting)];
    const overlap = draw();
    const [afd, others] = (['afd', 'others'] as const).map((side) =>
      overlapping[side] === 0 || byTurns[side] === 0
        ? undefined
        : overlapping[side] ** overlap * byTurns[side] ** (1 - overlap),
    );
    return afd === undefined || others === undefined ? undefined : afd / others - 1;
  }).filter((gain) => gain !== undefined);
}

function drawnSetting({ relativeError, errors, ...question }: StrategyQuestion, draw: () => number): Setting {
  const off = (error: number): number => 1 + error * (2 * draw() - 1);
  const common = {
    attention: off(relativeError.attention),
    attentionStep: off(relativeError.attention),
    communication: off(relativeError.communication),
    ffn: off(relativeError.ffn),
    ffnStep: off(relativeError.ffn),
    prefill: off(relativeError.prefill),
  };
  const { expertBalance, transfers, stepSeconds } = errors.own;
  const scaleOf = (kind: 'afd' | 'withoutAfd'): StageScale => ({
    ...common,
    ffn: common.ffn / (1 - expertBalance * draw()),
    communication:
      common.communication * (transfers[kind].least + (transfers[kind].most - transfers[kind].least) * draw()),
    stepSeconds: stepSeconds[kind] * draw(),
  });
  const setting = settingOf({ relativeError, errors, ...question });
  const error = errors.theta.kind === 'standard error' ? errors.theta.relative : 0;
  const normal = Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  const { theta, nu } = setting.workload.load;
  const factor = Math.exp(error * normal);
  const load = { ...setting.workload.load, theta: theta * factor, nu: nu && nu * factor };
  return {
    ...setting,
    workload: { ...setting.workload, load },
    scales: { afd: scaleOf('afd'), withoutAfd: scaleOf('withoutAfd') },
  };
}

function bestOf(space: SearchSpace, setting: Setting): { readonly afd: number; readonly others: number } {
  const limits = limitsOf(space.question);
  const fronts = phaseFronts(space, setting, limits);
  const most = (kind: 'afd' | 'withoutAfd'): number =>
    Math.max(
      bestAggregated(setting, space[kind].both, limits)?.served.throughput ?? 0,
      bestPrefillDecode(setting, fronts[kind], limits)?.served.throughput ?? 0,
    );
  return { afd: most('afd'), others: most('withoutAfd') };
}
