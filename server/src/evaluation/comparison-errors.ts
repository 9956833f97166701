import type { StrategyQuestion } from '../strategy/question';
import type { ServingCosts } from '../strategy/serving-costs';
import type { InputErrors } from '../uncertainty/input-errors';

/** What is assumed of options that nobody measured; docs/strategy.md says where each comes from. */
const assumed = {
  /** The mean device has at least 0.8 of the rows of the busiest. */
  expertBalance: 0.2,
  /** Of the time of transfers: a published formula gives 0.6 of what is assumed here, measured collectives up to 1.9. */
  transfers: { least: 0.6, most: 1.9 },
  /** Seconds per layer: what measured layers of experts take beyond a roofline, and steps beyond measured stages. */
  layerOfRoofline: 40e-6,
  layerBesideMeasured: 10e-6,
};

const measured = { least: 1, most: 1 };

/** How far what a comparison rests on may be off beside its stage times. Source: docs/strategy.md, "Verdict". */
export function comparisonErrors(
  { theta, slopes, together }: InputErrors,
  { traffic, communication }: Pick<ServingCosts, 'traffic' | 'communication'>,
  { isMeasured, statesBalance }: { readonly isMeasured: boolean; readonly statesBalance: boolean },
): StrategyQuestion['errors'] {
  const layers = traffic.hopsPerStep / 2;
  const floor = layers * assumed.layerOfRoofline;
  return {
    theta,
    slopes,
    together,
    own: {
      expertBalance: traffic.routing === undefined || statesBalance ? 0 : assumed.expertBalance,
      transfers: { withoutAfd: assumed.transfers, afd: communication === undefined ? assumed.transfers : measured },
      stepSeconds: isMeasured
        ? { withoutAfd: layers * assumed.layerBesideMeasured, afd: 0 }
        : { withoutAfd: floor, afd: floor },
    },
  };
}
