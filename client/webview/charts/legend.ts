import type { StrategySeries } from '../../../server/src/sweep/strategies';
import { html } from '../elements/html';
import { strategySign } from '../strategies/strategy-chart';
import { legendText } from '../strategies/strategy-text';
import { dot, intervalBar, svg } from './chart-svg';

/** The signs of a legend, drawn as in the charts. */
const signs = {
  theory: () => [svg('path', { class: 'theory', d: 'M1 8H23' })],
  simulated: () => [intervalBar('interval', 12, 14, 2), dot('simulated', 'circle', 12, 8)],
  band: () => [svg('rect', { class: 'best-band', x: 1, y: 5, width: 22, height: 6 })],
  attention: () => [
    svg('path', { class: 'idle idle-attention', d: 'M1 8H23' }),
    dot('idle-dot idle-dot-attention', 'circle', 12, 8, 3),
  ],
  ffn: () => [svg('path', { class: 'idle idle-ffn', d: 'M1 8H23' }), dot('idle-dot idle-dot-ffn', 'square', 12, 8, 3)],
} as const;

/** A legend: signs and what they stand for. */
export function legend(entries: readonly (readonly [sign: keyof typeof signs, text: string])[]): HTMLUListElement {
  return listOf(entries.map(([sign, text]) => [signs[sign](), text]));
}

/** A legend of strategies. */
export function strategyLegend(series: readonly StrategySeries[]): HTMLUListElement {
  return listOf(series.map((each) => [strategySign(each.strategy), legendText(each)]));
}

function listOf(entries: readonly (readonly [sign: readonly SVGElement[], text: string])[]): HTMLUListElement {
  const items = entries.map(([sign, text]) => {
    const drawing = svg('svg', { width: 24, height: 16, viewBox: '0 0 24 16', 'aria-hidden': 'true' }, ...sign);
    return html('li', '', drawing, text);
  });
  return html('ul', 'legend', ...items);
}
