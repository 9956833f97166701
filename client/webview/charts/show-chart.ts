import { drawn } from '../../../server/src/charts/drawn';
import type { Plot } from '../../../server/src/charts/plot';
import type { Chart } from './chart';
import type { ChartBox } from './point-reader';
import { svgElement } from './svg-element';

/** A chart on the page. */
export interface ShownChart<Key> {
  readonly plot: Plot;
  /** Marks the point of a key, or none. */
  readonly mark: (key: Key | undefined) => void;
}

/** Puts a chart into its box. */
export function showChart<Key>({ box, card }: ChartBox, { drawing, plot, marked }: Chart<Key>): ShownChart<Key> {
  const marks = svgElement(drawn('g'));
  const picture = svgElement(drawing);
  picture.append(marks);
  box.replaceChildren(picture, card);
  return {
    plot,
    mark: (key) => marks.replaceChildren(...(key === undefined ? [] : marked(key).map(svgElement))),
  };
}
