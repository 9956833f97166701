import { type Drawn, drawn, drawnText } from '../../../server/src/charts/drawn';
import { spreadLabels } from '../../../server/src/charts/label-layout';
import { drawMarks, edges } from '../../../server/src/charts/marks';
import type { Plot } from '../../../server/src/charts/plot';
import { overTpotRegions, regimeRegions } from '../../../server/src/charts/sweep-marks';
import type { Regime } from '../../../server/src/provisioning/cycle/operating-point';
import type { TheorySweep } from '../../../server/src/sweep/sweep';
import { formatTime } from '../../../server/src/text/format';
import { regimeWords } from '../../../server/src/text/words';
import type { Measure } from '../charts/chart';
import { shortRegimeWords } from './verdict';

/** The regimes as background bands. */
export function regimeBands(sweep: TheorySweep, plot: Plot): readonly Drawn[] {
  const regions = regimeRegions(sweep);
  const borders = regions.flatMap(({ of, from }) =>
    from === undefined ? [] : [{ kind: 'rule', of, x: from } as const],
  );
  return drawMarks<Regime>([...regions, ...borders], plot, {
    region: ({ of }) => ({ attributes: { class: `regime regime-${of}` } }),
    rule: () => ({ attributes: { class: 'regime-border' } }),
  });
}

/** A label for each regime at the top of its band, shorter where room is scarce. */
export function regimeLabels(sweep: TheorySweep, plot: Plot, measure: Measure): readonly Drawn[] {
  const regions = regimeRegions(sweep);
  const laidOut = [regimeWords, shortRegimeWords].flatMap((words) => {
    const labels = regions.map((region) => {
      const [from, to] = edges(region, plot);
      const text = words[region.of];
      return { text, regime: region.of, centre: (from + to) / 2, width: measure(text) };
    });
    const centres = spreadLabels(labels, plot.left + 4, plot.right - 4, 10);
    return centres ? [labels.map((label, index) => ({ ...label, centre: centres[index]! }))] : [];
  })[0];
  return (laidOut ?? []).map(({ text, regime, centre }) =>
    drawnText(centre, plot.top + 15, text, { class: `regime-label regime-label-${regime}` }, 'middle'),
  );
}

/** The hatched region over the TPOT objective. */
export function overTpot(sweep: TheorySweep, plot: Plot, pattern: string): readonly Drawn[] {
  return overTpotRegions(sweep).flatMap((region) => {
    const [x] = edges(region, plot);
    return [
      ...drawMarks([region], plot, { region: () => ({ attributes: { fill: `url(#${pattern})` } }) }),
      drawn('line', { class: 'over-tpot-border', x1: x, x2: x, y1: plot.top, y2: plot.bottom }),
    ];
  });
}

/** What the hatched region is, at its foot. */
export function overTpotLabels(sweep: TheorySweep, plot: Plot, measure: Measure): readonly Drawn[] {
  const { tpotLimit, timeUnit, inputs } = sweep;
  return overTpotRegions(sweep).map((region) => {
    const objective =
      inputs.tpotSeconds === null ? formatTime(tpotLimit!, timeUnit) : formatTime(inputs.tpotSeconds, 's');
    const text = `over the TPOT objective ${objective}`;
    const x = Math.max(plot.left + 6, Math.min(edges(region, plot)[0] + 6, plot.right - 6 - measure(text)));
    return drawnText(x, plot.bottom - 18, text, { class: 'over-tpot-label halo' });
  });
}
