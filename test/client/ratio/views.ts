import type { RatioView } from '../../../client/webview/ratio/ratio-plot';
import { ratioDomain } from '../../../server/src/charts/sweep-marks';
import type { SimulatedSweep, TheorySweep } from '../../../server/src/sweep/sweep';

/** Room for a sweep whose texts are seven pixels a character. */
export function viewOf(sweep: TheorySweep, simulated?: SimulatedSweep, outdated = false): RatioView {
  const measure = (text: string): number => 7 * text.length;
  return { sweep, simulated, outdated, width: 700, left: 50, ratios: ratioDomain(sweep), measure };
}
