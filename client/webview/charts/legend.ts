import type { Drawn } from '../../../server/src/charts/drawn';
import { html } from '../elements/html';
import { svgElement } from './svg-element';

/** A legend: signs, and what they stand for. */
export function legend(entries: readonly (readonly [sign: Drawn, text: string])[]): HTMLUListElement {
  return html('ul', 'legend', ...entries.map(([sign, text]) => html('li', '', svgElement(sign), text)));
}
